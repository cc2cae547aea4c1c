/** Numbers of a run: what is in the middle, what is at the end, and how they are shown. */

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

/** Of an even number of values the mean of the two in the middle: few repeats would lean to one side. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** The lists turned by one place each round, so that none is always first or always behind the same other. */
export function turned<T>(items: readonly T[], round: number): T[] {
  const at = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

export function whole(value: number): string {
  return Number.isNaN(value) ? '-' : Math.round(value).toLocaleString('en-US');
}

export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

export function times(value: number): string {
  return Number.isFinite(value) ? `${value.toFixed(2)}x` : '-';
}

/** The middle of ratios taken pair by pair, with the range: one ratio out of one run says nothing of the noise. */
export function spread(ratios: readonly number[]): string {
  if (ratios.length === 0) return '-';
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return ratios.length === 1 ? times(low) : `${times(median(ratios))} (${fixed(low, 2)}-${fixed(high, 2)})`;
}
