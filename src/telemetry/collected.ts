/** What the data collectors of instances kept and lost since they were read the last time. */
import type { InstanceCollection, InstanceMeter } from '../domain/metrics/ports.ts';
import { addCount, emptySample, isEmpty, type Sample, sinceOf } from '../domain/metrics/sample.ts';
import { keyOf } from '../domain/metrics/series.ts';
import type { ComputeDriver } from '../domain/ports.ts';
import type { Names } from './names.ts';
import { addTo, type Sums } from './sums.ts';

/** Under which how far they were read is kept, so that a control plane that is started again repeats nothing. */
const mark = 'collectors';

type Counts = Readonly<Record<string, number>>;

export type Collected = {
  /** Adds to `pending` by instance and to `totals` by deployment; `marks` gets how far each was read. */
  read(sums: { readonly pending: Sums; readonly totals: Sums }, marks: Map<string, string>): Promise<void>;
};

/** Without a mark of earlier reads, counting begins with what there is. */
export function createCollected(
  driver: Pick<InstanceMeter & ComputeDriver, 'collected' | 'list'>,
  names: Names,
  marks: ReadonlyMap<string, string>,
): Collected {
  let before = readMark(marks.get(mark));
  let written = marks.get(mark);
  return {
    read: async ({ pending, totals }, marks) => {
      const now = new Map<string, Counts>();
      for (const found of await driver.collected()) {
        const named = names.ofDeployment(found.deploymentUid);
        const counts = named === undefined ? before?.get(found.id) : countsOf(found);
        if (counts !== undefined) now.set(found.id, counts);
        if (named === undefined || counts === undefined || before === undefined) continue;
        const since = sinceOf(sampleOf(before.get(found.id) ?? {}), sampleOf(counts));
        if (isEmpty(since)) continue;
        addTo(pending, keyOf({ ...named, kind: 'instance', instance: found.id }), since);
        addTo(totals, keyOf({ ...named, kind: 'deployment', instance: '' }), since);
      }
      // One that could not be read for once is not to be counted from its beginning the next time.
      for (const { id } of await driver.list()) {
        const known = before?.get(id);
        if (known !== undefined && !now.has(id)) now.set(id, known);
      }
      before = now;
      const text = JSON.stringify(Object.fromEntries(now));
      if (text !== written) marks.set(mark, text);
      written = text;
    },
  };
}

/** `collected:COLLECTION`, and `uncollected:REASON/COLLECTION`. */
function countsOf({ events, drops }: InstanceCollection): Counts {
  const kept = Object.entries(events).map(([name, count]) => [`collected:${name}`, count] as const);
  const lost = Object.entries(drops).flatMap(([name, reasons]) =>
    Object.entries(reasons).map(([reason, count]) => [`uncollected:${reason}/${name}`, count] as const),
  );
  return Object.fromEntries([...kept, ...lost]);
}

function sampleOf(counts: Counts): Sample {
  const sample = emptySample();
  for (const [name, count] of Object.entries(counts)) addCount(sample, name, count);
  return sample;
}

function readMark(text: string | undefined): ReadonlyMap<string, Counts> | undefined {
  if (text === undefined) return undefined;
  try {
    return new Map(Object.entries(JSON.parse(text) as Readonly<Record<string, Counts>>));
  } catch {
    return undefined;
  }
}
