/** The curve of `values` in a box: the oldest at the left, 0 at the bottom, the most at the top. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const most = Math.max(0, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const y = (value: number) => (most === 0 ? height - 1 : height - 1 - (value / most) * (height - 2));
  const points = (values.length === 0 ? [0, 0] : values.length === 1 ? [...values, ...values] : values).map(
    (value, index, all) => `${round(all.length > 1 ? index * (step || width) : 0)} ${round(y(value))}`,
  );
  return `M${points.join('L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
