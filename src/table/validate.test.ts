import { expect, test } from 'vitest';
import { decodeTable, encodeTable } from './codec.ts';
import type { Table } from './table.ts';
import { validateTable } from './validate.ts';

const table: Table = {
  version: 3,
  tokenKeys: { k1: 'A'.repeat(43) },
  endpoints: [
    {
      name: 'churn',
      auth: { kind: 'key', hashes: ['0'.repeat(64)] },
      deployments: ['blue', 'green'].map((name, slot) => ({
        name,
        revision: 1,
        slot,
        timeoutMs: 5000,
        maxConcurrentPerInstance: 1,
        pendingLimit: 2,
        scoringPath: '/score',
        ...(slot === 1 ? { trace: { parentBased: true, ratio: 0.25 } } : {}),
        instances: [
          { id: `${name}-1`, address: { kind: 'unix', path: `/run/${name}.sock` } },
          { id: `${name}-2`, address: { kind: 'tcp', host: '127.0.0.1', port: 5001 } },
        ],
      })),
      live: [{ deployment: 'blue', hundredths: 10_000 }],
      mirror: [{ deployment: 'green', hundredths: 1000 }],
    },
  ],
};

/** The table with one value replaced, by a path such as 'endpoints.0.live.0.hundredths'. */
function changed(path: string, value: unknown): unknown {
  const copy: unknown = structuredClone(table);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
  return copy;
}

test('a table survives the way through text', () => {
  expect(decodeTable(encodeTable(table))).toEqual({ kind: 'table', table });
  expect(encodeTable(table).endsWith('\n')).toBe(true);
});

test('what a lost request is worth survives it as well, and need not be said', () => {
  const said = changed('endpoints.0.retryLost', true);
  expect(validateTable(said)).toEqual({ kind: 'table', table: said });
  expect(validateTable(changed('endpoints.0.retryLost', false))).toEqual({ kind: 'table', table });
});

test('unknown fields are dropped, so that a newer control can still publish', () => {
  expect(validateTable(changed('endpoints.0.colour', 'red'))).toEqual({ kind: 'table', table });
});

test.each([
  ['version', 1.5],
  ['version', '3'],
  ['tokenKeys.k1', 'short'],
  ['endpoints', {}],
  ['endpoints.0.name', 'a/b'],
  ['endpoints.0.auth', { kind: 'basic' }],
  ['endpoints.0.auth.hashes.0', 'ABC'],
  ['endpoints.0.live.0.hundredths', 9999],
  ['endpoints.0.live.0.deployment', 'red'],
  ['endpoints.0.mirror.0.hundredths', 5001],
  ['endpoints.0.mirror.0.deployment', 'blue'],
  ['endpoints.0.retryLost', 'yes'],
  ['endpoints.0.retryLost', null],
  ['endpoints.0.deployments.1.name', 'blue'],
  ['endpoints.0.deployments.1.slot', 0],
  ['endpoints.0.deployments.0.timeoutMs', 0],
  ['endpoints.0.deployments.0.scoringPath', 'score'],
  ['endpoints.0.deployments.0.trace', { parentBased: 1, ratio: 1 }],
  ['endpoints.0.deployments.0.trace', { parentBased: true, ratio: 1.5 }],
  ['endpoints.0.deployments.0.trace', null],
  ['endpoints.0.deployments.0.scoringPath', '/a b'],
  ['endpoints.0.deployments.0.instances.1.address.port', 0],
  ['endpoints.0.deployments.0.instances.0.address', { kind: 'pipe' }],
  ['endpoints.0.deployments.0.instances.1.id', 'blue-1'],
])('%s = %j is a problem that is named', (path, value) => {
  const result = validateTable(changed(path, value));
  if (result.kind !== 'problems') throw new Error('the table was accepted');
  expect(result.problems.join()).toContain('must be');
});

test.each([[null], [1], [[]], ['']])('%j is no table', (value) => {
  expect(validateTable(value).kind).toBe('problems');
});

test('text that is not JSON is a problem, not an exception', () => {
  expect(decodeTable('{').kind).toBe('problems');
});
