import { Field, makeStyles, Select } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAsked } from '../../../app/address.ts';
import { msText } from '../../../parts/chart/words.ts';
import { Section } from '../../../parts/section.tsx';
import { linesOf } from './lines.ts';
import { latencyQuery, type Percentile, percentiles, wholeLatencyQuery } from './loader.ts';
import { PanelBody } from './panel-body.tsx';
import type { View } from './view.ts';

const columns = percentiles.map((one) => `P${one}`);

/** One percentile over time, and all of them over the whole range. */
export function LatencyPanel({ view: { endpoint, range, colours, moments } }: { readonly view: View }) {
  const [asked, choose] = useAsked('percentile');
  const percentile = percentiles.find((one) => one === asked) ?? '99';
  const { data, error, refetch } = useQuery(latencyQuery(endpoint, range, percentile));
  const { data: whole } = useQuery(wholeLatencyQuery(endpoint, range));
  const frame = data?.byName.get(`RequestLatency_P${percentile}`);
  const lines = useMemo(() => {
    const factsOf = (_: unknown, key: string) =>
      (whole ?? []).map((one) => {
        const ms = one.get(key);
        return ms === undefined ? '–' : msText(ms);
      });
    return frame === undefined ? [] : linesOf(frame, { colours, factsOf });
  }, [frame, whole, colours]);
  return (
    <Section title={`Latency, P${percentile}`} actions={<Choice chosen={percentile} choose={choose} />}>
      <PanelBody
        label={`Latency, P${percentile}`}
        times={frame?.times}
        lines={lines}
        columns={columns}
        format={msText}
        axis={msText}
        moments={moments}
        error={error}
        onRetry={() => void refetch()}
        nothing={`No request was timed in the ${range.words}.`}
      />
    </Section>
  );
}

type ChoiceProps = { readonly chosen: Percentile; readonly choose: (percentile: string) => void };

const useStyles = makeStyles({ field: { gridTemplateColumns: 'auto 1fr', columnGap: '8px' } });

function Choice({ chosen, choose }: ChoiceProps) {
  return (
    <Field label="Percentile" orientation="horizontal" size="small" className={useStyles().field}>
      <Select size="small" value={chosen} onChange={(_, { value }) => choose(value)}>
        {percentiles.map((one) => (
          <option key={one} value={one}>
            P{one}
          </option>
        ))}
      </Select>
    </Field>
  );
}
