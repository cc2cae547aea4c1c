import { addLook } from '../domain/metrics/sample.ts';
import { keyOf, seriesOf } from '../domain/metrics/series.ts';
import type { Step } from './clock.ts';
import { createCollected } from './collected.ts';
import { createInstances } from './instances.ts';
import { createNames, type Names } from './names.ts';
import type { RecorderOptions } from './options.ts';
import { addTo, type Sums, sumFor } from './sums.ts';
import { createTraffic } from './traffic.ts';

const namesAgainMs = 10_000;

/** Everything that is read in a second: routers and instances. */
export function createSource({ doors, rows, driver, kept, steady }: RecorderOptions) {
  const names = createNames(rows);
  const traffic = createTraffic(doors, names, kept.marks());
  const instances = createInstances(driver, rows, names);
  const collected = createCollected(driver, names, kept.marks());
  const totals: Sums = new Map();
  let namedAt = Number.NEGATIVE_INFINITY;
  const read = async ({ seconds }: Step, pending: Sums, marks: Map<string, string>): Promise<void> => {
    if (steady() - namedAt >= namesAgainMs) {
      await names.refresh();
      dropGone(totals, names);
      namedAt = steady();
    }
    const load = await traffic.read([pending, totals], marks);
    if (load !== undefined) await addLoad(pending, load, names);
    for (const [endpoint, open] of traffic.connections()) {
      const key = keyOf({ endpoint, deployment: '', kind: 'endpoint', instance: '' });
      addLook(sumFor(pending, key), 'connections', open);
    }
    await collected.read({ pending, totals }, marks);
    for (const [key, sample] of await instances.look(seconds)) {
      addTo(pending, key, sample);
      // Looks at a quantity do not add up over the life of a process; counts do.
      const { counts } = sample;
      if (counts.size > 0) addTo(totals, key, { counts, gauges: new Map(), times: new Map() });
      else if (seriesOf(key).kind === 'deployment') sumFor(totals, key);
    }
  };
  return {
    read,
    totals,
    running: instances.running,
    connections: traffic.connections,
    nameless: traffic.nameless,
    lines: traffic.lines,
    close: instances.close,
  };
}

/** A look at every deployment: that nobody was there is known only from looks. */
async function addLoad(into: Sums, load: ReadonlyMap<number, number>, names: Names): Promise<void> {
  const busy = new Map<string, number>();
  for (const [slot, count] of load) {
    const named = await names.ofSlot(slot);
    if (named === undefined) continue;
    const key = keyOf({ ...named, kind: 'deployment', instance: '' });
    busy.set(key, (busy.get(key) ?? 0) + count);
  }
  for (const named of names.all().values()) {
    const key = keyOf({ ...named, kind: 'deployment', instance: '' });
    addLook(sumFor(into, key), 'in_flight', busy.get(key) ?? 0);
  }
}

/** Totals of what is gone would be shown for ever. */
function dropGone(totals: Sums, names: Names): void {
  const all = [...names.all().values()];
  const there = new Set(all.map(({ endpoint, deployment }) => `${endpoint}/${deployment}`));
  const endpoints = names.endpoints();
  for (const key of totals.keys()) {
    const { endpoint, deployment, kind } = seriesOf(key);
    const isThere =
      kind === 'refused' || kind === 'endpoint'
        ? endpoint === '' || endpoints.has(endpoint)
        : there.has(`${endpoint}/${deployment}`);
    if (!isThere) totals.delete(key);
  }
}
