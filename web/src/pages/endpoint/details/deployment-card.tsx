/** One deployment: what it runs, how it is, what can be done to it. */
import { Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { deploymentActions } from '../../../../../src/sdk/allowed.ts';
import type { DeploymentResource, EndpointResource } from '../../../../../src/sdk/wire.ts';
import { paths } from '../../../app/paths.ts';
import { DangerDialogButton } from '../../../parts/danger-button.tsx';
import { DialogButton } from '../../../parts/dialog-button.tsx';
import { later } from '../../../parts/later.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { StateBadge } from '../../../parts/state-badge.tsx';
import { percentText, shareOf } from '../traffic/percent.ts';
import { DeploymentFacts } from './deployment-facts.tsx';
import { DeploymentTrouble } from './deployment-trouble.tsx';

const DeleteDeployment = later(async () => (await import('./delete-deployment.tsx')).DeleteDeployment);
const ScaleDialog = later(async () => (await import('./scale-dialog.tsx')).ScaleDialog);

const useStyles = makeStyles({
  card: { height: '100%', boxSizing: 'border-box' },
  top: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' },
  name: { overflowWrap: 'anywhere' },
  share: { color: tokens.colorNeutralForeground2, marginLeft: 'auto' },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    marginTop: 'auto',
    '& > *': { minWidth: 'auto' },
  },
});

export type DeploymentCardProps = {
  readonly endpoint: EndpointResource;
  readonly deployment: DeploymentResource;
};

export function DeploymentCard({ endpoint, deployment }: DeploymentCardProps) {
  const styles = useStyles();
  const [open, setOpen] = useState<'scale' | 'delete'>();
  const { name } = deployment;
  const id = `deployment-${name}`;
  const close = (): void => setOpen(undefined);
  return (
    <Panel role="article" aria-labelledby={id} className={styles.card}>
      <div className={styles.top}>
        <Subtitle2 as="h3" id={id} className={styles.name}>
          {name}
        </Subtitle2>
        <StateBadge state={deployment.properties.provisioningState} />
        <Caption1 className={styles.share}>{shareWords(endpoint, name)}</Caption1>
      </div>
      <DeploymentTrouble endpoint={endpoint.name} deployment={deployment} />
      <DeploymentFacts endpoint={endpoint.name} deployment={deployment} />
      <div className={styles.actions}>
        <DialogButton
          size="small"
          disabledFocusable={deploymentActions(deployment, endpoint).edit !== null}
          onClick={() => setOpen('scale')}
          aria-label={`Change the instances of ${name}`}
        >
          Instances …
        </DialogButton>
        <ButtonLink size="small" to={paths.endpoint(endpoint.name, 'test', { deployment: name })}>
          Test
        </ButtonLink>
        <ButtonLink size="small" to={paths.endpoint(endpoint.name, 'logs', { deployment: name })}>
          Logs
        </ButtonLink>
        <DangerDialogButton size="small" onClick={() => setOpen('delete')} aria-label={`Delete ${name}`}>
          Delete …
        </DangerDialogButton>
      </div>
      {open === 'scale' && <ScaleDialog endpoint={endpoint.name} deployment={deployment} onClose={close} />}
      {open === 'delete' && <DeleteDeployment endpoint={endpoint} deployment={deployment} onClose={close} />}
    </Panel>
  );
}

function shareWords({ properties: { traffic, mirrorTraffic } }: EndpointResource, name: string): string {
  const [live, mirrored] = [shareOf(traffic, name), shareOf(mirrorTraffic, name)];
  if (mirrored > 0) return `${percentText(mirrored)} % mirrored`;
  return live > 0 ? `${percentText(live)} % of live traffic` : 'no traffic';
}
