/** The logs that the control plane keeps, and the bound on those of the routers. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceJournal } from '../../domain/logs.ts';
import { ConsoleLog, type ConsoleLogOptions } from './console.ts';
import type { LogCounts } from './counts.ts';
import { createEventLog, type EventLog } from './events.ts';
import { openMarks } from './marks.ts';
import { openSegments } from './segments.ts';
import { shrink } from './shrink.ts';

export type JournalOptions = Pick<ConsoleLogOptions, 'driver' | 'rows' | 'now' | 'log'> & {
  /** Where each log lies, and what it may take on disk; 0 for no such log. */
  readonly traffic: LogRoom;
  readonly console: LogRoom;
  readonly event: LogRoom;
};

export type LogRoom = { readonly folder: string; readonly mostBytes: number };

export type Journal = InstanceJournal & {
  begin(): void;
  counts(): readonly LogCounts[];
  /** Bytes of what instances print that were put away before they were read. */
  missed(): number;
  close(): Promise<void>;
};

const lookMs = 1000;
const shrinkMs = 60_000;

export async function openJournal(options: JournalOptions): Promise<Journal> {
  const events = eventLogOf(options);
  const printed = await consoleLogOf(options);
  const timers: NodeJS.Timeout[] = [];
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    await printed?.look();
    looking = false;
  };
  const tidy = async (): Promise<void> => {
    for (const { folder, mostBytes } of [options.traffic, options.console, options.event]) {
      if (mostBytes > 0) await shrink(folder, mostBytes);
    }
  };
  return {
    event: (event) => events?.event(event),
    finish: async (id) => printed?.finish(id),
    begin: () => {
      void tidy();
      timers.push(
        setInterval(() => void look(), lookMs),
        setInterval(() => void tidy(), shrinkMs),
      );
    },
    counts: () => [events, printed].flatMap((log) => log?.counts() ?? []),
    missed: () => printed?.missed ?? 0,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await events?.close();
      await printed?.close();
    },
  };
}

function eventLogOf({ event, now, log }: JournalOptions): EventLog | undefined {
  if (event.mostBytes === 0) return undefined;
  return createEventLog({ segments: openSegments({ ...event, name: 'event' }), now, log });
}

async function consoleLogOf(options: JournalOptions): Promise<ConsoleLog | undefined> {
  const { folder, mostBytes } = options.console;
  if (mostBytes === 0) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => {});
  const marks = await openMarks(join(folder, 'marks.json'));
  return new ConsoleLog({
    ...options,
    segments: openSegments({ folder, mostBytes, name: 'console' }),
    marks,
  });
}
