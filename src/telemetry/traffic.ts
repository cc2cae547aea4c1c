/** What the router workers counted since they were read the last time, by the names of deployments. */
import { isEmpty } from '../domain/metrics/sample.ts';
import { keyOf } from '../domain/metrics/series.ts';
import { type Counted, countedSince, linesSince, type Read, readReport } from './counters.ts';
import type { LogCounts } from './logs/counts.ts';
import type { Names } from './names.ts';
import { readRouters } from './routers.ts';
import { addTo, type Sums } from './sums.ts';

export type Traffic = {
  /**
   * Adds to both; `marks` gets how far each worker was read. Answers with the requests in flight and in line by slot, over
   * all workers; undefined when none of them answered.
   */
  read(sums: readonly Sums[], marks: Map<string, string>): Promise<ReadonlyMap<number, number> | undefined>;
  /** Open connections of all workers that were read last, by endpoint. */
  connections(): ReadonlyMap<string, number>;
  /** Requests counted by slots whose deployment was gone before they were read. */
  nameless(): number;
  /** What became of the lines of the traffic log. */
  lines(): LogCounts;
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
  const lines = new Map<string, number>();
  return {
    read: async (sums, marks) => {
      const beginsHere = isFirst;
      isFirst = false;
      const open = new Map<string, number>();
      const load = new Map<number, number>();
      let answered = false;
      for (const [worker, text] of await readRouters(doors)) {
        const read = readReport(text);
        if (read === undefined) continue;
        answered = true;
        for (const [slot, busy] of read.load) load.set(slot, (load.get(slot) ?? 0) + busy);
        const counted = beginsHere ? [] : countedSince(reads.get(worker), read);
        if (!beginsHere) addLines(lines, linesSince(reads.get(worker), read));
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
      return answered ? load : undefined;
    },
    connections: () => connections,
    nameless: () => nameless,
    lines: () => {
      const { written = 0, ...dropped } = Object.fromEntries(lines);
      return { log: 'traffic', written, dropped: new Map(Object.entries(dropped)) };
    },
  };
}

function addLines(to: Map<string, number>, more: readonly (readonly [string, number])[]): void {
  for (const [what, count] of more) to.set(what, (to.get(what) ?? 0) + count);
}

async function keyFor(names: Names, whose: Counted): Promise<string | undefined> {
  if ('endpoint' in whose) {
    return keyOf({ endpoint: whose.endpoint, deployment: '', kind: whose.kind, instance: '' });
  }
  const named = await names.ofSlot(whose.slot);
  return named === undefined ? undefined : keyOf({ ...named, kind: whose.kind, instance: '' });
}
