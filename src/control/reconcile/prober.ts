import type { Probe } from '../../domain/deployment.ts';
import { count, noStreak } from '../../domain/health.ts';
import type { LogOrigin } from '../../domain/logs.ts';
import type { ComputeDriver, Unsubscribe } from '../../domain/ports.ts';
import type { Vitals } from './world.ts';

/** An instance that should be probed, and how. */
export type Patient = {
  readonly id: string;
  readonly endpointUid: string;
  readonly origin: LogOrigin;
  readonly starting: boolean;
  readonly readiness: Probe;
  readonly liveness: Probe;
};

export type Prober = {
  /** Replaces the instances of an endpoint that are probed; streaks of those that stay are kept. */
  watch(endpointUid: string, patients: readonly Patient[]): void;
  vitals(id: string): Vitals;
  close(): void;
};

type Chart = {
  patient: Patient;
  vitals: Vitals;
  readonly timers: Map<keyof Vitals, NodeJS.Timeout>;
  bornAt: number;
};

/** While an instance starts it is asked this often: nobody should wait out a 10 s period to hear that it is up. */
const startingPeriodMs = 250;

const healthy: Vitals = { readiness: noStreak, liveness: noStreak };

export type ProberNews = {
  /** A streak of an instance of the endpoint may have crossed a threshold. */
  changed(endpointUid: string): void;
  /** A probe failed, for the so many-th time in a row. */
  missed(patient: Patient, kind: keyof Vitals, times: number): void;
};

/** Probes instances on their own schedules. */
export function createProber(
  driver: ComputeDriver,
  now: () => number,
  { changed, missed }: ProberNews,
): Prober {
  const charts = new Map<string, Chart>();
  /** Who is probed, by endpoint. */
  const wards = new Map<string, readonly string[]>();

  const probe = async (chart: Chart, kind: keyof Vitals): Promise<void> => {
    const { id } = chart.patient;
    const ok = await driver.probe(id, chart.patient[kind].timeout * 1000);
    if (charts.get(id) !== chart) return;
    const before = chart.vitals[kind];
    if (!ok && inGrace(chart, now())) return schedule(chart, kind);
    const after = count(before, ok);
    chart.vitals = { ...chart.vitals, [kind]: after };
    if (!ok) missed(chart.patient, kind, after.failed);
    const { successThreshold, failureThreshold } = chart.patient[kind];
    if (after.passed === successThreshold || after.failed === failureThreshold)
      changed(chart.patient.endpointUid);
    schedule(chart, kind);
  };

  const schedule = (chart: Chart, kind: keyof Vitals, delay = nextDelay(chart, kind)): void => {
    clearTimeout(chart.timers.get(kind));
    chart.timers.set(
      kind,
      setTimeout(() => void probe(chart, kind), delay),
    );
  };

  const stop = (id: string): void => {
    for (const timer of charts.get(id)?.timers.values() ?? []) clearTimeout(timer);
    charts.delete(id);
  };

  // An instance that says it is ready is asked at once.
  const unsubscribe: Unsubscribe = driver.watch((id) => {
    const chart = charts.get(id);
    if (chart?.patient.starting) schedule(chart, 'readiness', 0);
  });

  return {
    watch: (endpointUid, patients) => {
      const wanted = new Map(patients.map((patient) => [patient.id, patient]));
      for (const id of wards.get(endpointUid) ?? []) if (!wanted.has(id)) stop(id);
      if (wanted.size > 0) wards.set(endpointUid, [...wanted.keys()]);
      else wards.delete(endpointUid);
      for (const [id, patient] of wanted) {
        const known = charts.get(id);
        if (known !== undefined) {
          const started = known.patient.starting && !patient.starting;
          known.patient = patient;
          if (started) schedule(known, 'liveness');
          continue;
        }
        const chart: Chart = { patient, vitals: healthy, timers: new Map(), bornAt: now() };
        charts.set(id, chart);
        schedule(chart, 'readiness', 0);
        if (!patient.starting) schedule(chart, 'liveness');
      }
    },
    vitals: (id) => charts.get(id)?.vitals ?? healthy,
    close: () => {
      unsubscribe();
      for (const id of [...charts.keys()]) stop(id);
    },
  };
}

/** Failures before the initial delay has passed say nothing. */
function inGrace({ bornAt, patient }: Chart, now: number): boolean {
  return patient.starting && now - bornAt < patient.readiness.initialDelay * 1000;
}

function nextDelay({ patient }: Chart, kind: keyof Vitals): number {
  return patient.starting ? startingPeriodMs : patient[kind].period * 1000;
}
