import { Input, makeStyles } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { BoxRegular } from '@fluentui/react-icons/svg/box';
import { Search20Regular } from '@fluentui/react-icons/svg/search';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useAsked } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { assetOf } from '../../../parts/asset.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { Page as Frame } from '../../../parts/page.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { Tabs } from '../../../parts/tabs.tsx';
import { tagsInWords } from '../../../parts/tag-list.tsx';
import { curatedQuery, environmentsQuery } from '../loader.ts';
import { curatedColumns, ownColumns } from './columns.tsx';

const RegisterDialog = later(async () => (await import('../register-dialog.tsx')).RegisterDialog);

const views = { own: 'Custom', curated: 'Curated', archived: 'Archived' } as const;
type View = keyof typeof views;

const useStyles = makeStyles({ filter: { maxWidth: '320px' } });

/** The environments that deployments can run in: the workspace's own, and curated ones. */
export function Page() {
  const [asked, setView] = useAsked('show');
  const view: View = asked === 'curated' || asked === 'archived' ? asked : 'own';
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const register = (
    <DialogButton appearance="primary" icon={<Add20Regular />} onClick={() => setOpen(true)}>
      Register
    </DialogButton>
  );
  return (
    <Frame title="Environments" fills actions={register}>
      <Tabs
        label="Which environments"
        choices={views}
        value={view}
        onChange={(one) => setView(one === 'own' ? '' : one)}
      />
      <Listing view={view} />
      <RegisterDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onDone={({ id }) => {
          setOpen(false);
          const { name, version } = assetOf(id);
          void navigate(paths.environment(name, version));
        }}
      />
    </Frame>
  );
}

function Listing({ view }: { readonly view: View }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [filter, setFilter] = useAsked('filter');
  const isCurated = view === 'curated';
  const own = useQuery({
    ...environmentsQuery(view === 'archived' ? 'ArchivedOnly' : 'ActiveOnly'),
    enabled: !isCurated,
  });
  const curated = useQuery({ ...curatedQuery, enabled: isCurated });
  const { data, error, refetch } = isCurated ? curated : own;
  const rows = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    return (data ?? []).filter(({ name, properties }) =>
      `${name} ${tagsInWords(properties.tags)}`.toLowerCase().includes(wanted),
    );
  }, [data, filter]);
  if (error !== null) return <ErrorBar error={error} onRetry={() => void refetch()} />;
  if (data?.length === 0) return <Nothing view={view} />;
  return (
    <>
      <Input
        className={styles.filter}
        contentBefore={<Search20Regular />}
        placeholder="Filter by name or tag"
        aria-label="Filter by name or tag"
        value={filter}
        onChange={(_, { value }) => setFilter(value)}
      />
      <DataTable
        key={view}
        label={`${views[view]} environments`}
        rows={rows}
        columns={isCurated ? curatedColumns : ownColumns}
        idOf={({ name }) => name}
        begin={{ id: 'name', isDown: false }}
        onOpen={({ name }) =>
          void navigate(paths.environment(name, undefined, isCurated ? 'curated' : undefined))
        }
      />
    </>
  );
}

function Nothing({ view }: { readonly view: View }) {
  if (view === 'archived') return <EmptyState title="Nothing is archived" icon={<BoxRegular />} />;
  return (
    <EmptyState title="No environments of your own yet" icon={<BoxRegular />}>
      An environment is what a scoring script runs in: Python and its packages, written down in a conda file.
      Register one, take a curated one, or bring a conda file along when you deploy.
    </EmptyState>
  );
}
