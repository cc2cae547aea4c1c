import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { axisNumber, numberText } from '../../../parts/chart/words.ts';
import { Section } from '../../../parts/section.tsx';
import { ratesIn, sum, type Track } from './frame.ts';
import { linesOf } from './lines.ts';
import type { errorsQuery } from './loader.ts';
import { PanelBody } from './panel-body.tsx';
import type { View } from './view.ts';

export type CountPanelProps = {
  readonly title: string;
  readonly view: View;
  readonly query: ReturnType<typeof errorsQuery>;
  readonly metric: string;
  /** Head of the column with how many there were. */
  readonly counted: string;
  readonly nothing: string;
};

/** What happens so and so often: its rate per minute, and how often it was in the range. */
export function CountPanel({ title, view, query, metric, counted, nothing }: CountPanelProps) {
  const { data, error, refetch } = useQuery(query);
  const frame = data?.byName.get(metric);
  const { colours, moments } = view;
  const shown = useMemo(() => {
    if (frame === undefined) return undefined;
    const rates = ratesIn(frame);
    const lines = linesOf(frame, {
      colours,
      valuesOf: ({ values }) => rates.of(values),
      factsOf: ({ values }: Track) => [sum(values).toLocaleString()],
    });
    return { times: rates.times, lines };
  }, [frame, colours]);
  return (
    <Section title={title}>
      <PanelBody
        label={title}
        times={shown?.times}
        lines={shown?.lines ?? []}
        columns={[counted]}
        format={numberText}
        axis={axisNumber}
        moments={moments}
        error={error}
        onRetry={() => void refetch()}
        nothing={nothing}
      />
    </Section>
  );
}
