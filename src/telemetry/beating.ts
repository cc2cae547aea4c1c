import { keptSecondsMs, type MetricRows, type Pulse, secondMs } from '../domain/metrics/ports.ts';
import type { Rows } from '../domain/store.ts';
import { createPulse, type PulseOptions } from './pulse.ts';

const beatMs = 5000;

export type BeatingOptions = PulseOptions & {
  readonly rows: Pick<Rows, 'endpoints'>;
  readonly kept: Pick<MetricRows, 'read'>;
  readonly log: (line: string) => void;
};

/** A pulse that beats by itself, and gets back what was kept of the time before this start while it does. */
export function beginPulse({ rows, kept, log, ...options }: BeatingOptions): Pulse & {
  close(): Promise<void>;
} {
  const { beat, take, ...pulse } = createPulse(options);
  const startedAt = options.now();
  let closing = false;
  const fill = async (): Promise<void> => {
    const span = { from: startedAt - keptSecondsMs, to: startedAt, grainMs: secondMs } as const;
    for (const { name } of await rows.endpoints.list()) {
      for await (const entry of kept.read(name, span)) {
        if (closing) return;
        take(entry);
      }
    }
  };
  const timer = setInterval(beat, beatMs);
  const filled = fill().catch((cause: unknown) =>
    log(`the last quarter of an hour cannot be read: ${String(cause)}`),
  );
  return {
    ...pulse,
    close: async () => {
      clearInterval(timer);
      closing = true;
      await filled;
    },
  };
}
