import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Line } from '../../../parts/chart/line.ts';
import { numberText, percentText } from '../../../parts/chart/words.ts';
import { Section } from '../../../parts/section.tsx';
import { seriesDashes } from '../../../parts/series.ts';
import { valuesAt } from './frame.ts';
import { byName } from './lines.ts';
import { type Frames, usageQuery } from './loader.ts';
import { PanelBody } from './panel-body.tsx';
import type { View } from './view.ts';

const charts = [
  { title: 'CPU of the instances', metric: 'CpuUtilizationPercentage' },
  { title: 'Memory of the instances', metric: 'CpuMemoryUtilizationPercentage' },
] as const;

type UsagePanelsProps = { readonly view: View; readonly deployments: readonly string[] };

/** What the instances of each deployment use, on average, of their limit or, without one, of the machine. */
export function UsagePanels({ view, deployments }: UsagePanelsProps) {
  const { endpoint, range, colours, moments } = view;
  const { data, error, refetch } = useQuery(usageQuery(endpoint, deployments, range));
  const times = timesIn(data);
  const shown = useMemo(
    () => charts.map(({ metric }) => usageLines(data ?? new Map(), metric, { colours, times })),
    [data, colours, times],
  );
  return charts.map(({ title, metric }, place) => (
    <Section key={metric} title={title}>
      <PanelBody
        label={title}
        times={data === undefined ? undefined : times}
        lines={shown[place] ?? []}
        columns={['Highest']}
        format={percentText}
        axis={(value) => `${numberText(value)} %`}
        moments={moments}
        error={error}
        onRetry={() => void refetch()}
        nothing={`No instance ran in the ${range.words}, or this system does not tell what it used.`}
      />
    </Section>
  ));
}

const none = new Float64Array();

/** Those of the deployment that answered first; the others' are the same, or a step apart. */
function timesIn(data: ReadonlyMap<string, Frames> | undefined): Float64Array {
  const [first] = data?.values() ?? [];
  return first?.byName.get(charts[0].metric)?.times ?? none;
}

type Drawn = Pick<View, 'colours'> & { readonly times: Float64Array };

function usageLines(
  data: ReadonlyMap<string, Frames>,
  metric: string,
  { colours, times }: Drawn,
): readonly Line[] {
  const names = [...data.keys()].sort(byName);
  const drawn = names.map((name) => colours.get(name) ?? 'gray');
  const dashes = seriesDashes(drawn);
  return names.flatMap((deployment, place) => {
    const frame = data.get(deployment)?.byName.get(metric);
    const track = frame?.tracks.get('');
    if (frame === undefined || track === undefined) return [];
    const values = valuesAt(times, frame, track);
    const highest = values.reduce((most, value) => (value > most ? value : most), 0);
    const style = { colour: drawn[place] ?? 'gray', dash: dashes[place] ?? [] };
    return [{ key: deployment, label: deployment, ...style, values, facts: [percentText(highest)] }];
  });
}
