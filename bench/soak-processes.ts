/** Memory and descriptors of processes over time, from /proc, and the line that fits the memory best. */
import { readdirSync, readFileSync } from 'node:fs';

type Sample = { readonly seconds: number; readonly megabytes: number; readonly descriptors: number };

export type Census = {
  /** Notes every process as it is now; `processes` are names by pid. */
  look(seconds: number, processes: ReadonlyMap<number, string>): void;
  /** A line for each process that was there at every look. */
  lines(): string[];
};

/** The first part of a run is not fitted: heaps and pools find their size in it. */
const warmUp = 0.2;

export function createCensus(): Census {
  const all = new Map<number, { readonly name: string; readonly samples: Sample[] }>();
  let looks = 0;
  return {
    look: (seconds, processes) => {
      looks += 1;
      for (const [pid, name] of processes) {
        const sample = sampleOf(pid, seconds);
        if (sample === undefined) continue;
        const known = all.get(pid) ?? { name, samples: [] };
        all.set(pid, known);
        known.samples.push(sample);
      }
    },
    lines: () =>
      [...all.values()]
        .filter(({ samples }) => samples.length === looks)
        .map(({ name, samples }) => lineOf(name, samples)),
  };
}

function sampleOf(pid: number, seconds: number): Sample | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
    return { seconds, megabytes, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}

function lineOf(name: string, samples: readonly Sample[]): string {
  const fitted = samples.slice(Math.floor(warmUp * samples.length));
  const half = Math.ceil(fitted.length / 2);
  const [first, second] = [fitted.slice(0, half), fitted.slice(-half)];
  const open = (part: readonly Sample[]) => median(part.map(({ descriptors }) => descriptors));
  const memory = (part: readonly Sample[]) => median(part.map(({ megabytes }) => megabytes)).toFixed(1);
  const most = Math.max(...samples.map(({ megabytes }) => megabytes)).toFixed(1);
  const mostOpen = Math.max(...samples.map(({ descriptors }) => descriptors));
  return [
    name.padEnd(24),
    `MB at first ${samples[0]?.megabytes.toFixed(1)}, median ${memory(first)} then ${memory(second)}, most ${most},`,
    `slope ${slope(fitted).toFixed(1)} MB/hour;`,
    `descriptors ${samples[0]?.descriptors}, median ${open(first)} then ${open(second)}, most ${mostOpen}`,
  ].join(' ');
}

/** Least squares, in MB/hour. */
function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = mean(samples.map(({ seconds }) => seconds));
  const height = mean(samples.map(({ megabytes }) => megabytes));
  const above = samples.map(({ seconds, megabytes }) => (seconds - at) * (megabytes - height));
  const wide = samples.map(({ seconds }) => (seconds - at) ** 2);
  return (3600 * mean(above)) / mean(wide);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
