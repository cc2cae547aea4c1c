/** Tables for the property tests of everything that carries one: small, valid, and often alike. */
import fc from 'fast-check';
import type { TableDelta } from './delta.ts';
import type { Table, TableDeployment, TableEndpoint } from './table.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const colours = ['blue', 'green', 'red'] as const;

/** What becomes of some endpoints in one step; undefined: removed. */
export type Step = ReadonlyMap<string, TableEndpoint | undefined>;

/** Slots are an endpoint's own, as control hands them out. */
function endpointOf(name: (typeof names)[number]): fc.Arbitrary<TableEndpoint> {
  const at = names.indexOf(name);
  return fc
    .record({
      colours: fc.subarray([...colours]),
      revision: fc.integer({ min: 0, max: 1 }),
      instances: fc.integer({ min: 0, max: 2 }),
      blue: fc.constantFrom(0, 1, 5000, 9000, 10_000),
      mirror: fc.constantFrom(0, 1000, 5000),
      key: fc.constantFrom('0', '1'),
    })
    .map(({ colours: chosen, revision, instances, blue, mirror, key }) => {
      const deployments = chosen.map((colour): TableDeployment => {
        const slot = 10 * at + 2 * colours.indexOf(colour) + revision;
        const ids = Array.from(
          { length: instances },
          (_, number) => `${name}-${colour}-${revision}-${number}`,
        );
        return {
          name: colour,
          revision,
          slot,
          timeoutMs: 5000,
          maxConcurrentPerInstance: 1 + instances,
          pendingLimit: 10,
          scoringPath: '/score',
          instances: ids.map((id) => ({ id, address: { kind: 'unix', path: `/run/${id}.sock` } })),
        };
      });
      const has = (...wanted: string[]) => wanted.every((colour) => chosen.some((one) => one === colour));
      const live = has('blue', 'green')
        ? [
            { deployment: 'blue', hundredths: blue },
            { deployment: 'green', hundredths: 10_000 - blue },
          ]
        : [];
      const copies = has('red') ? [{ deployment: 'red', hundredths: mirror }] : [];
      return { name, auth: { kind: 'key', hashes: [key.repeat(64)] }, deployments, live, mirror: copies };
    });
}

const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.subarray([...names], { minLength: 0 }),
    ...names.map((name) => fc.option(endpointOf(name), { nil: undefined, freq: 3 })),
  )
  .map(([touched, ...endpoints]) => new Map(touched.map((name) => [name, endpoints[names.indexOf(name)]])));

export const steps = fc.array(step, { minLength: 1, maxLength: 8 });

export const emptyTable: Table = { version: 1, tokenKeys: {}, endpoints: [] };

/** The delta that a step is for a table, and the table that follows. */
export function take(before: Table, change: Step): { readonly delta: TableDelta; readonly after: Table } {
  const version = before.version + 1;
  const put = [...change.values()].filter((endpoint) => endpoint !== undefined);
  const removed = [...change].flatMap(([name, endpoint]) => (endpoint === undefined ? [name] : []));
  const kept = before.endpoints.filter(({ name }) => !change.has(name));
  return {
    delta: { base: before.version, version, put, removed },
    after: { ...before, version, endpoints: [...kept, ...put] },
  };
}
