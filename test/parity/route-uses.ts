/** Which operations a test's text calls: a method in quotes, soon followed by a path. */
import type { Route } from '../../src/http/routes.ts';

type Operation = Pick<Route, 'method' | 'path'>;

const kinds = ['models', 'environments', 'codes', 'data'];

/** Indexes of the routes that the text calls. */
export function routeUses(text: string, routes: readonly Operation[]): ReadonlySet<number> {
  const used = new Set<number>();
  const calls = text.matchAll(/['"\s](GET|PUT|PATCH|POST|DELETE)['"]?,?\s+['"`]([^'"`\s]*)['"`]/g);
  for (const [, method = '', path = ''] of calls) {
    const [best] = routes
      .map((route, at) => ({ at, fit: route.method === method ? fitOf(path, route.path) : -1 }))
      .filter(({ fit }) => fit >= 0)
      .toSorted((one, other) => other.fit - one.fit);
    if (best !== undefined) used.add(best.at);
  }
  return used;
}

/** How many segments of the path are the route's own words; -1 when it is no path of it. Its front may be missing or a variable. */
export function fitOf(path: string, route: string): number {
  const asked = segments(path.replace(/[?#].*$/, '').replace(/\$\{[^}]*\}|\$\w+/g, '*'));
  const own = segments(route);
  if (!asked.some((segment) => /^[a-z]/i.test(segment)) || asked.length > own.length) return -1;
  const pairs = asked.toReversed().map((segment, back) => [segment, own.at(-1 - back) ?? ''] as const);
  const isWhole = asked.length === own.length || asked[0] === '*' || isBelowWorkspace(own, asked.length);
  if (!isWhole || !pairs.every(([segment, part]) => fits(segment, part))) return -1;
  return pairs.filter(([segment, part]) => segment !== '*' && !/^[:*]/.test(part)).length;
}

/** Tests leave out what is before `/onlineEndpoints`: the workspace. */
function isBelowWorkspace(own: readonly string[], length: number): boolean {
  return own.at(-1 - length) === ':workspace';
}

function fits(segment: string, part: string): boolean {
  if (part === '*') return true;
  if (part === ':kind') return segment === '*' || kinds.includes(segment);
  return part.startsWith(':') || segment === '*' || segment.toLowerCase() === part.toLowerCase();
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
