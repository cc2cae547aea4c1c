import type { Family, Line } from '../family.ts';
import type { LogCounts } from './counts.ts';

/** What became of the lines of logs, for Prometheus. */
export function logFamilies(counts: readonly LogCounts[], missed: number): Family[] {
  return [
    {
      name: 'teal_log_lines_total',
      type: 'counter',
      help: 'Lines that were written to a log.',
      lines: counts.map(({ log, written }): Line => ['', { log }, written]),
    },
    {
      name: 'teal_log_lines_dropped_total',
      type: 'counter',
      help: 'Lines that a log lost: busy, because the disk was too slow; disk, because it took nothing.',
      lines: counts.flatMap(({ log, dropped }) =>
        [...dropped].map(([reason, count]): Line => ['', { log, reason }, count]),
      ),
    },
    {
      name: 'teal_console_log_missed_bytes_total',
      type: 'counter',
      help: 'Bytes that instances printed faster than the console log took them in.',
      lines: [['', {}, missed]],
    },
  ];
}
