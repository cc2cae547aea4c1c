/** The differences from Azure's inference server that test/conformance/scoring/differences.py allows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';

export const differencesPath = 'test/conformance/scoring/differences.py';

export type Difference = { readonly why: string; readonly fields: string; readonly rows: readonly string[] };

/** One entry a reason, with the requests that it is about. */
export function differences(): readonly Difference[] {
  const text = readFileSync(join(root, differencesPath), 'utf8');
  const reasons = new Map(
    [...text.matchAll(/^(_[A-Z]+) = "([^"]+)"/gm)].map(([, name = '', why = '']) => [name, why]),
  );
  const known = [...text.matchAll(/^ {4}\("([^"]+)", ([^"\n]*|\("[^\n]*\)), (_[A-Z]+)\),$/gm)];
  return [...reasons].map(([name, why]) => {
    const own = known.filter(([, , , reason]) => reason === name);
    const fields = new Set(
      own.map(([, , given = '']) => (given.match(/[a-z]+/g) ?? ['everything']).join(', ')),
    );
    return { why, fields: [...fields].join('; '), rows: own.map(([, row = '']) => row) };
  });
}
