/** Tries an endpoint: one request and its answer, or many and who answered them. */
import { makeStyles } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { useAsked, usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { later } from '../../../parts/later.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { deploymentsQuery, endpointQuery } from '../loader.ts';
import { draftOf, keepDraft, type RequestDraft } from './draft.ts';
import { RequestPanel } from './request-panel.tsx';
import { useSend } from './use-send.ts';
import { useVolley } from './use-volley.ts';

const AnswerPanel = later(async () => (await import('./answer-panel.tsx')).AnswerPanel);
const VolleyPanel = later(async () => (await import('./volley-panel.tsx')).VolleyPanel);

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: '16px',
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
});

export function Page() {
  const styles = useStyles();
  const name = usePathName();
  const { data: endpoint } = useSuspenseQuery(endpointQuery(name));
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  const [asked, choose] = useAsked('deployment');
  const [draft, setDraft] = useState(() => draftOf(name));
  // A link may be older than what it led to.
  const deployment = deployments.some((one) => one.name === asked) ? asked : '';
  const send = useSend(name);
  const volley = useVolley(name);
  const edit = (next: RequestDraft): void => {
    keepDraft(name, next);
    setDraft(next);
  };
  const sendOnce = (): void => {
    if (!send.isPending) send.mutate({ draft, deployment });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    sendOnce();
  };
  if (deployments.length === 0) {
    return (
      <EmptyState
        title="There is nothing to test yet"
        action={<ButtonLink to={paths.newDeployment(name)}>Add deployment</ButtonLink>}
      >
        Requests are answered by deployments. Add one, then send it a request from here.
      </EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for what its button does.
    <div className={styles.root} onKeyDown={onKeyDown}>
      <RequestPanel
        endpoint={endpoint}
        deployments={deployments}
        deployment={deployment}
        draft={draft}
        isSending={send.isPending}
        onChoose={choose}
        onChange={edit}
        onSend={sendOnce}
        onStop={send.stop}
      />
      <div className={styles.side}>
        <AnswerPanel answer={send.data} error={send.error} isSending={send.isPending} />
        <VolleyPanel
          volley={volley}
          split={deployment === '' ? endpoint.properties.traffic : undefined}
          onFire={(count) => volley.fire(count, { draft, deployment })}
        />
      </div>
    </div>
  );
}
