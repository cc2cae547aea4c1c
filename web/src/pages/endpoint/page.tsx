import { makeStyles } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { endpointActions } from '../../../../src/sdk/allowed.ts';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { usePathName } from '../../app/address.ts';
import { type EndpointTab, endpointTabs, paths } from '../../app/paths.ts';
import { DangerDialogButton } from '../../parts/danger-button.tsx';
import { DialogButton } from '../../parts/dialog-button.tsx';
import { later } from '../../parts/later.tsx';
import { ButtonLink } from '../../parts/link.tsx';
import { Page as Frame } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { deploymentsQuery, endpointQuery } from './loader.ts';

const DeleteEndpoint = later(async () => (await import('./delete-endpoint.tsx')).DeleteEndpoint);
const TrafficDialog = later(async () => (await import('./traffic/dialog.tsx')).TrafficDialog);

const words: Readonly<Record<EndpointTab, string>> = {
  details: 'Details',
  test: 'Test',
  consume: 'Consume',
  monitor: 'Monitor',
  logs: 'Logs',
  history: 'History',
};

const useStyles = makeStyles({ tabs: { margin: '0 -10px', overflowX: 'auto', flexShrink: 0 } });

/** What all tabs of an endpoint have around them. */
export function Page() {
  const styles = useStyles();
  const name = usePathName();
  const { data: endpoint } = useSuspenseQuery(endpointQuery(name));
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const tab = endpointTabs.find((one) => pathname.endsWith(`/${one}`)) ?? 'details';
  return (
    <Frame
      title={name}
      badge={<StateBadge state={endpoint.properties.provisioningState} />}
      crumbs={[{ text: 'Endpoints', to: paths.endpoints() }]}
      actions={<Actions endpoint={endpoint} />}
    >
      <Tabs
        label="Views of the endpoint"
        className={styles.tabs}
        choices={words}
        value={tab}
        onChange={(one) => void navigate(paths.endpoint(name, one))}
      />
      <Outlet />
    </Frame>
  );
}

/** What can be done to the endpoint from any tab. */
function Actions({ endpoint }: { readonly endpoint: EndpointResource }) {
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(endpoint.name));
  const [open, setOpen] = useState<'traffic' | 'delete'>();
  const close = (): void => setOpen(undefined);
  const allowed = endpointActions(endpoint);
  return (
    <>
      <DangerDialogButton
        aria-label={`Delete the endpoint ${endpoint.name}`}
        onClick={() => setOpen('delete')}
      >
        Delete …
      </DangerDialogButton>
      <ButtonLink to={paths.newDeployment(endpoint.name)}>Add deployment</ButtonLink>
      <DialogButton
        appearance="primary"
        disabledFocusable={deployments.length === 0 || allowed.setTraffic !== null}
        onClick={() => setOpen('traffic')}
      >
        Update traffic
      </DialogButton>
      {open === 'traffic' && <TrafficDialog endpoint={endpoint} deployments={deployments} onClose={close} />}
      {open === 'delete' && <DeleteEndpoint endpoint={endpoint} deployments={deployments} onClose={close} />}
    </>
  );
}
