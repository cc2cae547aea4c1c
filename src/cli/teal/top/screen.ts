import type { TopRow } from './look.ts';

type Column = {
  readonly title: string;
  readonly left?: true;
  readonly text: (row: TopRow) => string;
};

const number = (value: number | undefined, digits = 1) => (value === undefined ? '-' : value.toFixed(digits));

const columns: readonly Column[] = [
  { title: 'ENDPOINT', left: true, text: ({ endpoint }) => endpoint },
  { title: 'DEPLOYMENT', left: true, text: ({ deployment }) => deployment },
  { title: 'KIND', left: true, text: ({ kind }) => kind },
  { title: 'REQ/S', text: (row) => number(row.requests_per_second) },
  { title: 'P50 MS', text: (row) => number(row.p50_ms) },
  { title: 'P99 MS', text: (row) => number(row.p99_ms) },
  { title: 'ERR %', text: (row) => number(row.errors_percent, 2) },
  { title: 'SHARE %', text: (row) => number(row.share_percent, 2) },
  { title: 'SET %', text: (row) => number(row.configured_percent, 2) },
  { title: 'DROPS/S', text: (row) => number(row.mirror_drops_per_second) },
  { title: '429/S', text: (row) => number(row.throttled_per_second) },
  { title: 'DELAY MS/S', text: (row) => number(row.delay_ms_per_second, 0) },
  { title: 'INSTANCES', left: true, text: ({ instances }) => stated(instances) },
];

/** The table as lines no wider than the terminal. */
export function screen(rows: readonly TopRow[], width: number): readonly string[] {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return cells.map((line) =>
    line
      .map((cell, at) => (columns[at]?.left ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd()
      .slice(0, width),
  );
}

function stated(instances: TopRow['instances']): string {
  const states = Object.entries(instances).map(([state, count]) => `${count} ${state}`);
  return states.length === 0 ? '-' : states.join(', ');
}
