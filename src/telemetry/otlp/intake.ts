/** Takes spans from the routers, as many as there is room for; a router keeps the others, up to a limit of its own. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Named } from '../names.ts';
import { readSocket } from '../routers.ts';
import { readSpans, type SpansReport } from './router-spans.ts';
import type { NamedSpan } from './span-message.ts';

export type Intake = {
  /** Reads every router worker that answers. */
  read(): Promise<void>;
  /** How many wait. */
  waiting(): number;
  /** Takes out the oldest. */
  next(count: number): readonly NamedSpan[];
  /** Since the start: requests whose spans routers had no room for, and those whose deployment was gone. */
  readonly lost: { readonly router: number; readonly nameless: number };
};

export type IntakeOptions = {
  /** Folder of the routers' sockets. */
  readonly doors: string;
  readonly ofSlot: (slot: number) => Promise<Named | undefined>;
  /** Nothing is read while as many wait; each worker may then have added one report. */
  readonly most: number;
};

type Had = { readonly boot: string; readonly from: number; readonly dropped: number };

export function createIntake({ doors, ofSlot, most }: IntakeOptions): Intake {
  const had = new Map<string, Had>();
  const lost = { router: 0, nameless: 0 };
  let queue: NamedSpan[] = [];
  const take = async ({ spans, origin }: SpansReport): Promise<void> => {
    for (const span of spans) {
      const named = await ofSlot(span.slot).catch(() => undefined);
      if (named === undefined) lost.nameless += 1;
      else queue.push({ span, origin, named });
    }
  };
  const readWorker = async (name: string): Promise<void> => {
    while (queue.length < most) {
      const before = had.get(name);
      const asked = before === undefined ? '' : `?boot=${before.boot}&from=${before.from}`;
      const report = readSpans((await readSocket(join(doors, name), `/spans${asked}`)) ?? '');
      if (report === undefined) return;
      const { boot, first, dropped, more, spans } = report;
      lost.router += dropped - (before?.boot === boot ? before.dropped : 0);
      had.set(name, { boot, from: first + spans.length, dropped });
      await take(report);
      if (!more) return;
    }
  };
  return {
    lost,
    waiting: () => queue.length,
    next: (count) => {
      const part = queue.slice(0, count);
      queue = queue.slice(count);
      return part;
    },
    read: async () => {
      const names = await readdir(doors).catch((): string[] => []);
      await Promise.all(names.filter((name) => /^router-\d+\.sock$/.test(name)).map(readWorker));
    },
  };
}
