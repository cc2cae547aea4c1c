/** One decision about one deployment: what it sees, and what is made of that. */
import { asleep, decideLoad } from '../../domain/autoscale/load.ts';
import type { LoadReader } from '../../domain/autoscale/ports.ts';
import { profileAt } from '../../domain/autoscale/profiles.ts';
import { cooling, decideRules, type Seen } from '../../domain/autoscale/rules.ts';
import type { Decision } from '../../domain/autoscale/settings.ts';
import { autoscaleActor } from './memory.ts';
import type { Recent } from './recent.ts';
import type { Target } from './targets.ts';

/** How long a number that a person set outside the limits is left alone. */
const courtesyMs = 5 * 60_000;

export type Sight = Seen & {
  /** Who changed the number last; null when nobody did since it is governed. */
  readonly changedBy: string | null;
  /** False for a while after a start and a jump of the clock: then a lack of numbers says nothing. */
  readonly trusted: boolean;
  /** Requests that rang, when it is decided for their sake. */
  readonly waiting: number | null;
};

export async function decide(
  { how, endpoint, deployment }: Pick<Target, 'how' | 'endpoint' | 'deployment'>,
  { reader, recent }: { readonly reader: LoadReader; readonly recent: Recent },
  sight: Sight,
): Promise<Decision> {
  if (how.kind === 'rules') return polite(await byRules(how.setting, reader, sight), sight);
  if (sight.waiting !== null && sight.instances === 0) return asleep(how.policy, sight.waiting, sight);
  const { outMs, inMs, idleMs } = how.policy;
  const of = { endpoint: endpoint.name, deployment };
  const looks = await recent.looks(of, Math.max(outMs, inMs, idleMs), sight.now);
  return polite(decideLoad(how.policy, looks, sight), sight);
}

async function byRules(
  { profiles }: Extract<Target['how'], { kind: 'rules' }>['setting'],
  reader: LoadReader,
  sight: Sight,
): Promise<Decision> {
  const { now, instances, trusted } = sight;
  const profile = profileAt(profiles, now);
  if (profile === undefined) {
    return { instances, verdict: 'steady', why: 'no profile is in force at this time' };
  }
  const windows = await Promise.all(profile.rules.map(({ trigger }) => reader.window(trigger, now)));
  const decision = decideRules(profile, windows, sight);
  const told = { ...decision, why: `profile ${profile.name}: ${decision.why}` };
  return decision.verdict === 'no-data' && !trusted ? { ...told, instances } : told;
}

/** A person's number stands for a while, even outside the limits. */
function polite(decision: Decision, { now, instances, changedAt, changedBy }: Sight): Decision {
  if (decision.verdict !== 'limits' || changedBy === null || changedBy === autoscaleActor) return decision;
  const left = cooling({ now, changedAt }, courtesyMs);
  if (left === 0) return decision;
  const why = `${decision.why}, but ${changedBy} set it: it is left alone for another ${Math.ceil(left / 1000)} s`;
  return { instances, verdict: 'held', why };
}
