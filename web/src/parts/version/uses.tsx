import { Button, makeStyles, Spinner, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeploymentResource } from '../../../../src/sdk/wire.ts';
import { paths } from '../../app/paths.ts';
import { ErrorBar } from '../error-bar.tsx';
import { TextLink } from '../link.tsx';
import { Section } from '../section.tsx';
import { StateBadge } from '../state-badge.tsx';

/** What a query of them says. */
export type FoundUses = {
  readonly data: readonly DeploymentResource[] | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
};

/** How many are listed before somebody asks for all. */
const fewAtFirst = 25;

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
  name: { overflowWrap: 'anywhere' },
  more: { alignSelf: 'flex-start' },
});

/** The deployments that use something. */
export function UsesSection({ uses }: { readonly uses: FoundUses }) {
  const { data, error, refetch } = uses;
  return (
    <Section title="Where it is used">
      {error ? <ErrorBar error={error} onRetry={() => void refetch()} /> : <Uses uses={data} />}
    </Section>
  );
}

function Uses({ uses }: { readonly uses: readonly DeploymentResource[] | undefined }) {
  const styles = useStyles();
  const [isWhole, setWhole] = useState(false);
  if (uses === undefined) return <Spinner size="tiny" label="Looking" labelPosition="after" />;
  if (uses.length === 0) return <Text>No deployment uses it.</Text>;
  return (
    <>
      <ul className={styles.root}>
        {(isWhole ? uses : uses.slice(0, fewAtFirst)).map((deployment) => (
          <Use key={deployment.id} deployment={deployment} />
        ))}
      </ul>
      {!isWhole && uses.length > fewAtFirst && (
        <Button size="small" className={styles.more} onClick={() => setWhole(true)}>
          Show all {uses.length}
        </Button>
      )}
    </>
  );
}

function Use({ deployment: { id, name, properties } }: { readonly deployment: DeploymentResource }) {
  const styles = useStyles();
  const [, endpoint = ''] = /\/onlineEndpoints\/([^/]+)\//i.exec(id) ?? [];
  return (
    <li className={styles.row}>
      <span className={styles.name}>
        <TextLink to={paths.endpoint(endpoint)}>
          {endpoint} / {name}
        </TextLink>
      </span>
      <StateBadge state={properties.provisioningState} />
    </li>
  );
}
