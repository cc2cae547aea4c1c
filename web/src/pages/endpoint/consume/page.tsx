/** How programs call an endpoint: where, with which credential, in which words. */
import { makeStyles } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { usePathName } from '../../../app/address.ts';
import { deploymentsQuery, endpointQuery } from '../loader.ts';
import { CodePanel } from './code-panel.tsx';
import { CredentialsPanel } from './credentials-panel.tsx';

const useStyles = makeStyles({ root: { display: 'flex', flexDirection: 'column', gap: '16px' } });

export function Page() {
  const styles = useStyles();
  const name = usePathName();
  const { data: endpoint } = useSuspenseQuery(endpointQuery(name));
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  return (
    <div className={styles.root}>
      <CredentialsPanel endpoint={endpoint} />
      <CodePanel endpoint={endpoint} deployments={deployments} />
    </div>
  );
}
