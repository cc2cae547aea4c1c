import { describe, expect, test } from 'vitest';
import { cycles } from './cycles.ts';
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

function isTest(path: string): boolean {
  return /\.test\.ts$/.test(path) || /\.suite\.ts$/.test(path);
}
