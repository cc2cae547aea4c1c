import { EmptyState } from '../../parts/empty-state.tsx';
import { Page as Frame } from '../../parts/page.tsx';

export function Page() {
  return (
    <Frame title="Environments">
      <EmptyState title="This page is not built yet">Until then: az ml environment list.</EmptyState>
    </Frame>
  );
}
