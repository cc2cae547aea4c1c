import { addSample, emptySample, type Sample } from '../domain/metrics/sample.ts';

/** Samples by series. */
export type Sums = Map<string, Sample>;

export function sumFor(sums: Sums, key: string): Sample {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const sum = emptySample();
  sums.set(key, sum);
  return sum;
}

export function addTo(sums: Sums, key: string, sample: Sample): void {
  addSample(sumFor(sums, key), sample);
}
