import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Line } from '../../../parts/chart/line.ts';
import { numberText, percentText } from '../../../parts/chart/words.ts';
import { Section } from '../../../parts/section.tsx';
import { seriesDash } from '../../../parts/series.ts';
import { type Frames, usageQuery } from './loader.ts';
import { PanelBody } from './panel-body.tsx';
import type { View } from './view.ts';

const charts = [
  { title: 'CPU', metric: 'CpuUtilizationPercentage' },
  { title: 'Memory', metric: 'CpuMemoryUtilizationPercentage' },
] as const;

type UsagePanelsProps = { readonly view: View; readonly deployments: readonly string[] };

/** What the instances of each deployment use, on average, of what they may. */
export function UsagePanels({ view, deployments }: UsagePanelsProps) {
  const { endpoint, range, colours, moments } = view;
  const { data, error, refetch } = useQuery(usageQuery(endpoint, deployments, range));
  const shown = useMemo(
    () => charts.map(({ metric }) => (data === undefined ? [] : usageLines(data, metric, colours))),
    [data, colours],
  );
  const [first] = data?.values() ?? [];
  return charts.map(({ title, metric }, place) => (
    <Section key={metric} title={title}>
      <PanelBody
        label={title}
        times={data === undefined ? undefined : (first?.byName.get(metric)?.times ?? new Float64Array())}
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

function usageLines(
  data: ReadonlyMap<string, Frames>,
  metric: string,
  colours: ReadonlyMap<string, string>,
): readonly Line[] {
  return [...data].flatMap(([deployment, { byName }], place) => {
    const values = byName.get(metric)?.tracks.get('')?.values;
    if (values === undefined) return [];
    const highest = values.reduce((most, value) => (value > most ? value : most), 0);
    const style = { colour: colours.get(deployment) ?? 'gray', dash: seriesDash(place) };
    return [{ key: deployment, label: deployment, ...style, values, facts: [percentText(highest)] }];
  });
}
