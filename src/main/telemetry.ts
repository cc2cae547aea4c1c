import type { Parts } from '../control/parts.ts';
import type { MetricRows } from '../domain/metrics/ports.ts';
import { openMetricRows } from '../store/metrics/rows.ts';
import { expose } from '../telemetry/exposition.ts';
import type { Driver } from '../telemetry/instances.ts';
import { createRecorder } from '../telemetry/recorder.ts';
import type { Home } from './home.ts';

export type Telemetry = {
  readonly history: Pick<MetricRows, 'read'>;
  /** What Prometheus reads. */
  readonly exposition: () => Promise<string>;
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
  return {
    history: kept,
    exposition: () => expose(recorder, store.rows),
    close: recorder.close,
  };
}
