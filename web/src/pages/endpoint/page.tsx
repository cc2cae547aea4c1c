import { makeStyles, Tab, TabList } from '@fluentui/react-components';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { usePathName } from '../../app/address.ts';
import { type EndpointTab, endpointTabs, paths } from '../../app/paths.ts';
import { ButtonLink } from '../../parts/link.tsx';
import { Page as Frame } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { endpointQuery } from './loader.ts';

const words: Readonly<Record<EndpointTab, string>> = {
  details: 'Details',
  test: 'Test',
  consume: 'Consume',
  monitor: 'Monitor',
  logs: 'Logs',
  history: 'History',
};

const useStyles = makeStyles({ tabs: { margin: '0 -12px', overflowX: 'auto', flexShrink: 0 } });

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
      actions={<ButtonLink to={paths.newDeployment(name)}>Add deployment</ButtonLink>}
    >
      <TabList
        className={styles.tabs}
        selectedValue={tab}
        onTabSelect={(_, { value }) => void navigate(paths.endpoint(name, value as EndpointTab))}
      >
        {endpointTabs.map((one) => (
          <Tab key={one} value={one}>
            {words[one]}
          </Tab>
        ))}
      </TabList>
      <Outlet />
    </Frame>
  );
}
