/** What the router workers counted since they were read the last time, by the names of deployments. */
import { isEmpty } from '../domain/metrics/sample.ts';
import { keyOf } from '../domain/metrics/series.ts';
import { type Counted, countedSince, type Read, readReport } from './counters.ts';
import type { Names } from './names.ts';
import { readRouters } from './routers.ts';
import { addTo, type Sums } from './sums.ts';

export type Traffic = {
  /** Adds to both; `marks` gets how far each worker was read. */
  read(sums: readonly Sums[], marks: Map<string, string>): Promise<void>;
  /** Open connections of all workers that were read last, by endpoint. */
  connections(): ReadonlyMap<string, number>;
  /** Requests counted by slots whose deployment was gone before they were read. */
  nameless(): number;
};

/**
 * `marks` is how far an earlier control process came, so that what was served without one is not lost. When there are none,
 * what workers counted so far has no time: it is where counting begins.
 */
export function createTraffic(doors: string, names: Names, marks: ReadonlyMap<string, string>): Traffic {
  const reads = new Map<string, Read>();
  for (const [worker, text] of marks) {
    const read = readReport(text);
    if (read !== undefined) reads.set(worker, read);
  }
  let isFirst = reads.size === 0;
  let nameless = 0;
  let connections: ReadonlyMap<string, number> = new Map();
  return {
    read: async (sums, marks) => {
      const beginsHere = isFirst;
      isFirst = false;
      const open = new Map<string, number>();
      for (const [worker, text] of await readRouters(doors)) {
        const read = readReport(text);
        if (read === undefined) continue;
        const counted = beginsHere ? [] : countedSince(reads.get(worker), read);
        reads.set(worker, read);
        marks.set(worker, text);
        for (const [name, count] of read.connections) open.set(name, (open.get(name) ?? 0) + count);
        for (const [whose, sample] of counted) {
          if (isEmpty(sample)) continue;
          const key = await keyFor(names, whose);
          if (key === undefined) nameless += sample.counts.get('requests') ?? 0;
          else for (const sum of sums) addTo(sum, key, sample);
        }
      }
      connections = open;
    },
    connections: () => connections,
    nameless: () => nameless,
  };
}

async function keyFor(names: Names, whose: Counted): Promise<string | undefined> {
  if ('endpoint' in whose) {
    return keyOf({ endpoint: whose.endpoint, deployment: '', kind: whose.kind, instance: '' });
  }
  const named = await names.ofSlot(whose.slot);
  return named === undefined ? undefined : keyOf({ ...named, kind: whose.kind, instance: '' });
}
