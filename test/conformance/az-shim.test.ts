/** `az` as a process, one line of a shell at a time: the table in `az-shim/`, row by row, on one Teal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { must, run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';
import { writeFiles } from './az-shim/files.ts';
import type { Row } from './az-shim/row.ts';
import { chapters } from './az-shim/table.ts';

const folder = temporaryFolder('az-shim');
let teal: Teal;

beforeAll(async () => {
  writeFiles(folder);
  teal = await startTeal();
  const options = { env: teal.env, cwd: folder };
  await must('az', ['ml', 'online-endpoint', 'create', '-n', 'traps'], options);
  const blue = ['-n', 'blue', '-e', 'traps', '-f', 'deployment.yml', '--all-traffic'];
  await must('az', ['ml', 'online-deployment', 'create', ...blue], options);
}, 300_000);
afterAll(() => teal?.close(), 120_000);

describe.each(chapters)('$title', ({ rows }) => {
  test.each(rows)('$what: $line', async (row) => {
    const ran = await run('bash', ['-c', row.line], { env: teal.env, cwd: folder });

    expect({ code: ran.code, err: ran.stderr }).toEqual({ code: row.code ?? 0, err: expected(row.err) });
    const { out } = row;
    if (out === undefined || typeof out === 'string') expect(ran.stdout).toBe(out ?? '');
    else if (out instanceof RegExp) expect(ran.stdout).toMatch(out);
    else {
      const parsed: unknown = JSON.parse(ran.stdout);
      expect(parsed).toEqual(out.json);
      expect(ran.stdout, 'as the formatter writes it').toBe(`${JSON.stringify(sorted(parsed), null, 2)}\n`);
    }
  });
});

/** A text that is part of standard error; nothing means that it must be empty. */
function expected(words: Row['err']): unknown {
  if (words === undefined) return '';
  return words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
