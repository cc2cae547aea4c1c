/** What control hears of deployments that sleep, and of the load of all. */
import { listen, rungSince } from './bell.ts';
import type { TableSlot } from './slot.ts';

/** Answer of `GET /waking?after=RINGS`, which comes when the bell was rung after that, or after a while. */
export type WakingReport = {
  readonly boot: string;
  readonly rings: number;
  /** Requests that wait, by slot of a deployment that sleeps. */
  readonly waiting: Readonly<Record<string, number>>;
};

/** How long who listens is left waiting. */
const LISTEN_MS = 20_000;

/** Rings of another worker process count for nothing: they are too many, and it is answered at once. */
export async function waking({ bell, counters, lanes }: TableSlot, asked: number): Promise<WakingReport> {
  const after = Number.isSafeInteger(asked) && asked <= bell.rings ? asked : -1;
  await listen(bell, after, LISTEN_MS);
  const slots = rungSince(bell, after).filter((slot) => lanes.get(slot)?.settings.hold !== undefined);
  const waiting = slots.map((slot) => [String(slot), lanes.get(slot)?.waiting ?? 0] as const);
  return { boot: counters.boot, rings: bell.rings, waiting: Object.fromEntries(waiting) };
}

/** Requests in flight and in line, by slot; those without any are left out. */
export function loadOf({ lanes }: TableSlot): Record<string, number> {
  const load: Record<string, number> = {};
  for (const [slot, lane] of lanes) {
    const busy = lane.running + lane.waiting;
    if (busy > 0) load[String(slot)] = busy;
  }
  return load;
}
