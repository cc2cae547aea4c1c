/**
 * The same scripts and requests under Azure's own inference server and under our worker. The table, and the
 * differences that are meant, are in `scoring/`; each row of it is one test here.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installed, installMs, output, python } from '../support/python-packages.ts';

const suite = join(import.meta.dirname, 'scoring');
const compareMs = 600_000;

interface Result {
  readonly row: string;
  readonly verdict: 'same' | 'known' | 'stale' | 'differs';
  readonly reason: string | null;
  readonly differences?: unknown;
}

function parse(text: string): Map<string, Result> {
  const lines = text.split('\n').filter((line) => line !== '');
  const results = lines.map((line) => JSON.parse(line) as Result);
  return new Map(results.map((result) => [result.row, result]));
}

const listed = spawnSync(python, [join(suite, 'compare.py'), '--list'], { encoding: 'utf8' });
const rows = listed.status === 0 ? (JSON.parse(listed.stdout) as readonly string[]) : [];

describe('scoring scripts behave as under Azure ML', () => {
  let results = new Map<string, Result>();
  let missing: string | null = null;

  beforeAll(async () => {
    const packages = await installed(join(suite, 'requirements.txt'));
    if (packages.obstacle !== undefined) {
      missing = packages.obstacle;
      console.warn(`The conformance suite is skipped: ${missing}.`);
      return;
    }
    const words = [join(suite, 'compare.py'), '--python', packages.python];
    results = parse(await output(python, words, compareMs));
  }, installMs + compareMs);

  it('knows its rows, each by a name of its own', () => {
    expect(listed.stderr).toBe('');
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it.for(rows)('%s', (row, { skip }) => {
    if (missing !== null) skip(missing);
    const result = results.get(row);
    expect(result, 'the row has a result').toBeDefined();
    expect(result?.differences ?? null).toBeNull();
    expect(result?.verdict, 'listed differences must still exist').not.toBe('stale');
  });
});
