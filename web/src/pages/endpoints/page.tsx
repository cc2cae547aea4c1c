import { Button } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { useAsked } from '../../app/address.ts';
import { paths } from '../../app/paths.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ButtonLink } from '../../parts/link.tsx';
import { Page as Frame } from '../../parts/page.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { columns } from './columns.tsx';
import { filtered, knownTags } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { endpointsQuery, loadQuery } from './loader.ts';
import { type Row, rowsOf } from './row.ts';

/** The endpoints of the workspace. */
export function Page() {
  const { data: endpoints } = useSuspenseQuery(endpointsQuery);
  const create = (
    <ButtonLink to={paths.newEndpoint()} appearance="primary" icon={<Add20Regular />}>
      Create
    </ButtonLink>
  );
  if (endpoints.length > 0)
    return (
      <Frame title="Endpoints" fills actions={create}>
        <FilteredList endpoints={endpoints} />
      </Frame>
    );
  return (
    <Frame title="Endpoints">
      <EmptyState title="No endpoints yet" icon={<PlugConnectedRegular />} action={create}>
        An endpoint is a stable address for requests to a model. Behind it you roll out versions safely:
        deploy a new one beside the old, test it, mirror traffic to it, give it 10 %, then 100 %.
      </EmptyState>
    </Frame>
  );
}

function FilteredList({ endpoints }: { readonly endpoints: readonly EndpointResource[] }) {
  const navigate = useNavigate();
  const [name, setName] = useAsked('name');
  const [tag, setTag] = useAsked('tag');
  const [compute, setCompute] = useAsked('compute');
  const filter = { name, tag, compute };
  const set = { name: setName, tag: setTag, compute: setCompute };
  const { data: load } = useQuery(loadQuery);
  const rows = useMemo(
    () => rowsOf(filtered(endpoints, { name, tag, compute }), load),
    [endpoints, load, name, tag, compute],
  );
  const tags = useMemo(() => knownTags(endpoints), [endpoints]);
  const clear = () => void navigate({ ...paths.endpoints(), replace: true });
  return (
    <>
      <FilterBar filter={filter} set={set} tags={tags} />
      <span role="status" className="studio-unseen">
        {rows.length} of {endpoints.length} endpoints
      </span>
      {rows.length === 0 ? (
        <EmptyState title="No endpoint fits" action={<Button onClick={clear}>Show all</Button>}>
          None of {endpoints.length} endpoints has this name, tag and compute.
        </EmptyState>
      ) : (
        <DataTable
          label="Endpoints"
          rows={rows}
          columns={columns}
          idOf={idOf}
          begin={begin}
          rowHeight={56}
          onOpen={({ endpoint }) => void navigate(paths.endpoint(endpoint.name))}
        />
      )}
    </>
  );
}

const begin = { id: 'name', isDown: false };

function idOf({ endpoint }: Row): string {
  return endpoint.name;
}
