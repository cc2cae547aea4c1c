/** What was in force when, by the changes that were asked for and the moments at which they were answered. */
import { clock, type Shot } from './barrage.ts';

type Change<Value> = { readonly askedAt: number; answeredAt: number; readonly value: Value };

export class Timeline<Value> {
  readonly #changes: Change<Value>[];

  constructor(first: Value) {
    this.#changes = [{ askedAt: 0, answeredAt: 0, value: first }];
  }

  get latest(): Value {
    return this.#changes[this.#changes.length - 1]?.value as Value;
  }

  /** Runs `work`, whose end says that `value` is in force everywhere; gives the ms that it took. */
  async change(value: Value, work: () => Promise<unknown>): Promise<number> {
    const change = { askedAt: clock(), answeredAt: Number.POSITIVE_INFINITY, value };
    this.#changes.push(change);
    await work();
    change.answeredAt = clock();
    return change.answeredAt - change.askedAt;
  }

  /** All that a request may go by which began and ended then. */
  *during({ start, end }: Pick<Shot, 'start' | 'end'>): Iterable<Value> {
    for (let at = this.#changes.length - 1; at >= 0; at -= 1) {
      const change = this.#changes[at];
      if (change === undefined || change.askedAt > end) continue;
      yield change.value;
      if (change.answeredAt <= start) return;
    }
  }
}

/** An endpoint while it is changed, as its clients may see it. */
export type Course = {
  /** Percentages by deployment. */
  readonly traffic: Timeline<Readonly<Record<string, number>>>;
  /** By deployment, what its script calls its revision. */
  readonly revisions: ReadonlyMap<string, Timeline<string>>;
  /** Instances that were taken away, and when that was answered. */
  readonly gone: ReadonlyMap<number, number>;
};

/** Why the answer cannot have come by any table that was in force; undefined when it can. */
export function misrouted(shot: Shot, { traffic, revisions, gone }: Course): string | undefined {
  const [deployment = '', revision = '', instance] = shot.by.split('/');
  if (!some(traffic.during(shot), (shares) => (shares[deployment] ?? 0) > 0))
    return `${deployment} has no traffic`;
  const own = revisions.get(deployment);
  if (own === undefined || !some(own.during(shot), (one) => one === revision))
    return `revision ${revision} is old`;
  const goneAt = gone.get(Number(instance));
  return goneAt !== undefined && goneAt <= shot.start ? `instance ${instance} is gone` : undefined;
}

function some<Value>(values: Iterable<Value>, holds: (value: Value) => boolean): boolean {
  for (const value of values) if (holds(value)) return true;
  return false;
}
