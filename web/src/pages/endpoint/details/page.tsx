/** What an endpoint is, and its deployments with what can be done to each. */
import { makeStyles, Subtitle1 } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { deploymentsQuery, endpointQuery } from '../loader.ts';
import { DeploymentCard } from './deployment-card.tsx';
import { EndpointFacts } from './endpoint-facts.tsx';
import { TrafficCard } from './traffic-card.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '20px' },
  top: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: '16px',
    alignItems: 'start',
    '@media (max-width: 1000px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(24rem, 100%), 1fr))',
    gap: '16px',
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
});

export function Page() {
  const styles = useStyles();
  const name = usePathName();
  const { data: endpoint } = useSuspenseQuery(endpointQuery(name));
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  return (
    <div className={styles.root}>
      <div className={styles.top}>
        <EndpointFacts endpoint={endpoint} />
        <TrafficCard endpoint={endpoint} deployments={deployments} />
      </div>
      <section className={styles.root} aria-labelledby="deployments">
        <Subtitle1 as="h2" id="deployments">
          Deployments
        </Subtitle1>
        {deployments.length === 0 ? (
          <EmptyState
            title="No deployments yet"
            action={
              <ButtonLink appearance="primary" to={paths.newDeployment(name)}>
                Add deployment
              </ButtonLink>
            }
          >
            A deployment is a model with the code that answers for it. Add the first one; then give it 100 %
            of the live traffic.
          </EmptyState>
        ) : (
          <ul className={styles.cards}>
            {deployments.map((deployment) => (
              <li key={deployment.name}>
                <DeploymentCard endpoint={endpoint} deployment={deployment} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
