/** One curve of a chart, and its row in the table beneath. */
export type Line = {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  /** Lengths of strokes and gaps; none is a whole line. */
  readonly dash: readonly number[];
  /** As long as the chart's times at least; NaN where there is no value. */
  readonly values: Float64Array;
  /** What the table says of it besides the value, in the order of its columns. */
  readonly facts: readonly string[];
};

/** A browser takes seconds to draw more values than these as strokes and gaps, and nobody could tell them apart. */
const mostDashed = 6000;

/** How each line is drawn: whole where there is too much of all of them. Colours, and the table at each moment, tell them then. */
export function dashesOf(times: Float64Array, lines: readonly Line[]): readonly (readonly number[])[] {
  const isDashed = times.length * lines.length <= mostDashed;
  return lines.map(({ dash }) => (isDashed ? dash : []));
}

/** The place of the time nearest to `at` in equally spaced `times`; -1 when there are none. */
export function placeOf(times: Float64Array, at: number): number {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return -1;
  if (last === first) return 0;
  const place = Math.round(((at - first) / (last - first)) * (times.length - 1));
  return Math.min(times.length - 1, Math.max(0, place));
}

/** `–` where there is no value. */
export function valueAt({ values }: Line, place: number, format: (value: number) => string): string {
  const value = values[place];
  return value === undefined || Number.isNaN(value) ? '–' : format(value);
}
