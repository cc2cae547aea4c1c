/** The tests that the page names now: a row keeps its test while that still uses it, so that new tests change no row. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';

export const pagePath = 'docs/reference/parity.md';

/** Paths by `nameOf` the row. */
export function namedTests(): ReadonlyMap<string, string> {
  const path = join(root, pagePath);
  const named = new Map<string, string>();
  let title = '';
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    title = /^### (.*)$/.exec(line)?.[1] ?? title;
    const row = /^\| `?(.+?)`? \| .* \| \[[^\]]*\]\(\.\.\/\.\.\/([^)]*)\) \|$/.exec(line);
    if (row !== null) named.set(nameOf(title, row[1] ?? ''), row[2] ?? '');
  }
  return named;
}

export function nameOf(title: string, what: string): string {
  return `${title}: ${what}`;
}
