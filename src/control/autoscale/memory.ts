/** What is remembered of a deployment between two decisions: pure. */
import type { Memory } from '../../domain/autoscale/ports.ts';
import type { Decision } from '../../domain/autoscale/settings.ts';
import type { Deployment } from '../../domain/deployment.ts';

export const autoscaleActor = 'autoscale';

const mostDecisions = 20;

/** A number that nobody here set was set by somebody else: cooldowns begin with it. */
export function noticed(
  memory: Memory,
  { spec, modifiedAt, modifiedBy }: Pick<Deployment, 'spec' | 'modifiedAt' | 'modifiedBy'>,
  now: number,
): Memory {
  if (memory.seen === spec.instanceCount) return memory;
  const changed = memory.seen === null ? memory.changed : { at: Math.min(now, modifiedAt), who: modifiedBy };
  return { ...memory, seen: spec.instanceCount, changed };
}

/** With a decision; one that says the same as the last only makes that last longer. */
export function noted(
  memory: Memory,
  decision: Decision,
  { from, now }: { from: number; now: number },
): Memory {
  const last = memory.decisions.at(-1);
  const same =
    last?.verdict === decision.verdict && last.instances === decision.instances && last.from === from;
  const next = { ...decision, at: same ? last.at : now, until: now, from };
  const kept = same ? memory.decisions.slice(0, -1) : memory.decisions.slice(1 - mostDecisions);
  const decisions = [...kept, next];
  if (decision.instances === from) return { ...memory, decisions };
  return { seen: decision.instances, changed: { at: now, who: autoscaleActor }, decisions };
}

/** Whether the store has to know at once: the wording and the end of a decision may wait. */
export function differs(one: Memory, other: Memory): boolean {
  const [last, next] = [one.decisions.at(-1), other.decisions.at(-1)];
  return one.seen !== other.seen || one.changed !== other.changed || last?.at !== next?.at;
}
