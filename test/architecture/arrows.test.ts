import { describe, expect, test } from 'vitest';
import { rooms } from './matrix.ts';
import { type Source, sources, target } from './sources.ts';

const all = sources('src');
const product = all.filter((source) => !isTest(source.path));
const room = (path: string) => path.split('/')[1] ?? '';

describe('the arrows between the rooms', () => {
  test('every folder under src is a room of the matrix', () => {
    expect(all.map((source) => room(source.path)).filter((name) => !(name in rooms))).toEqual([]);
  });

  test('a file imports only from the rooms, packages and built-ins that its room may use', () => {
    expect(product.flatMap(violations)).toEqual([]);
  });

  test('relative imports name an existing file with its ending', () => {
    const paths = new Set(all.map((source) => source.path));
    const broken = all.flatMap((source) =>
      source.imports
        .map((specifier) => target(source, specifier))
        .filter((path) => path?.startsWith('src/') && !paths.has(path) && !path.endsWith('.json'))
        .map((path) => `${source.path} -> ${path}`),
    );
    expect(broken).toEqual([]);
  });

  test('there are no barrels', () => {
    expect(product.map((source) => source.path).filter((path) => /\/index\.ts$/.test(path))).toEqual([]);
  });

  test('there are no import cycles', () => {
    expect(cycles(product)).toEqual([]);
  });
});

function violations(source: Source): string[] {
  const own = room(source.path);
  const allowed = rooms[own];
  if (allowed === undefined) return [];
  return source.imports.flatMap((specifier) => {
    const path = target(source, specifier);
    if (path !== undefined) {
      const other = room(path);
      return other === own || allowed.rooms.includes(other) ? [] : [`${source.path} -> ${path}`];
    }
    if (specifier.startsWith('node:')) return allowed.node ? [] : [`${source.path} -> ${specifier}`];
    const name = packageOf(specifier);
    return allowed.packages.includes(name) ? [] : [`${source.path} -> ${specifier}`];
  });
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** Strongly connected groups of more than one file (Tarjan). */
function cycles(files: readonly Source[]): string[][] {
  const edges = new Map(
    files.map((source) => [
      source.path,
      source.imports.map((specifier) => target(source, specifier)).filter((path) => path !== undefined),
    ]),
  );
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    index.set(path, index.size);
    low.set(path, index.get(path) ?? 0);
    stack.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!edges.has(next)) continue;
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(path, Math.min(low.get(path) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(path) !== index.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const path of edges.keys()) if (!index.has(path)) visit(path);
  return found;
}

function isTest(path: string): boolean {
  return /\.test\.ts$/.test(path) || /\.suite\.ts$/.test(path);
}
