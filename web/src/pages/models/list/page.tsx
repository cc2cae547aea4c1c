import { Input, makeStyles, Switch } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { CubeRegular } from '@fluentui/react-icons/svg/cube';
import { Search20Regular } from '@fluentui/react-icons/svg/search';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Container } from '../../../../../src/sdk/wire.ts';
import { useAsked } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { assetOf } from '../../../parts/asset.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { Page as Frame } from '../../../parts/page.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { tagsInWords } from '../../../parts/tag-list.tsx';
import { modelsQuery } from '../loader.ts';
import { columns } from './columns.tsx';

const RegisterDialog = later(async () => (await import('../register-dialog.tsx')).RegisterDialog);

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: '8px 16px', alignItems: 'center' },
  filter: { flex: '0 1 320px' },
});

/** The registered models of the workspace. */
export function Page() {
  const [view, setView] = useAsked('show');
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const isArchive = view === 'archived';
  const { data: models, error, refetch } = useQuery(modelsQuery(isArchive ? 'ArchivedOnly' : 'ActiveOnly'));
  const register = (
    <DialogButton appearance="primary" icon={<Add20Regular />} onClick={() => setOpen(true)}>
      Register
    </DialogButton>
  );
  return (
    <Frame title="Models" fills actions={register}>
      <ErrorBar error={error} onRetry={() => void refetch()} />
      {models !== undefined && (models.length > 0 || isArchive) && (
        <Models models={models} isArchive={isArchive} showArchive={(on) => setView(on ? 'archived' : '')} />
      )}
      {models?.length === 0 && !isArchive && (
        <EmptyState title="No models yet" icon={<CubeRegular />}>
          Register the files of a model, a folder or a single one, under a name. Each registration is a
          version that never changes, so that what is deployed stays what it is. Then deploy it behind an
          endpoint.
        </EmptyState>
      )}
      <RegisterDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onDone={(model) => {
          setOpen(false);
          const { name, version } = assetOf(model.id);
          void navigate(paths.model(name, version));
        }}
      />
    </Frame>
  );
}

type ModelsProps = {
  readonly models: readonly Container[];
  readonly isArchive: boolean;
  readonly showArchive: (on: boolean) => void;
};

function Models({ models, isArchive, showArchive }: ModelsProps) {
  const styles = useStyles();
  const navigate = useNavigate();
  const [filter, setFilter] = useAsked('filter');
  const rows = useMemo(() => models.filter((model) => matches(model, filter)), [models, filter]);
  return (
    <>
      <div className={styles.bar}>
        <Input
          className={styles.filter}
          contentBefore={<Search20Regular />}
          placeholder="Filter by name or tag"
          aria-label="Filter by name or tag"
          value={filter}
          onChange={(_, { value }) => setFilter(value)}
        />
        <Switch label="Archived" checked={isArchive} onChange={(_, { checked }) => showArchive(checked)} />
      </div>
      <DataTable
        label="Models"
        rows={rows}
        columns={columns}
        idOf={({ name }) => name}
        begin={{ id: 'created', isDown: true }}
        onOpen={({ name }) => void navigate(paths.model(name))}
      />
    </>
  );
}

function matches({ name, properties }: Container, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return `${name} ${tagsInWords(properties.tags)}`.toLowerCase().includes(wanted);
}
