import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sources, target } from './sources.ts';

/** Everything that a router worker loads, by file: a new import shows in review. `UPDATE_CLOSURE=1` writes it anew. */
const list = join(root, 'test/architecture/router-closure.txt');

test('the import closure of the router is the one that was reviewed', () => {
  const files = new Map(sources('src').map((source) => [source.path, source]));
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const source = files.get(path);
    for (const specifier of source?.imports ?? []) visit((source && target(source, specifier)) ?? specifier);
  };
  visit('src/router/worker.ts');
  const closure = `${[...seen].sort().join('\n')}\n`;
  if (process.env.UPDATE_CLOSURE === '1') writeFileSync(list, closure);
  expect(closure).toBe(readFileSync(list, 'utf8'));
});
