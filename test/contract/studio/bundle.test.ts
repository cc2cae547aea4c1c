/** What a browser loads before a page of Studio can be used. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../architecture/sources.ts';
import { builtStudio } from '../../support/studio.ts';

type Chunk = {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: true;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
};

const dist = join(root, 'web/dist');
const mostBytes = 250_000;
let chunks: Readonly<Record<string, Chunk>>;

beforeAll(async () => {
  await builtStudio();
  chunks = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
});

describe('the build', () => {
  test('the first load of every page is under 250 kB of compressed JavaScript', () => {
    const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry) ?? '';
    const pages = Object.keys(chunks).filter((name) => /^src\/pages\/.*\/page\.tsx$/.test(name));
    expect(pages).toContain('src/pages/endpoints/page.tsx');
    const sizes = pages.map((page) => ({ page, bytes: sizeOf(closure([entry, ...around(page)])) }));
    for (const { page, bytes } of sizes) console.log(`${(bytes / 1000).toFixed(1)} kB  ${page}`);
    expect(sizes.filter(({ bytes }) => bytes > mostBytes)).toEqual([]);
  });

  test('the page has no script, style or address in it that a strict policy would refuse', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
    expect(page).not.toMatch(/<style|\bstyle=|\bon\w+=|https?:/);
  });

  test('every file of it can be served by its name, and is there packed', () => {
    const names = readdirSync(join(dist, 'assets'));
    const scripts = names.filter((name) => name.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.filter((name) => !names.includes(`${name}.gz`) || !names.includes(`${name}.br`))).toEqual(
      [],
    );
  });
});

/** A page with the one that it stands in: tabs lie in the folder of the endpoint's. */
function around(page: string): readonly string[] {
  const endpoint = 'src/pages/endpoint/page.tsx';
  return page.startsWith('src/pages/endpoint/') ? [endpoint, page] : [page];
}

/** All chunks that must be there before these run. */
function closure(names: readonly string[], seen = new Set<string>()): Set<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    closure(chunks[name]?.imports ?? [], seen);
  }
  return seen;
}

/** As browsers without Brotli get them, the larger of the two. */
function sizeOf(names: ReadonlySet<string>): number {
  return [...names].reduce((sum, name) => sum + statSync(join(dist, `${chunks[name]?.file}.gz`)).size, 0);
}
