import { Badge, Button } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsked, usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { Page as Frame } from '../../../parts/page.tsx';
import { StateBadge } from '../../../parts/state-badge.tsx';
import { useArchiveEnvironment } from './handle.ts';
import { environmentQuery, type Source, versionsQuery } from './loader.ts';
import { EnvironmentVersionView } from './version-view.tsx';

const RegisterDialog = later(async () => (await import('../register-dialog.tsx')).RegisterDialog);

/** One environment: its versions, and what the chosen one installs. */
export function Page() {
  const name = usePathName();
  const [of] = useAsked('of');
  const [wanted, choose] = useAsked('version');
  const source: Source = of === 'curated' ? 'curated' : 'own';
  const { data: versions } = useSuspenseQuery(versionsQuery(source, name));
  const chosen = versions.find((version) => version.name === wanted) ?? versions[0];
  return (
    <Frame
      title={name}
      badge={source === 'curated' ? <Badge appearance="tint">Curated</Badge> : <ArchivedBadge name={name} />}
      crumbs={[{ text: 'Environments', to: paths.environments() }]}
      actions={
        source === 'own' && (
          <Actions name={name} condaFile={chosen?.properties.condaFile ?? ''} choose={choose} />
        )
      }
    >
      {chosen !== undefined && (
        <EnvironmentVersionView
          name={name}
          source={source}
          versions={versions}
          chosen={chosen}
          onChoose={choose}
        />
      )}
    </Frame>
  );
}

function ArchivedBadge({ name }: { readonly name: string }) {
  const { data } = useQuery(environmentQuery(name));
  return data?.properties.isArchived === true ? <StateBadge state="Archived" /> : null;
}

type ActionsProps = {
  readonly name: string;
  readonly condaFile: string;
  readonly choose: (version: string) => void;
};

function Actions({ name, condaFile, choose }: ActionsProps) {
  const { data } = useQuery(environmentQuery(name));
  const archive = useArchiveEnvironment(name);
  const [isOpen, setOpen] = useState(false);
  const isArchived = data?.properties.isArchived === true;
  return (
    <>
      <ErrorBar error={archive.error} />
      <Button disabled={data === undefined || archive.isPending} onClick={() => archive.mutate(!isArchived)}>
        {isArchived ? 'Restore' : 'Archive'}
      </Button>
      <DialogButton appearance="primary" onClick={() => setOpen(true)}>
        New version
      </DialogButton>
      {isOpen && (
        <RegisterDialog
          isOpen
          of={{ name, condaFile }}
          onClose={() => setOpen(false)}
          onDone={({ name: version }) => {
            setOpen(false);
            choose(version);
          }}
        />
      )}
    </>
  );
}
