/** The curve of `values` in a box: the oldest at the left, 0 at the bottom, the most at the top. */
export function sparkPath(values: readonly number[], width: number, height: number): string {
  const [first = 0] = values;
  const drawn = values.length > 1 ? values : [first, first];
  const most = Math.max(0, ...drawn);
  const step = width / (drawn.length - 1);
  const y = (value: number) => height - 1 - (most === 0 ? 0 : value / most) * (height - 2);
  return `M${drawn.map((value, index) => `${round(index * step)} ${round(y(value))}`).join('L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
