import { EmptyState } from '../../parts/empty-state.tsx';
import { Page as Frame } from '../../parts/page.tsx';

export function Page() {
  return (
    <Frame title="Models">
      <EmptyState title="This page is not built yet">Until then: az ml model list.</EmptyState>
    </Frame>
  );
}
