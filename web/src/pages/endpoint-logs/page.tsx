import { EmptyState } from '../../parts/empty-state.tsx';

export function Page() {
  return (
    <EmptyState title="This tab is not built yet">
      Until then: az ml online-deployment get-logs --name NAME --endpoint-name ENDPOINT.
    </EmptyState>
  );
}
