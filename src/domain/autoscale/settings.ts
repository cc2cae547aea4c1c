/** What governs the number of instances of a deployment, as Azure Monitor's autoscale settings say it, in our words. */

export type Operator =
  | 'Equals'
  | 'NotEquals'
  | 'GreaterThan'
  | 'GreaterThanOrEqual'
  | 'LessThan'
  | 'LessThanOrEqual';

/** How a minute (the grain) is summed up. */
export type Statistic = 'Average' | 'Min' | 'Max' | 'Sum' | 'Count';

/** How the grains of a window are summed up. */
export type TimeAggregation = 'Average' | 'Minimum' | 'Maximum' | 'Total' | 'Count' | 'Last';

export type DimensionTest = {
  readonly name: string;
  readonly operator: 'Equals' | 'NotEquals';
  readonly values: readonly string[];
};

/** Whose metric it is; `deployment` null: all of the endpoint. By name, as metrics are kept. */
export type MetricOf = { readonly endpoint: string; readonly deployment: string | null };

/** When a rule fires: `metric operator threshold` over a window. */
export type Trigger = {
  readonly metric: string;
  readonly of: MetricOf;
  readonly dimensions: readonly DimensionTest[];
  readonly grainMs: number;
  readonly statistic: Statistic;
  readonly windowMs: number;
  readonly aggregation: TimeAggregation;
  readonly operator: Operator;
  readonly threshold: number;
  /** The value is divided by the number of instances before it is compared. */
  readonly dividePerInstance: boolean;
  /** Each of fewer instances would have more of it: CPU, memory, latency; not a count over all of them. */
  readonly shared: boolean;
};

/** `change` by so many, by so many percent, or `to` exactly so many. */
export type ScaleAction = {
  readonly direction: 'out' | 'in' | 'to';
  readonly unit: 'instances' | 'percent';
  readonly value: number;
  readonly cooldownMs: number;
};

export type ScaleRule = { readonly trigger: Trigger; readonly action: ScaleAction };

/** `fallback` is Azure's `default`: what is gone up to when no metric can be read. */
export type Capacity = { readonly minimum: number; readonly maximum: number; readonly fallback: number };

/** When a profile is in force. Times are local to the zone, an IANA name. */
export type Schedule =
  | { readonly kind: 'always' }
  /** `YYYY-MM-DDTHH:MM:SS`; in force from `start` up to `end`. */
  | { readonly kind: 'dates'; readonly zone: string; readonly start: string; readonly end: string }
  /** Begins at these times (days 0 = Sunday) and lasts until the next weekly profile of the setting begins. */
  | { readonly kind: 'weekly'; readonly zone: string; readonly begins: readonly WeekTime[] };

export type WeekTime = { readonly day: number; readonly hour: number; readonly minute: number };

export type Profile = {
  readonly name: string;
  readonly capacity: Capacity;
  readonly rules: readonly ScaleRule[];
  readonly schedule: Schedule;
};

/**
 * What a decision comes to; the same words in every log, answer and list.
 * `held`: it would be changed, but for a cooldown or what it would lead to. `asleep`, `wakes`: no instances, and the end
 * of that. `waits`: it is not decided now, because somebody else is at it.
 */
export type Verdict = 'steady' | 'out' | 'in' | 'limits' | 'held' | 'no-data' | 'asleep' | 'wakes' | 'waits';

/** How many instances there are to be, and why so: one sentence for people. */
export type Decision = { readonly instances: number; readonly verdict: Verdict; readonly why: string };
