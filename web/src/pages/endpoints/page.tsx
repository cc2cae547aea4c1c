import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ButtonLink } from '../../parts/link.tsx';
import { Page as Frame } from '../../parts/page.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { columns } from './columns.tsx';
import { endpointsQuery } from './loader.ts';

/** The endpoints of the workspace. */
export function Page() {
  const { data: endpoints } = useSuspenseQuery(endpointsQuery);
  const navigate = useNavigate();
  const create = (
    <ButtonLink to={paths.newEndpoint()} appearance="primary" icon={<Add20Regular />}>
      Create
    </ButtonLink>
  );
  return (
    <Frame title="Endpoints" fills actions={endpoints.length > 0 && create}>
      {endpoints.length === 0 ? (
        <EmptyState title="No endpoints yet" icon={<PlugConnectedRegular />} action={create}>
          An endpoint is a stable address for requests to a model. Behind it you roll out versions safely:
          deploy a new one beside the old, test it, mirror traffic to it, give it 10 %, then 100 %.
        </EmptyState>
      ) : (
        <DataTable
          label="Endpoints"
          rows={endpoints}
          columns={columns}
          idOf={({ name }) => name}
          begin={{ id: 'name', isDown: false }}
          rowHeight={56}
          onOpen={({ name }) => void navigate(paths.endpoint(name))}
        />
      )}
    </Frame>
  );
}
