import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTable, encodeTable } from './codec.ts';
import { LineReader } from './lines.ts';
import { emptyTable, steps, take } from './table.suite.ts';
import type { Table, TableEndpoint } from './table.ts';
import { readTableHead, type Validation } from './validate.ts';

/** What a reader makes of a text, as `decodeTable` would say it. */
function readByLines(text: string): Validation {
  const reader = new LineReader('table', readTableHead);
  const endpoints: TableEndpoint[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const endpoint = reader.take(line);
    if (endpoint !== undefined) endpoints.push(endpoint);
  }
  const rest = reader.end();
  const { problems } = reader.at;
  if (problems.length > 0 || rest.head === undefined) return { kind: 'problems', problems };
  return { kind: 'table', table: { ...rest.head, endpoints: [...endpoints, ...rest.endpoints] } };
}

const tables = steps.map((changes) => {
  let table: Table = { ...emptyTable, tokenKeys: { k: 'A'.repeat(43) } };
  for (const change of changes) table = take(table, change).after;
  return table;
});

test('a table line by line is the table in one piece, however its JSON is laid out', () => {
  fc.assert(
    fc.property(tables, (table) => {
      const laidOut = [encodeTable(table), JSON.stringify(table), JSON.stringify(table, null, 2)];
      for (const text of laidOut) {
        expect(readByLines(text)).toEqual({ kind: 'table', table });
        expect(decodeTable(text)).toEqual({ kind: 'table', table });
      }
    }),
  );
});

const endpoint = (name: string, slot: number): TableEndpoint => ({
  name,
  auth: { kind: 'none' },
  deployments: [
    {
      name: 'blue',
      revision: 1,
      slot,
      timeoutMs: 1,
      maxConcurrentPerInstance: 1,
      pendingLimit: 1,
      scoringPath: '/',
      instances: [],
    },
  ],
  live: [],
  mirror: [],
});
const two: Table = { version: 7, tokenKeys: {}, endpoints: [endpoint('a', 1), endpoint('b', 2)] };

test('one that is cut off anywhere is refused', () => {
  const text = encodeTable(two);
  // Without its last line feed it is whole.
  for (let length = 0; length < text.length - 1; length += 1) {
    expect(readByLines(text.slice(0, length)).kind, text.slice(0, length)).toBe('problems');
  }
  expect(readByLines(text.slice(0, -1)).kind).toBe('table');
});

describe('what is wrong is said, and nothing of it is taken', () => {
  const [head = '', a = '', b = '', end = ''] = encodeTable(two).split('\n');
  test.each([
    ['a comma is missing', [head, a.slice(0, -1), b, end]],
    ['an endpoint is missing', [head, a, end]],
    ['SyntaxError', [head, a, `${b},,`, end]],
    ['it goes on after its end', [head, a, b, end, b]],
    ['SyntaxError', [`x${head}`, a, b, end]],
    ['version is missing', [head.replace('"version":7,', ''), a, b, end]],
    ['endpoints is missing', [head.replace('endpoints', 'others'), a, b, end]],
    ['endpoints[1].auth.kind is "basic"', [head, a, b.replace('none', 'basic'), end]],
    ['endpoints[1].deployments[0].slot is -1', [head, a, b.replace('"slot":2', '"slot":-1'), end]],
    ['endpoints[].name is "a"; it must be given once', [head, a, b.replace('"b"', '"A"'), end]],
    [
      'endpoints[].deployments[].slot is 1; it must be given once',
      [head, a, b.replace('"slot":2', '"slot":1'), end],
    ],
  ])('%s', (problem, lines) => {
    const read = readByLines(lines.join('\n'));
    expect(read.kind === 'problems' ? read.problems.join('; ') : read).toContain(problem);
  });

  test('a thousand problems are enough', () => {
    const wrong = Array.from({ length: 3000 }, () => '{"name":"a"},');
    const read = readByLines([head, ...wrong, b, end].join('\n'));
    expect(read.kind === 'problems' && read.problems.length).toBe(1000);
  });
});
