import { EmptyState } from '../../parts/empty-state.tsx';

export function Page() {
  return <EmptyState title="This tab is not built yet">Until then: teal history ENDPOINT.</EmptyState>;
}
