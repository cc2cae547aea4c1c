/**
 * Times in log-linear cells: 64 to an octave, each octave cut evenly. The middle of a cell is within 1/128 of whatever fell
 * into it. Cell numbers mean the same everywhere, so that histograms of workers, seconds and hours are merged by adding.
 */

/** Where cell 0 begins, in ms; faster ones are in it, too. */
export const LEAST_MS = 0.01;
export const PER_OCTAVE = 64;
/** Up to 10 µs x 2^29, an hour and a half; slower ones are in the last cell. */
export const CELLS = 29 * PER_OCTAVE;

/** A double's exponent and the first six bits of its fraction are octave and cell: no logarithm, nothing allocated. */
const SHIFT = 14;
const ONE = 1023 << 6;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

export function cellOf(ms: number): number {
  if (!(ms > LEAST_MS)) return 0;
  double[0] = ms / LEAST_MS;
  return Math.min(CELLS - 1, ((words[HIGH] ?? 0) >>> SHIFT) - ONE);
}
