/** Times by cell of the router's log-linear scale; histograms are merged by adding cell to cell. */
export type Histogram = Map<number, number>;

/** The scale of every histogram that is kept; the router counts by the same (`/counters` says it). */
export const scale = { leastMs: 0.01, perOctave: 64 } as const;

/** Where a cell begins, in ms; the next one begins where it ends. */
export function startOf(cell: number): number {
  const octave = Math.floor(cell / scale.perOctave);
  return scale.leastMs * 2 ** octave * (1 + (cell % scale.perOctave) / scale.perOctave);
}

/** The middle of a cell in ms: within 0.8 % of every time in it, from 10 µs to an hour. */
export function middleOf(cell: number): number {
  return (startOf(cell) + startOf(cell + 1)) / 2;
}

export function addCells(into: Histogram, cells: Iterable<readonly [cell: number, count: number]>): void {
  for (const [cell, count] of cells) into.set(cell, (into.get(cell) ?? 0) + count);
}

/** The time that the share `q` (0 to 1) of all does not exceed, by nearest rank; undefined when there are none. */
export function quantile(histogram: Histogram, q: number): number | undefined {
  const cells = [...histogram].sort(([one], [other]) => one - other);
  const total = cells.reduce((sum, [, count]) => sum + count, 0);
  // What a product of two doubles has too much must not make it the next rank.
  const rank = Math.max(1, Math.ceil(q * total - 1e-9));
  let seen = 0;
  for (const [cell, count] of cells) {
    seen += count;
    if (seen >= rank) return middleOf(cell);
  }
  return undefined;
}
