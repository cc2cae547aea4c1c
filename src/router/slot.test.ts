import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TableDelta } from '../table/delta.ts';
import { emptyTable, steps, take } from '../table/table.suite.ts';
import type { Table, TableEndpoint } from '../table/table.ts';
import { createCounters } from './count.ts';
import { entryOf } from './entry.ts';
import { atOnce } from './in-turn.ts';
import { createTableSlot, patch, readied, swap, type TableSlot } from './slot.ts';
import { draw } from './urn.ts';

function freshSlot(): TableSlot {
  return createTableSlot(createCounters());
}

function swapped(slot: TableSlot, table: Table): void {
  atOnce(swap(slot, { ...table, endpoints: table.endpoints.map(entryOf) }));
}

function patched(slot: TableSlot, delta: TableDelta): readonly string[] {
  const problems: string[] = [];
  atOnce(patch(slot, { ...delta, put: delta.put.map(entryOf) }, problems));
  return problems;
}

function allReady(slot: TableSlot): ReturnType<typeof readied>[] {
  return [...slot.current.endpoints.values()].map((entry) => readied(slot, entry));
}

/** Everything that routing goes by. */
function routingOf(slot: TableSlot): unknown {
  const described = allReady(slot).map((endpoint) => ({
    name: endpoint.name,
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
    byHost: slot.current.byHost.get(endpoint.name.toLowerCase())?.ready === endpoint,
  }));
  described.sort((one, other) => (one.name < other.name ? -1 : 1));
  const { version, byHost } = slot.current;
  return { version, described, hosts: byHost.size, lanes: [...slot.lanes.keys()].sort((a, b) => a - b) };
}

/** Half-drawn urns show whether they were carried over. */
function drawOnce(slot: TableSlot): void {
  for (const { urn, mirrors } of allReady(slot)) {
    if (urn !== undefined) draw(urn);
    for (const mirror of mirrors) draw(mirror.urn);
  }
}

test('any sequence of deltas routes as the same tables do whole', () => {
  fc.assert(
    fc.property(steps, (changes) => {
      const byDeltas = freshSlot();
      const whole = freshSlot();
      let table = emptyTable;
      swapped(byDeltas, table);
      swapped(whole, table);
      for (const change of changes) {
        const { delta, after } = take(table, change);
        expect(patched(byDeltas, delta)).toEqual([]);
        swapped(whole, after);
        expect(routingOf(byDeltas)).toEqual(routingOf(whole));
        drawOnce(byDeltas);
        drawOnce(whole);
        table = after;
      }
      const fresh = freshSlot();
      swapped(fresh, table);
      expect([...fresh.current.endpoints.keys()].sort()).toEqual([...whole.current.endpoints.keys()].sort());
    }),
  );
});

test('whichever endpoints were asked for on the way, all are routed as by a fresh table in the end', () => {
  const asked = fc.array(fc.subarray(['a', 'b', 'c', 'd']), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(steps, asked, fc.boolean(), (changes, names, whole) => {
      const slot = freshSlot();
      let table = emptyTable;
      swapped(slot, table);
      for (const [at, change] of changes.entries()) {
        const { delta, after } = take(table, change);
        if (whole) swapped(slot, after);
        else expect(patched(slot, delta)).toEqual([]);
        table = after;
        for (const name of names[at] ?? []) {
          const entry = slot.current.endpoints.get(name);
          if (entry !== undefined) readied(slot, entry);
        }
      }
      const fresh = freshSlot();
      swapped(fresh, table);
      expect(routingOf(slot)).toEqual(routingOf(fresh));
    }),
  );
});

test('requests between the steps of a change find each endpoint as it was or as it will be', () => {
  fc.assert(
    fc.property(steps, fc.nat(40), (changes, rounds) => {
      const slot = freshSlot();
      let table = emptyTable;
      swapped(slot, table);
      for (const change of changes) {
        const { delta, after } = take(table, change);
        const both = [table, after].map(({ endpoints }) => new Map(endpoints.map((one) => [one.name, one])));
        let steps = 0;
        for (const _ of patch(slot, { ...delta, put: delta.put.map(entryOf) }, [])) {
          steps += 1;
          if (steps > rounds) continue;
          for (const entry of slot.current.endpoints.values()) {
            const settings = [...readied(slot, entry).lanes.values()].map((lane) => lane.settings);
            expect(both.map((known) => known.get(entry.name)?.deployments)).toContainEqual(settings);
          }
        }
        table = after;
      }
      const fresh = freshSlot();
      swapped(fresh, table);
      expect(routingOf(slot)).toEqual(routingOf(fresh));
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

describe.each([true, false])('with endpoints that were asked for: %s', (ready) => {
  function two(): TableSlot {
    const slot = freshSlot();
    swapped(slot, { ...emptyTable, version: 4, endpoints: [endpoint('a', 1), endpoint('b', 2)] });
    if (ready) allReady(slot);
    return slot;
  }

  test.each([
    ['the slot of an endpoint outside of it', [endpoint('c', 1)], [], 'slot 1 of c'],
    ['a name that differs in case alone', [endpoint('A', 3)], [], 'the name A must differ from a'],
    ['one problem beside what is right', [endpoint('b', 5), endpoint('c', 1)], [], 'slot 1 of c'],
  ])('a delta with %s is refused and changes nothing', (_, put, removed, problem) => {
    const slot = two();
    const before = slot.current;
    expect(patched(slot, { base: 4, version: 5, put, removed }).join()).toContain(problem);
    expect(slot.current).toBe(before);
    expect(routingOf(slot)).toEqual(routingOf(two()));
  });

  test('names and slots that a delta sets free are free within it, and free afterwards', () => {
    const slot = two();
    const put = [endpoint('A', 2), endpoint('b', 1)];
    expect(patched(slot, { base: 4, version: 5, put, removed: ['a'] })).toEqual([]);
    expect([...slot.current.endpoints.keys()].sort()).toEqual(['A', 'b']);
    expect(slot.current.byHost.get('a')?.name).toBe('A');
    const fresh = freshSlot();
    swapped(fresh, { ...emptyTable, version: 5, endpoints: put });
    expect(routingOf(slot)).toEqual(routingOf(fresh));
    expect(patched(slot, { base: 5, version: 6, put: [], removed: ['A'] })).toEqual([]);
    expect(patched(slot, { base: 6, version: 7, put: [endpoint('c', 2)], removed: [] })).toEqual([]);
    expect(patched(slot, { base: 7, version: 8, put: [endpoint('d', 1)], removed: [] })).toHaveLength(1);
  });
});
