/** How the numbers of deployments become lines: names, colours, strokes, facts. */
import type { Line } from '../../../parts/chart/line.ts';
import { seriesDashes } from '../../../parts/series.ts';
import type { Dimensions, Frame, Track } from './frame.ts';

const kinds: Readonly<Record<string, string>> = {
  direct: 'asked by name',
  mirrored: 'mirrored',
};

const classes: Readonly<Record<string, string>> = { '0': 'broken off' };

/** `green, mirrored 5xx`, of the dimensions that a metric was asked by. */
export function nameOf({ deployment = '', kind = '', statusCodeClass, reason }: Dimensions): string {
  const whose = deployment === '' ? 'refused before a deployment' : deployment;
  const how = kinds[kind] === undefined ? '' : `, ${kinds[kind]}`;
  const what = statusCodeClass === undefined ? reason : (classes[statusCodeClass] ?? statusCodeClass);
  return `${whose}${how}${what === undefined ? '' : `: ${what.replaceAll('_', ' ')}`}`;
}

/** A deployment that nobody has named yet. */
const unknown = 'gray';

type Drawn = {
  readonly colours: ReadonlyMap<string, string>;
  readonly valuesOf?: (track: Track) => Float64Array;
  readonly factsOf?: (track: Track, key: string) => readonly string[];
};

/** In the order of their names; refusals last. */
export function linesOf(
  { tracks }: Frame,
  { colours, valuesOf = ({ values }) => values, factsOf = () => [] }: Drawn,
): readonly Line[] {
  const sorted = [...tracks].sort(([, one], [, other]) => compare(one.of, other.of));
  const drawn = sorted.map(([, { of }]) => colours.get(of.deployment ?? '') ?? unknown);
  const dashes = seriesDashes(drawn);
  return sorted.map(([key, track], place) => ({
    key,
    label: nameOf(track.of),
    colour: drawn[place] ?? unknown,
    dash: dashes[place] ?? [],
    values: valuesOf(track),
    facts: factsOf(track, key),
  }));
}

function compare(one: Dimensions, other: Dimensions): number {
  const last = ({ deployment }: Dimensions) => (deployment === '' ? 1 : 0);
  return last(one) - last(other) || byName(nameOf(one), nameOf(other));
}

/** d2 before d10. */
export function byName(one: string, other: string): number {
  return one.localeCompare(other, undefined, { numeric: true });
}

/** Names of all deployments that there are or were, for colours that do not change from chart to chart. */
export function namesIn(frame: Frame | undefined, deployments: readonly string[]): readonly string[] {
  const measured = [...(frame?.tracks.values() ?? [])].map(({ of }) => of.deployment ?? '');
  return [...new Set([...deployments, ...measured])].filter((name) => name !== '');
}
