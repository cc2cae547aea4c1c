/**
 * The number of instances from the load itself: requests in flight and in line. Out by the last seconds, in by the
 * most that there was in a long time, to zero only when all of a longer time is known and there was nothing.
 */
import { cooling, type Seen, withinLimits } from './rules.ts';
import type { Decision } from './settings.ts';
import { shown } from './window.ts';

/** One look at a deployment: requests in flight and in line, over all routers. */
export type Look = { readonly at: number; readonly busy: number };

export type LoadPolicy = {
  /** Requests in flight that one instance is to have. */
  readonly perInstance: number;
  /** 0: it may sleep. */
  readonly minimum: number;
  readonly maximum: number;
  /** How far back is looked before instances are added. */
  readonly outMs: number;
  /** The same before some are taken away; much longer. */
  readonly inMs: number;
  /** How long nothing may have happened before the last instance is taken away. */
  readonly idleMs: number;
};

/** Looks come once a second; a window of which this share is missing is not known. */
const knownShare = 0.7;
const lookMs = 1000;

/** `looks` are in order of time. Never decides on a window that is not known. */
export function decideLoad(policy: LoadPolicy, looks: readonly Look[], seen: Seen): Decision {
  const recent = within(looks, seen.now, policy.outMs);
  const busy = recent.length === 0 ? undefined : mean(recent);
  if (seen.instances === 0) return asleep(policy, looks.at(-1)?.busy ?? 0, seen);
  const limited = withinLimits({ ...policy, minimum: Math.max(1, policy.minimum) }, seen.instances);
  if (limited !== undefined) return limited;
  if (busy === undefined) return stay(seen, 'no-data', 'nothing is known of its last seconds');
  const out = bounded(policy, wanted(policy, busy));
  if (out > seen.instances)
    return { instances: out, verdict: 'out', why: loadText(policy, busy, policy.outMs) };
  return scaleIn(policy, looks, seen, busy);
}

/** A deployment that sleeps wakes for whoever waits: `waiting` requests. */
export function asleep(policy: LoadPolicy, waiting: number, seen: Pick<Seen, 'instances'>): Decision {
  if (policy.minimum > 0)
    return { instances: policy.minimum, verdict: 'limits', why: `${policy.minimum} is the minimum` };
  if (waiting <= 0) return stay(seen, 'asleep', 'nobody waits for it');
  // One request needs one instance, however little an instance is to be busy.
  const each = { ...policy, perInstance: Math.max(1, policy.perInstance) };
  const instances = Math.max(1, bounded(policy, wanted(each, waiting)));
  const who = waiting === 1 ? 'a request waits' : `${shown(waiting)} requests wait`;
  return { instances, verdict: 'wakes', why: `${who} for it` };
}

function scaleIn(policy: LoadPolicy, looks: readonly Look[], seen: Seen, busy: number): Decision {
  const steady = stay(seen, 'steady', loadText(policy, busy, policy.outMs));
  const idle = mayRest(policy, looks, seen);
  if (idle !== undefined) return idle;
  const long = within(looks, seen.now, policy.inMs);
  if (!isKnown(long, policy.inMs)) return steady;
  const most = peak(long, policy.outMs);
  const enough = Math.max(1, bounded(policy, wanted(policy, most)));
  if (enough >= seen.instances) return steady;
  const left = cooling(seen, policy.inMs);
  const why = `at most ${shown(most)} in flight in the last ${policy.inMs / 1000} s: ${enough} of ${seen.instances} are enough at ${shown(policy.perInstance)} each`;
  if (left > 0)
    return stay(seen, 'held', `${why}, but it cools down for another ${Math.ceil(left / 1000)} s`);
  return { instances: enough, verdict: 'in', why };
}

/** To zero; undefined when it may not sleep or somebody came by. */
function mayRest(policy: LoadPolicy, looks: readonly Look[], seen: Seen): Decision | undefined {
  if (policy.minimum > 0 || cooling(seen, policy.idleMs) > 0) return undefined;
  const long = within(looks, seen.now, policy.idleMs);
  if (!isKnown(long, policy.idleMs) || long.some(({ busy }) => busy > 0)) return undefined;
  return { instances: 0, verdict: 'in', why: `no request in the last ${policy.idleMs / 1000} s` };
}

function within(looks: readonly Look[], now: number, spanMs: number): readonly Look[] {
  return looks.filter(({ at }) => at > now - spanMs && at <= now);
}

function isKnown(looks: readonly Look[], spanMs: number): boolean {
  return looks.length >= Math.floor((spanMs / lookMs) * knownShare);
}

function mean(looks: readonly Look[]): number {
  return looks.reduce((sum, { busy }) => sum + busy, 0) / looks.length;
}

/** The most that a short window within them had on average: a burst that came and went is not the load. */
function peak(looks: readonly Look[], spanMs: number): number {
  const parts = new Map<number, Look[]>();
  for (const look of looks) {
    const part = Math.floor(look.at / spanMs);
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [look]);
    else known.push(look);
  }
  return Math.max(0, ...[...parts.values()].map(mean));
}

/** What a product of two doubles has too much must not make it one more. */
function wanted({ perInstance }: LoadPolicy, busy: number): number {
  return Math.ceil(busy / perInstance - 1e-9);
}

function bounded({ minimum, maximum }: LoadPolicy, instances: number): number {
  return Math.min(maximum, Math.max(minimum, instances));
}

function loadText({ perInstance }: LoadPolicy, busy: number, spanMs: number): string {
  return `${shown(busy)} in flight over the last ${spanMs / 1000} s, at ${shown(perInstance)} for each instance`;
}

function stay({ instances }: Pick<Seen, 'instances'>, verdict: Decision['verdict'], why: string): Decision {
  return { instances, verdict, why };
}
