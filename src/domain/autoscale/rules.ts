/**
 * Azure Monitor's way with rules. Limits come first. Of several rules out that fire, the largest wins; an instance is
 * taken away only when every rule in agrees, and by the one that takes least. What would at once lead back out is done
 * by fewer instances, or not at all. Without a single value the number goes up to the default, never down.
 */
import type { Capacity, Decision, Profile, ScaleRule } from './settings.ts';
import { amountOf, conditionText, fires, projected, shown, type Window } from './window.ts';

export type Seen = {
  readonly now: number;
  readonly instances: number;
  /** When the number was last changed, by whomever; null when that was before anybody looked. */
  readonly changedAt: number | null;
};

type Read = { readonly rule: ScaleRule; readonly value: number | undefined; readonly fired: boolean };

/** `windows` are those of the profile's rules, in their order. */
export function decideRules(profile: Profile, windows: readonly Window[], seen: Seen): Decision {
  const { capacity, rules } = profile;
  const limited = withinLimits(capacity, seen.instances);
  if (limited !== undefined) return limited;
  const reads = rules.map((rule, at) => read(rule, windows[at] ?? [], seen.instances));
  const outs = reads.filter(({ rule, fired }) => fired && targetOf(rule, seen.instances) > seen.instances);
  if (outs.length > 0) return scaleOut(profile, outs, seen);
  const ins = reads.filter(({ rule }) => takesAway(rule, seen.instances));
  if (ins.length > 0 && ins.every(({ fired }) => fired)) return scaleIn(profile, reads, ins, seen);
  if (reads.length > 0 && reads.every(({ value }) => value === undefined)) return blind(capacity, seen);
  const kept = ins.find(({ fired }) => !fired);
  return stay(seen, 'steady', kept === undefined ? 'no rule fires' : calm(ins, kept));
}

/** Undefined when the number is one of those that are allowed. */
export function withinLimits(
  { minimum, maximum }: Pick<Capacity, 'minimum' | 'maximum'>,
  instances: number,
): Decision | undefined {
  if (instances < minimum)
    return {
      instances: minimum,
      verdict: 'limits',
      why: `${instances} is less than the minimum, ${minimum}`,
    };
  if (instances > maximum)
    return {
      instances: maximum,
      verdict: 'limits',
      why: `${instances} is more than the maximum, ${maximum}`,
    };
  return undefined;
}

/** How long until `cooldownMs` have passed; a change in the future (the clock was put back) counts as one of now. */
export function cooling({ now, changedAt }: Pick<Seen, 'now' | 'changedAt'>, cooldownMs: number): number {
  if (changedAt === null) return 0;
  return Math.max(0, Math.min(changedAt, now) + cooldownMs - now);
}

function read(rule: ScaleRule, window: Window, instances: number): Read {
  const value = amountOf(rule.trigger, window, instances);
  return { rule, value, fired: value !== undefined && fires(rule.trigger, value) };
}

function scaleOut({ capacity }: Profile, fired: readonly Read[], seen: Seen): Decision {
  const ready = fired.filter(({ rule }) => cooling(seen, rule.action.cooldownMs) === 0);
  const largest = highest(ready, seen.instances);
  if (largest === undefined) return cooled(fired, seen);
  const instances = Math.min(targetOf(largest.rule, seen.instances), capacity.maximum);
  const why = reasonOf(largest);
  if (instances === seen.instances) {
    return stay(seen, 'held', `${why}, but ${capacity.maximum} is the maximum`);
  }
  return { instances, verdict: 'out', why };
}

function scaleIn(
  { capacity, name }: Profile,
  all: readonly Read[],
  agreeing: readonly Read[],
  seen: Seen,
): Decision {
  if (agreeing.some(({ rule }) => cooling(seen, rule.action.cooldownMs) > 0)) return cooled(agreeing, seen);
  const least = highest(agreeing, seen.instances);
  if (least === undefined) return stay(seen, 'steady', `no rule of ${name} fires`);
  const wanted = Math.max(targetOf(least.rule, seen.instances), capacity.minimum);
  const why = agreeing.map(reasonOf).join(' and ');
  if (wanted >= seen.instances) return stay(seen, 'held', `${why}, but ${capacity.minimum} is the minimum`);
  for (let instances = wanted; instances < seen.instances; instances += 1) {
    if (leadsBack(all, seen.instances, instances) !== undefined) continue;
    const fewer = instances === wanted ? '' : `; fewer than ${instances} would lead back out`;
    return { instances, verdict: 'in', why: `${why}${fewer}` };
  }
  const back = leadsBack(all, seen.instances, seen.instances - 1);
  return stay(
    seen,
    'held',
    `${why}, but with one instance less ${back ?? 'another rule'} would fire at once`,
  );
}

/** The rule out that would fire with the same load on fewer instances; undefined when none would. */
function leadsBack(all: readonly Read[], from: number, to: number): string | undefined {
  const back = all.find(({ rule, value }) => {
    if (value === undefined || targetOf(rule, to) <= to) return false;
    return fires(rule.trigger, projected(rule.trigger, value, from, to));
  });
  return back && conditionText(back.rule.trigger);
}

function blind({ fallback }: Capacity, seen: Seen): Decision {
  const why = 'no metric of its rules can be read';
  if (seen.instances >= fallback) return stay(seen, 'no-data', why);
  return { instances: fallback, verdict: 'no-data', why: `${why}; ${fallback} is the default` };
}

/** What a rule would make of a number, whatever the limits. */
function targetOf({ action }: ScaleRule, instances: number): number {
  const { direction, unit, value } = action;
  if (direction === 'to') return value;
  if (unit === 'instances') return direction === 'out' ? instances + value : instances - value;
  const part = (instances * value) / 100;
  return direction === 'out'
    ? instances + Math.max(1, Math.ceil(part))
    : instances - Math.max(1, Math.floor(part));
}

function takesAway(rule: ScaleRule, instances: number): boolean {
  return targetOf(rule, instances) < instances;
}

function highest(reads: readonly Read[], instances: number): Read | undefined {
  return reads.reduce<Read | undefined>(
    (best, one) =>
      best === undefined || targetOf(one.rule, instances) > targetOf(best.rule, instances) ? one : best,
    undefined,
  );
}

function cooled(fired: readonly Read[], seen: Seen): Decision {
  const left = Math.max(...fired.map(({ rule }) => cooling(seen, rule.action.cooldownMs)));
  return stay(
    seen,
    'held',
    `${fired.map(reasonOf).join(' and ')}, but it cools down for another ${Math.ceil(left / 1000)} s`,
  );
}

function calm(ins: readonly Read[], kept: Read): string {
  const only = ins.length === 1 ? '' : `, and all ${ins.length} rules in must agree`;
  const found = kept.value === undefined ? 'cannot be read' : `is ${shown(kept.value)}`;
  return `no rule out fires, and ${kept.rule.trigger.metric} ${found}, not ${conditionText(kept.rule.trigger)}${only}`;
}

function reasonOf({ rule, value }: Read): string {
  return `${rule.trigger.metric} is ${value === undefined ? 'unknown' : shown(value)}: ${conditionText(rule.trigger)}`;
}

function stay({ instances }: Seen, verdict: Decision['verdict'], why: string): Decision {
  return { instances, verdict, why };
}
