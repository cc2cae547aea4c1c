/** What data collectors kept and lost, as Prometheus reads it. */
import type { Sample } from '../domain/metrics/sample.ts';
import type { Series } from '../domain/metrics/series.ts';
import type { Family, Line } from './family.ts';

type Totals = readonly (readonly [Series, Sample])[];

export function collectionFamilies(totals: Totals): Family[] {
  const lines = (prefix: string, labelsOf: (rest: string) => Readonly<Record<string, string>>) =>
    totals.flatMap(([{ endpoint, deployment, kind }, { counts }]) =>
      [...counts].flatMap(([name, count]): Line[] => {
        if (kind !== 'deployment' || !name.startsWith(prefix)) return [];
        return [['', { endpoint, deployment, ...labelsOf(name.slice(prefix.length)) }, count]];
      }),
    );
  return [
    {
      name: 'teal_collected_events_total',
      type: 'counter',
      help: 'Events that the data collectors of instances wrote to their files.',
      lines: lines('collected:', (collection) => ({ collection })),
    },
    {
      name: 'teal_collected_events_dropped_total',
      type: 'counter',
      help: 'Events that the data collectors of instances lost.',
      lines: lines('uncollected:', (rest) => {
        const [reason = '', collection = ''] = rest.split('/');
        return { collection, reason };
      }),
    },
  ];
}
