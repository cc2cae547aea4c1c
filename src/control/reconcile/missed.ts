import type { InstanceJournal } from '../../domain/logs.ts';
import type { Patient } from './prober.ts';

/**
 * Tells of a probe that failed. An instance that hangs fails one after the other for minutes: the 1st, 2nd, 4th, 8th, …
 * are told, and the one that crosses the threshold.
 */
export function tellMissed(
  journal: InstanceJournal,
  patient: Patient,
  { kind, times }: { readonly kind: 'readiness' | 'liveness'; readonly times: number },
): void {
  const { failureThreshold, timeout } = patient[kind];
  const isPower = Number.isInteger(Math.log2(times));
  if (!isPower && times !== failureThreshold) return;
  const phase = patient.starting ? ' while it starts' : '';
  journal.event({
    ...patient.origin,
    instance: patient.id,
    name: kind === 'readiness' ? 'ReadinessProbeFailed' : 'LivenessProbeFailed',
    message: `The ${kind} probe failed${phase}: no 200 within ${timeout} s, ${times} of ${failureThreshold} in a row.`,
  });
}
