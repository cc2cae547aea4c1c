import type { Tally } from './client.ts';

/** One step of the demo, as it went. */
export type Step = { readonly name: string; readonly seconds: number; readonly tally: Tally | null };

const heads = ['step', 'seconds', 'requests', 'blue', 'green', 'failed'] as const;

/** The closing table: a line a step and a line of sums. */
export function reportOf(steps: readonly Step[]): string {
  const rows = steps.map(({ name, seconds, tally }) => [name, seconds.toFixed(1), ...countsOf(tally)]);
  const sum = (pick: (tally: Tally) => number) =>
    String(steps.reduce((total, { tally }) => total + (tally === null ? 0 : pick(tally)), 0));
  const seconds = steps.reduce((total, step) => total + step.seconds, 0);
  const all = [
    'all',
    seconds.toFixed(1),
    sum((t) => t.sent),
    sum((t) => t.blue),
    sum((t) => t.green),
    sum((t) => t.failed),
  ];
  const lines = [heads, ...rows, all];
  const widths = heads.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const shown = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [shown[0], rule, ...shown.slice(1, -1), rule, shown.at(-1)].join('\n');
}

function countsOf(tally: Tally | null): string[] {
  if (tally === null) return ['', '', '', ''];
  return [tally.sent, tally.blue, tally.green, tally.failed].map(String);
}
