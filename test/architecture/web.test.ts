import { describe, expect, test } from 'vitest';
import { cycles } from './cycles.ts';
import { type Source, sources, target } from './sources.ts';

const all = sources('web/src');
const product = all.filter(({ path }) => !path.endsWith('.test.ts'));
const pages = product.filter(({ path }) => path.startsWith('web/src/pages/'));

/** Bundled into Studio; `axe-core` and Vite stand outside of it. */
const packages = [
  'react',
  'react-dom',
  '@fluentui/react-components',
  '@fluentui/react-icons',
  '@tanstack/react-query',
  '@tanstack/react-router',
  '@tanstack/react-virtual',
  'uplot',
];

/** Code that is shown to be copied, not run. */
const shown = ['web/src/pages/endpoint/consume/snippets.ts'];

describe('Studio', () => {
  test('imports its own files, the SDK and its packages alone', () => {
    expect(product.flatMap(foreign)).toEqual([]);
  });

  test('relative imports name an existing file with its ending', () => {
    const known = new Set([...all, ...sources('src/sdk')].map(({ path }) => path));
    const broken = all.flatMap((source) =>
      targets(source)
        .filter((path) => !known.has(path) && !path.endsWith('.css'))
        .map((path) => `${source.path} -> ${path}`),
    );
    expect(broken).toEqual([]);
  });

  test('parts know no page, and pages only what pages give away: their loaders', () => {
    const wrong = product.flatMap((source) =>
      targets(source)
        .filter((path) => path.startsWith('web/src/pages/') && !isAllowed(source.path, path))
        .map((path) => `${source.path} -> ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  test('there are no import cycles', () => {
    expect(cycles(withoutTypes(product))).toEqual([]);
  });

  test('icons come one by one: the whole set is larger than Studio', () => {
    const wrong = all.filter(({ imports }) => imports.includes('@fluentui/react-icons'));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('addresses stand in app/paths.ts, requests in the SDK and in app/', () => {
    const spelled = /['"`]\/(?:endpoints|models|environments|sign-in|subscriptions|studio)\b/;
    const asking = /\bfetch\(|new (?:EventSource|XMLHttpRequest|WebSocket)\b/;
    const parts = product.filter(({ path }) => path.startsWith('web/src/parts/'));
    const wrong = [...pages, ...parts].filter(({ text }) => spelled.test(text) || asking.test(text));
    expect(wrong.map(({ path }) => path)).toEqual(shown);
  });

  test('nothing is taken from another host', () => {
    const named = product.filter(({ text }) => /https?:\/\/(?!www\.w3\.org\/2000\/svg)/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });
});

function foreign(source: Source): string[] {
  return source.imports
    .filter((specifier) => {
      const path = target(source, specifier);
      if (path !== undefined) return !path.startsWith('web/src/') && !path.startsWith('src/sdk/');
      const parts = specifier.split('/');
      return !packages.includes(
        specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier),
      );
    })
    .map((specifier) => `${source.path} -> ${specifier}`);
}

function isAllowed(from: string, to: string): boolean {
  if (from === 'web/src/app/router.tsx') return true;
  if (!from.startsWith('web/src/pages/')) return false;
  return pageOf(from) === pageOf(to) || to.endsWith('/loader.ts');
}

function pageOf(path: string): string {
  return path.split('/')[3] ?? '';
}

function targets(source: Source): string[] {
  return source.imports.map((specifier) => target(source, specifier)).filter((path) => path !== undefined);
}

/** Types alone make no cycle when the page is loaded. */
function withoutTypes(files: readonly Source[]): Source[] {
  return files.map((source) => {
    const typed = [...source.text.matchAll(/^import type [^;]*? from '([^']+)'/gm)].map(([, from]) => from);
    return { ...source, imports: source.imports.filter((specifier) => !typed.includes(specifier)) };
  });
}
