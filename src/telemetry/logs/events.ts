/** The event log: written one line after the other, off the path of whoever has something to tell. */
import type { InstanceEvent } from '../../domain/logs.ts';
import { createComplaint } from './complain.ts';
import type { LogCounts } from './counts.ts';
import { eventRow } from './rows.ts';
import type { Segments } from './segments.ts';

export type EventLog = {
  event(event: InstanceEvent): void;
  counts(): LogCounts;
  /** Resolves when what was told is on disk, or lost. */
  close(): Promise<void>;
};

export type EventLogOptions = {
  readonly segments: Segments;
  readonly now: () => number;
  readonly log: (line: string) => void;
};

/** What waits while the disk takes nothing. */
const mostWaiting = 1000;
const againMs = 5000;

export function createEventLog({ segments, now, log }: EventLogOptions): EventLog {
  const complain = createComplaint('the event log cannot be written', log);
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let written = 0;
  let dropped = 0;
  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting;
      waiting = [];
      try {
        await segments.write(Buffer.from(rows.join('')));
        written += rows.length;
      } catch (cause) {
        // They come again with the next one, or in a while, as far as there is room for them.
        waiting = [...rows, ...waiting];
        complain(cause);
        return;
      }
    }
  };
  const begin = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= write().finally(() => {
      writing = undefined;
      if (waiting.length > 0) timer ??= setTimeout(begin, againMs).unref();
    });
  };
  return {
    event: (event) => {
      if (waiting.length >= mostWaiting) {
        dropped += 1;
        return;
      }
      waiting.push(eventRow(event, now()));
      if (timer === undefined) begin();
    },
    counts: () => ({ log: 'event', written, dropped: new Map([['disk', dropped]]) }),
    close: async () => {
      clearTimeout(timer);
      await writing;
      if (waiting.length > 0) await write();
      await segments.close();
    },
  };
}
