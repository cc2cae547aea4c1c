import { Button } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsked, usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { later } from '../../../parts/later.tsx';
import { Page as Frame } from '../../../parts/page.tsx';
import { StateBadge } from '../../../parts/state-badge.tsx';
import { useArchiveModel } from './handle.ts';
import { modelQuery, versionsQuery } from './loader.ts';
import { ModelVersionView } from './version-view.tsx';

const DeployMenu = later(async () => (await import('./deploy-menu.tsx')).DeployMenu);
const RegisterDialog = later(async () => (await import('../register-dialog.tsx')).RegisterDialog);

/** One model: its versions, and what is known of the chosen one. */
export function Page() {
  const name = usePathName();
  const [wanted, choose] = useAsked('version');
  const { data: model } = useSuspenseQuery(modelQuery(name));
  const { data: versions } = useSuspenseQuery(versionsQuery(name));
  const [isOpen, setOpen] = useState(false);
  const archive = useArchiveModel(name);
  const chosen = versions.find((version) => version.name === wanted) ?? versions[0];
  const isArchived = model.properties.isArchived === true;
  return (
    <Frame
      title={name}
      badge={isArchived && <StateBadge state="Archived" />}
      crumbs={[{ text: 'Models', to: paths.models() }]}
      actions={
        <>
          <Button disabled={archive.isPending} onClick={() => archive.mutate(!isArchived)}>
            {isArchived ? 'Restore' : 'Archive'}
          </Button>
          <DialogButton onClick={() => setOpen(true)}>New version</DialogButton>
          {chosen !== undefined && <DeployMenu model={name} version={chosen.name} />}
        </>
      }
    >
      <ErrorBar error={archive.error} />
      {chosen !== undefined && (
        <ModelVersionView name={name} versions={versions} chosen={chosen} onChoose={choose} />
      )}
      <RegisterDialog
        isOpen={isOpen}
        name={name}
        onClose={() => setOpen(false)}
        onDone={({ name: version }) => {
          setOpen(false);
          choose(version);
        }}
      />
    </Frame>
  );
}
