import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyTable, steps, take } from '../table/table.suite.ts';
import type { TableEndpoint } from '../table/table.ts';
import { createCounters } from './count.ts';
import { createTableSlot, patch, swap, type TableSlot } from './slot.ts';
import { draw } from './urn.ts';

/** Everything that routing goes by. */
function routingOf(slot: TableSlot): unknown {
  const { version, endpoints, byHost } = slot.current;
  const described = [...endpoints].map(([name, endpoint]) => ({
    name,
    rule: endpoint.rule,
    lanes: [...endpoint.lanes.values()].map((lane) => ({
      slot: lane.slot,
      settings: lane.settings,
      instances: lane.instances.map(({ id, retired }) => ({ id, retired })),
      known: slot.lanes.get(lane.slot) === lane,
    })),
    urn: endpoint.urn && { key: endpoint.urn.key, remaining: endpoint.urn.remaining },
    live: endpoint.live.map((lane) => lane.name),
    mirrors: endpoint.mirrors.map(({ lane, urn }) => [lane.name, urn.key, urn.remaining]),
    byHost: byHost.get(name.toLowerCase()) === endpoint,
  }));
  described.sort((one, other) => (one.name < other.name ? -1 : 1));
  return { version, described, hosts: byHost.size, lanes: [...slot.lanes.keys()].sort((a, b) => a - b) };
}

/** Half-drawn urns show whether they were carried over. */
function drawOnce(slot: TableSlot): void {
  for (const { urn, mirrors } of slot.current.endpoints.values()) {
    if (urn !== undefined) draw(urn);
    for (const mirror of mirrors) draw(mirror.urn);
  }
}

test('any sequence of deltas routes as the same tables do whole', () => {
  fc.assert(
    fc.property(steps, (changes) => {
      const byDeltas = createTableSlot(createCounters());
      const whole = createTableSlot(createCounters());
      let table = emptyTable;
      swap(byDeltas, table);
      swap(whole, table);
      for (const change of changes) {
        const { delta, after } = take(table, change);
        expect(patch(byDeltas, delta)).toEqual([]);
        swap(whole, after);
        expect(routingOf(byDeltas)).toEqual(routingOf(whole));
        drawOnce(byDeltas);
        drawOnce(whole);
        table = after;
      }
      const fresh = createTableSlot(createCounters());
      swap(fresh, table);
      expect([...fresh.current.endpoints.keys()].sort()).toEqual([...whole.current.endpoints.keys()].sort());
    }),
  );
});

function endpoint(name: string, slot: number): TableEndpoint {
  const blue = {
    name: 'blue',
    revision: 1,
    slot,
    timeoutMs: 1,
    maxConcurrentPerInstance: 1,
    pendingLimit: 1,
    scoringPath: '/',
    instances: [],
  };
  return { name, auth: { kind: 'none' }, deployments: [blue], live: [], mirror: [] };
}

test.each([
  ['the slot of an endpoint outside of it', [endpoint('c', 1)], [], 'slot 1 of c'],
  ['a name that differs in case alone', [endpoint('A', 3)], [], 'the name A must differ from a'],
  ['one problem beside what is right', [endpoint('b', 5), endpoint('c', 1)], [], 'slot 1 of c'],
])('a delta with %s is refused and changes nothing', (_, put, removed, problem) => {
  const slot = createTableSlot(createCounters());
  swap(slot, { ...emptyTable, version: 4, endpoints: [endpoint('a', 1), endpoint('b', 2)] });
  const before = slot.current;
  const routing = routingOf(slot);
  expect(patch(slot, { base: 4, version: 5, put, removed }).join()).toContain(problem);
  expect(slot.current).toBe(before);
  expect(routingOf(slot)).toEqual(routing);
});

test('names and slots that a delta sets free are free within it', () => {
  const slot = createTableSlot(createCounters());
  swap(slot, { ...emptyTable, version: 4, endpoints: [endpoint('a', 1), endpoint('b', 2)] });
  const put = [endpoint('A', 2), endpoint('b', 1)];
  expect(patch(slot, { base: 4, version: 5, put, removed: ['a'] })).toEqual([]);
  expect([...slot.current.endpoints.keys()].sort()).toEqual(['A', 'b']);
  expect(slot.current.byHost.get('a')?.name).toBe('A');
});
