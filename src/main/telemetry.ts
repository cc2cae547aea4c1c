import type { Parts } from '../control/parts.ts';
import type { MetricRows, Pulse } from '../domain/metrics/ports.ts';
import { openMetricRows } from '../store/metrics/rows.ts';
import { beginPulse } from '../telemetry/beating.ts';
import { familiesOf, textOf } from '../telemetry/exposition.ts';
import type { Driver } from '../telemetry/instances.ts';
import { logFamilies } from '../telemetry/logs/families.ts';
import type { Journal } from '../telemetry/logs/journal.ts';
import { createOtlpExport } from '../telemetry/otlp/export.ts';
import type { OtlpSettings } from '../telemetry/otlp/settings.ts';
import { createRecorder } from '../telemetry/recorder.ts';
import type { Home } from './home.ts';

type Sources = { readonly driver: Driver; readonly journal: Journal; readonly settings: OtlpSettings };

export type Telemetry = {
  readonly history: Pick<MetricRows, 'read'>;
  /** What Prometheus reads. */
  readonly exposition: () => Promise<string>;
  readonly pulse: Pulse;
  close(): Promise<void>;
};

/** Begins to record what routers and instances do, and to send it where `settings` say. */
export function openTelemetry(
  home: Home,
  { store, clock, log }: Parts,
  { driver, journal, settings }: Sources,
): Telemetry {
  const say = (line: string) => log('warn', line);
  const kept = openMetricRows({ path: home.metrics, log: say });
  const around = {
    doors: home.doors,
    rows: store.rows,
    now: clock.now,
    steady: () => performance.now(),
    log: say,
  };
  const recorder = createRecorder({ ...around, driver, kept });
  const logs = () => logFamilies([recorder.lines(), ...journal.counts()], journal.missed());
  const shown = async () => [...(await familiesOf(recorder, store.rows)), ...logs(), ...otlp.families()];
  const otlp = createOtlpExport({ ...around, settings, shown });
  recorder.begin();
  otlp.begin();
  const pulse = beginPulse({ ...around, totals: recorder.totals, kept });
  return {
    history: kept,
    exposition: async () => textOf(await shown()),
    pulse,
    close: async () => {
      await pulse.close();
      await otlp.close();
      await recorder.close();
    },
  };
}
