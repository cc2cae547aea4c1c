import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeTable } from './codec.ts';
import { type TableDelta, validateDelta } from './delta.ts';
import { encodeRecord, restoreTable } from './journal.ts';
import { emptyTable, type Step, steps, take } from './table.suite.ts';
import type { Table } from './table.ts';

/** Every table on the way, and the record that led to it. */
function walk(changes: readonly Step[]): { readonly record: string; readonly after: Table }[] {
  let table = emptyTable;
  return changes.map((change) => {
    const { delta, after } = take(table, change);
    table = after;
    return { record: encodeRecord(JSON.stringify(delta)), after };
  });
}

function sorted(table: Table): Table {
  return { ...table, endpoints: [...table.endpoints].sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

function restored(whole: Table, journal: string): Table {
  const result = restoreTable(encodeTable(whole), journal);
  if (result.kind === 'problems') throw new Error(result.problems.join());
  return sorted(result.table);
}

test('any sequence of deltas gives the table that was published whole', () => {
  fc.assert(
    fc.property(steps, (changes) => {
      const walked = walk(changes);
      const journal = walked.map(({ record }) => record).join('');
      expect(restored(emptyTable, journal)).toEqual(sorted(walked.at(-1)?.after ?? emptyTable));
    }),
  );
});

test('a whole table that was written on the way takes the rest of the same journal', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (changes, seed) => {
      const walked = walk(changes);
      const journal = walked.map(({ record }) => record).join('');
      const whole = walked[seed % walked.length]?.after ?? emptyTable;
      expect(restored(whole, journal)).toEqual(sorted(walked.at(-1)?.after ?? emptyTable));
    }),
  );
});

test('a journal that is torn at any byte is the table of its last whole record, and can be continued', () => {
  fc.assert(
    fc.property(steps, (changes) => {
      const walked = walk(changes);
      const journal = Buffer.from(walked.map(({ record }) => record).join(''));
      let end = 0;
      let table = emptyTable;
      let at = 0;
      for (let cut = 0; cut <= journal.length; cut += 1) {
        const next = walked[at];
        // Only the line feed may be missing: the next record brings one.
        if (next !== undefined && cut >= end + next.record.length - 1) {
          end += next.record.length;
          table = next.after;
          at += 1;
        }
        const torn = journal.subarray(0, cut).toString('utf8');
        expect(restored(emptyTable, torn).version).toBe(table.version);
        if (cut % 7 !== 0) continue;
        expect(restored(emptyTable, torn)).toEqual(sorted(table));
        const { delta, after } = take(table, new Map([['a', undefined]]));
        const more = torn + encodeRecord(JSON.stringify({ ...delta, version: table.version + 5 }));
        expect(restored(emptyTable, more)).toEqual(sorted({ ...after, version: table.version + 5 }));
      }
    }),
    { numRuns: 10 },
  );
});

test('records that continue another table are passed over', () => {
  const record = encodeRecord(JSON.stringify({ base: 7, version: 8, put: [], removed: [] }));
  expect(restored(emptyTable, record).version).toBe(1);
  expect(restored({ ...emptyTable, version: 7 }, record).version).toBe(8);
  expect(restored({ ...emptyTable, version: 9 }, record).version).toBe(9);
});

test('a journal whose outcome breaks a rule between endpoints is a problem', () => {
  const endpoint = { auth: { kind: 'none' }, deployments: [], live: [], mirror: [] };
  const records = ['a', 'A'].map((name, at) =>
    encodeRecord(
      JSON.stringify({ base: at + 1, version: at + 2, put: [{ ...endpoint, name }], removed: [] }),
    ),
  );
  expect(restoreTable(encodeTable(emptyTable), records.join('')).kind).toBe('problems');
});

const delta: TableDelta = { base: 3, version: 4, put: [], removed: ['a'] };

test.each([
  ['base', -1],
  ['base', '3'],
  ['version', 3],
  ['put', {}],
  ['put', [{ name: 'a/b' }]],
  ['removed', 'a'],
  ['removed', ['a', 'a']],
  ['removed', [1]],
])('a delta with %s = %j is a problem that is named', (field, value) => {
  const result = validateDelta({ ...delta, [field]: value });
  if (result.kind !== 'problems') throw new Error('the delta was accepted');
  expect(result.problems.join()).toContain(field);
  expect(result.problems.join()).toContain('must be');
});
