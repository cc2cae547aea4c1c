import { join } from 'node:path';
import type { LogLimits } from '../cli/teal/door.ts';
import type { Log } from '../control/parts.ts';
import type { LogKind, LogRows } from '../domain/logs.ts';
import type { RouterOptions } from '../router/worker.ts';
import { type Journal, type JournalOptions, openJournal } from '../telemetry/logs/journal.ts';
import { createLogRows } from '../telemetry/logs/query.ts';
import { openSegments, segmentBytes } from '../telemetry/logs/segments.ts';
import { reachBytes } from '../telemetry/logs/shared.ts';
import type { RouterConfig } from './config.ts';
import type { Home } from './home.ts';

const mib = 2 ** 20;
/** What fits beside a processor: larger pieces cost the router and the kernel several times as much a byte. */
const largestPage = reachBytes;
/** A page holds at least two of the longest lines. */
const smallestPage = mib / 64;

/** What logs may take on disk when nobody says otherwise, in bytes. */
export const usualLogs: Required<LogLimits> = {
  trafficBytes: 256 * mib,
  consoleBytes: 128 * mib,
  eventBytes: 16 * mib,
};

/** Where the lines of one log lie. */
export function logFolder(home: Home, kind: LogKind): string {
  return join(home.logs, kind);
}

/** The part of the traffic log that one router worker writes; undefined when it is switched off. */
export function trafficOf(home: Home, { index, trafficLogBytes }: RouterConfig): RouterOptions['traffic'] {
  if (trafficLogBytes === 0) return undefined;
  const folder = logFolder(home, 'traffic');
  const { write } = openSegments({ folder, name: `router-${index}`, mostBytes: trafficLogBytes });
  const pageBytes = Math.max(smallestPage, Math.min(largestPage, segmentBytes(trafficLogBytes)));
  return { write, pageBytes };
}

/** Begins to write down what instances print and what happens to them. */
export async function openLogs(
  home: Home,
  { trafficBytes, consoleBytes, eventBytes }: Required<LogLimits>,
  { log, ...doors }: Pick<JournalOptions, 'driver' | 'rows'> & { readonly log: Log },
): Promise<Journal> {
  const journal = await openJournal({
    ...doors,
    now: () => Date.now(),
    log: (line) => log('warn', line),
    traffic: { folder: logFolder(home, 'traffic'), mostBytes: trafficBytes },
    console: { folder: logFolder(home, 'console'), mostBytes: consoleBytes },
    event: { folder: logFolder(home, 'event'), mostBytes: eventBytes },
  });
  journal.begin();
  return journal;
}

/** What was written down, for whoever asks. */
export function logRows(home: Home): LogRows {
  const folder = (kind: LogKind) => logFolder(home, kind);
  return createLogRows({ traffic: folder('traffic'), console: folder('console'), event: folder('event') });
}
