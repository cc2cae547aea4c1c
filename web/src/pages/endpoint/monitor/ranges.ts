/** How far back the charts reach, and how fine they are. */
export type Range = {
  /** As it stands in the address. */
  readonly id: string;
  readonly label: string;
  /** Behind "in the". */
  readonly words: string;
  readonly seconds: number;
  readonly stepSeconds: number;
  /** The step as the service calls it. */
  readonly interval: string;
};

const quarter: Range = {
  id: '15m',
  label: 'Last 15 minutes',
  words: 'last 15 minutes',
  seconds: 900,
  stepSeconds: 5,
  interval: 'PT5S',
};
const minutely = { stepSeconds: 60, interval: 'PT1M' };

export const ranges: readonly Range[] = [
  quarter,
  { id: '1h', label: 'Last hour', words: 'last hour', seconds: 3600, ...minutely },
  { id: '6h', label: 'Last 6 hours', words: 'last 6 hours', seconds: 6 * 3600, ...minutely },
  { id: '24h', label: 'Last 24 hours', words: 'last 24 hours', seconds: 24 * 3600, ...minutely },
];

/** The first one for an address that names none. */
export function rangeOf(id: string): Range {
  return ranges.find((range) => range.id === id) ?? quarter;
}
