import type { Parts } from '../control/parts.ts';
import { type Entry, keptSecondsMs, type MetricRows, type Pulse, secondMs } from '../domain/metrics/ports.ts';
import { openMetricRows } from '../store/metrics/rows.ts';
import { expose } from '../telemetry/exposition.ts';
import type { Driver } from '../telemetry/instances.ts';
import { beatMs, createPulse } from '../telemetry/pulse.ts';
import { createRecorder } from '../telemetry/recorder.ts';
import type { Home } from './home.ts';

export type Telemetry = {
  readonly history: Pick<MetricRows, 'read'>;
  /** What Prometheus reads. */
  readonly exposition: () => Promise<string>;
  readonly pulse: Pulse;
  close(): Promise<void>;
};

/** Begins to record what routers and instances do. */
export function openTelemetry(home: Home, { store, clock, log }: Parts, driver: Driver): Telemetry {
  const say = (line: string) => log('warn', line);
  const kept = openMetricRows({ path: home.metrics, log: say });
  const recorder = createRecorder({
    doors: home.doors,
    rows: store.rows,
    driver,
    kept,
    now: clock.now,
    steady: () => performance.now(),
    log: say,
  });
  recorder.begin();
  let closing = false;
  const startedAt = clock.now();
  /** What was kept before this start, one endpoint after the other, while Teal serves already. */
  const fill = async (take: (entry: Entry) => void): Promise<void> => {
    const span = { from: startedAt - keptSecondsMs, to: startedAt, grainMs: secondMs } as const;
    for (const { name } of await store.rows.endpoints.list()) {
      for await (const entry of kept.read(name, span)) {
        if (closing) return;
        take(entry);
      }
    }
  };
  const pulse = createPulse({ totals: recorder.totals, now: clock.now });
  const beating = setInterval(pulse.beat, beatMs);
  const filled = fill(pulse.take).catch((cause: unknown) =>
    say(`the last quarter of an hour cannot be read: ${String(cause)}`),
  );
  return {
    history: kept,
    exposition: () => expose(recorder, store.rows),
    pulse,
    close: async () => {
      clearInterval(beating);
      closing = true;
      await filled;
      await recorder.close();
    },
  };
}
