/** What an endpoint has to do and how it does it, by deployment, as it happens. */
import { Field, makeStyles, Select, Text, tokens } from '@fluentui/react-components';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EndpointResource } from '../../../../../src/sdk/wire.ts';
import { useAsked, usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { useTheme } from '../../../app/theme.tsx';
import { createMoments } from '../../../parts/chart/moments.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ButtonLink } from '../../../parts/link.tsx';
import { seriesColours } from '../../../parts/series.ts';
import { deploymentsQuery, endpointQuery } from '../loader.ts';
import { sum } from './frame.ts';
import { namesIn } from './lines.ts';
import { requestsQuery } from './loader.ts';
import { NoRequests } from './no-requests.tsx';
import { type Range, rangeOf, ranges } from './ranges.ts';
import { TrafficPanels } from './traffic-panels.tsx';
import { UsagePanels } from './usage-panels.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px' },
  top: { display: 'flex', flexWrap: 'wrap', gap: '12px 24px', alignItems: 'flex-end' },
  range: { minWidth: 0, width: 'min(14rem, 100%)' },
  hint: { color: tokens.colorNeutralForeground2 },
  charts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(30rem, 100%), 1fr))',
    gap: '16px',
    alignItems: 'start',
  },
});

export function Page() {
  const name = usePathName();
  const { data: endpoint } = useSuspenseQuery(endpointQuery(name));
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  const [asked, choose] = useAsked('range');
  const range = rangeOf(asked);
  const styles = useStyles();
  if (deployments.length === 0) return <NoDeployments name={name} />;
  return (
    <div className={styles.root}>
      <div className={styles.top}>
        <Field label="Range" className={styles.range}>
          <Select value={range.id} onChange={(_, { value }) => choose(value)}>
            {ranges.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Text className={styles.hint}>
          One value every {range.stepSeconds === 60 ? 'minute' : `${range.stepSeconds} seconds`}. Point at a
          chart, or focus it and press the arrow keys, to read all of them at that moment.
        </Text>
      </div>
      <Charts key={range.id} endpoint={endpoint} names={deployments.map((one) => one.name)} range={range} />
    </div>
  );
}

type ChartsProps = {
  readonly endpoint: EndpointResource;
  readonly names: readonly string[];
  readonly range: Range;
};

function Charts({ endpoint, names, range }: ChartsProps) {
  const styles = useStyles();
  const { isDark } = useTheme();
  const [moments] = useState(createMoments);
  const { data } = useQuery(requestsQuery(endpoint.name, range));
  const frame = data?.byName.get('RequestsPerMinute');
  // Not the array: what is drawn stays as it is while the names are the same.
  const all = namesIn(frame, names).join(' ');
  const colours = useMemo(() => {
    const chosen = seriesColours(all.split(' '), isDark);
    return new Map([...chosen, ['', isDark ? '#a3adb8' : '#57606a']]);
  }, [all, isDark]);
  const view = { endpoint: endpoint.name, range, colours, moments };
  const isIdle = frame !== undefined && [...frame.tracks.values()].every(({ values }) => sum(values) === 0);
  return (
    <>
      {isIdle && <NoRequests endpoint={endpoint} range={range} />}
      <div className={styles.charts}>
        {!isIdle && <TrafficPanels view={view} frame={frame} traffic={endpoint.properties.traffic} />}
        <UsagePanels view={view} deployments={names} />
      </div>
    </>
  );
}

function NoDeployments({ name }: { readonly name: string }) {
  return (
    <EmptyState
      title="Nothing to measure yet"
      action={
        <ButtonLink appearance="primary" to={paths.newDeployment(name)}>
          Add deployment
        </ButtonLink>
      }
    >
      Requests, latencies, errors, CPU and memory are shown here by deployment. Add the first deployment; then
      send it a request.
    </EmptyState>
  );
}
