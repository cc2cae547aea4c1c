import { EmptyState } from '../../parts/empty-state.tsx';
import { Page as Frame } from '../../parts/page.tsx';

export function Page() {
  return (
    <Frame title="Model">
      <EmptyState title="This page is not built yet">
        Until then: az ml model show --name NAME --version VERSION.
      </EmptyState>
    </Frame>
  );
}
