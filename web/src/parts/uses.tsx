import { makeStyles, Spinner, Text } from '@fluentui/react-components';
import type { DeploymentResource } from '../../../src/sdk/wire.ts';
import { paths } from '../app/paths.ts';
import { TextLink } from './link.tsx';
import { StateBadge } from './state-badge.tsx';

/** One deployment and the endpoint that it stands behind. */
export type Use = { readonly endpoint: string; readonly deployment: DeploymentResource };

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' },
});

/** The deployments that use something; `undefined` while it is being found out. */
export function Uses({ uses }: { readonly uses: readonly Use[] | undefined }) {
  const styles = useStyles();
  if (uses === undefined) return <Spinner size="tiny" label="Looking" labelPosition="after" />;
  if (uses.length === 0) return <Text>No deployment uses it.</Text>;
  return (
    <ul className={styles.root}>
      {uses.map(({ endpoint, deployment }) => (
        <li key={deployment.id} className={styles.row}>
          <TextLink to={paths.endpoint(endpoint)}>
            {endpoint} / {deployment.name}
          </TextLink>
          <StateBadge state={deployment.properties.provisioningState} />
        </li>
      ))}
    </ul>
  );
}
