/** Reads what routers and instances count, once a second, and keeps it. Whatever fails here touches nobody else. */
import { secondMs } from '../domain/metrics/ports.ts';
import type { Sample } from '../domain/metrics/sample.ts';
import { createSteps } from './clock.ts';
import type { MeteredInstance } from './instances.ts';
import type { LogCounts } from './logs/counts.ts';
import type { RecorderOptions } from './options.ts';
import { createSource } from './source.ts';
import { createWriter } from './writer.ts';

/** What went wrong since the recorder began. */
export type Troubles = {
  /** Seconds that could not be written; what was in them is in the next one that can. */
  readonly unwritten: number;
  readonly clockJumps: number;
  /** Requests whose deployment was gone before they were read. */
  readonly nameless: number;
};

export type Recorder = {
  /** Reads now and keeps what was read; begun recorders do so every second. */
  tick(): Promise<void>;
  begin(): void;
  /** Since the recorder was made, by series; they only grow. */
  readonly totals: ReadonlyMap<string, Sample>;
  running(): readonly MeteredInstance[];
  /** Open connections, by endpoint. */
  connections(): ReadonlyMap<string, number>;
  troubles(): Troubles;
  /** Of the routers' traffic log. */
  lines(): LogCounts;
  /** Ends after a last read. */
  close(): Promise<void>;
};

export function createRecorder(options: RecorderOptions): Recorder {
  const { kept, log } = options;
  const source = createSource(options);
  const writer = createWriter(options);
  const step = createSteps(options);
  let clockJumps = 0;
  let ticking: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    const now = step();
    if (now.jumpedMs !== 0) {
      clockJumps += 1;
      log(`the clock was moved by ${Math.round(now.jumpedMs / 1000)} s`);
    }
    await source.read(now, writer.pending, writer.marks).catch((cause: unknown) => {
      log(`metrics cannot be read: ${String(cause)}`);
    });
    writer.write(now);
  };
  const tick = async (): Promise<void> => {
    while (ticking !== undefined) await ticking;
    ticking = work().finally(() => {
      ticking = undefined;
    });
    await ticking;
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    tick,
    begin: () => {
      // At once: what the first read finds in routers may be where counting begins.
      if (timer === undefined) void tick();
      timer ??= setInterval(() => {
        if (ticking === undefined) void tick();
      }, secondMs);
    },
    totals: source.totals,
    lines: source.lines,
    running: source.running,
    connections: source.connections,
    troubles: () => ({ unwritten: writer.unwritten(), clockJumps, nameless: source.nameless() }),
    close: async () => {
      clearInterval(timer);
      await tick();
      source.close();
      kept.close();
    },
  };
}
