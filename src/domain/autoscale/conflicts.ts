/** Rules of one profile that fight: one that adds and one that takes away fire on the same value of the same metric. */
import type { Profile, ScaleRule, Trigger } from './settings.ts';
import { conditionText, fires } from './window.ts';

/** A sentence that names both; undefined when none do. */
export function fightOf({ name, rules }: Pick<Profile, 'name' | 'rules'>): string | undefined {
  for (const out of rules) {
    if (out.action.direction !== 'out') continue;
    const rival = rules.find(
      (rule) => rule.action.direction === 'in' && sameValue(out, rule) && overlap(out.trigger, rule.trigger),
    );
    if (rival === undefined) continue;
    return `profile '${name}' has rules that fight: out when ${conditionText(out.trigger)} and in when ${conditionText(rival.trigger)} are both true at some values`;
  }
  return undefined;
}

function sameValue({ trigger: one }: ScaleRule, { trigger: other }: ScaleRule): boolean {
  return keyOf(one) === keyOf(other);
}

/** All of a trigger but its comparison. */
function keyOf(trigger: Trigger): string {
  return JSON.stringify({ ...trigger, operator: '', threshold: 0 });
}

/** Whether some value fires both: tried at both thresholds and just beside them, for between them nothing changes. */
function overlap(one: Trigger, other: Trigger): boolean {
  const marks = [one.threshold, other.threshold];
  const tries = [
    ...marks,
    (one.threshold + other.threshold) / 2,
    ...marks.flatMap((mark) => [mark - 1, mark + 1]),
  ];
  return tries.some((value) => fires(one, value) && fires(other, value));
}
