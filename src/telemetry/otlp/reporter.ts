/** Sends the metrics every so often. They are cumulative: a report that is lost takes nothing with it but its moment. */
import type { Family } from '../family.ts';
import { metricsMessage } from './metric-message.ts';
import type { Sender } from './sender.ts';
import type { OtlpSettings } from './settings.ts';

export type ReporterOptions = {
  readonly families: () => Promise<readonly Family[]>;
  readonly settings: Pick<OtlpSettings, 'metricsEveryMs' | 'resource'>;
  readonly sender: Sender;
  readonly now: () => number;
  readonly steady: () => number;
  readonly log: (line: string) => void;
};

export type Reporter = { begin(): void; close(): Promise<void> };

/** A start that moves by less is the same: clocks are read one after the other. */
const JUMP_MS = 1000;

export function createReporter({ families, settings, sender, now, steady, log }: ReporterOptions): Reporter {
  const began = steady();
  let startMs = now();
  let sending: Promise<unknown> | undefined;
  const report = async (): Promise<void> => {
    const nowMs = now();
    // Whoever sets the clock must not make counters that began in the future.
    const start = nowMs - (steady() - began);
    if (Math.abs(start - startMs) > JUMP_MS) startMs = start;
    const { message, items } = metricsMessage(await families(), settings.resource, { startMs, nowMs });
    if (items > 0) await sender.send(message, items);
  };
  const tick = (): Promise<unknown> => {
    sending ??= report()
      .catch((cause: unknown) => log(`metrics cannot be exported: ${String(cause)}`))
      .finally(() => {
        sending = undefined;
      });
    return sending;
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      timer ??= setInterval(() => void tick(), settings.metricsEveryMs);
    },
    close: async () => {
      clearInterval(timer);
      sender.hurry();
      await sending;
      await tick();
    },
  };
}
