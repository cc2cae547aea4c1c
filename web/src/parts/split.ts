import type { Percentages } from '../../../src/sdk/wire.ts';

/** "blue 90 %, green 10 %"; "no traffic" when nobody gets any. */
export function splitInWords(split: Percentages): string {
  const shares = Object.entries(split).filter(([, percent]) => percent > 0);
  if (shares.length === 0) return 'no traffic';
  return shares.map(([name, percent]) => `${name} ${percent} %`).join(', ');
}
