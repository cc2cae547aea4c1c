/** What a window of a metric comes to, and whether a rule fires on it. */
import type { Operator, TimeAggregation, Trigger } from './settings.ts';

/** Values by grain, oldest first; grains without a value are left out. */
export type Window = readonly number[];

/** The value that is compared; undefined when nothing was measured. */
export function amountOf(trigger: Trigger, window: Window, instances: number): number | undefined {
  const value = aggregated(trigger.aggregation, window);
  if (value === undefined || !trigger.dividePerInstance) return value;
  return value / Math.max(1, instances);
}

function aggregated(aggregation: TimeAggregation, window: Window): number | undefined {
  if (aggregation === 'Count') return window.length;
  if (window.length === 0) return undefined;
  switch (aggregation) {
    case 'Average':
      return window.reduce((sum, value) => sum + value, 0) / window.length;
    case 'Minimum':
      return Math.min(...window);
    case 'Maximum':
      return Math.max(...window);
    case 'Total':
      return window.reduce((sum, value) => sum + value, 0);
    case 'Last':
      return window.at(-1);
    default:
      return aggregation satisfies never;
  }
}

export function fires({ operator, threshold }: Trigger, value: number): boolean {
  switch (operator) {
    case 'Equals':
      return value === threshold;
    case 'NotEquals':
      return value !== threshold;
    case 'GreaterThan':
      return value > threshold;
    case 'GreaterThanOrEqual':
      return value >= threshold;
    case 'LessThan':
      return value < threshold;
    case 'LessThanOrEqual':
      return value <= threshold;
    default:
      return operator satisfies never;
  }
}

/** What the value would be with another number of instances and the same load. */
export function projected(trigger: Trigger, value: number, from: number, to: number): number {
  return trigger.shared || trigger.dividePerInstance ? (value * from) / Math.max(1, to) : value;
}

export const signs: Readonly<Record<Operator, string>> = {
  Equals: '==',
  NotEquals: '!=',
  GreaterThan: '>',
  GreaterThanOrEqual: '>=',
  LessThan: '<',
  LessThanOrEqual: '<=',
};

const minuteMs = 60_000;

/** `CpuUtilizationPercentage > 70 (average of 5 min)`. */
export function conditionText(trigger: Trigger): string {
  const { metric, operator, threshold, aggregation, windowMs, dividePerInstance } = trigger;
  const each = dividePerInstance ? ' per instance' : '';
  return `${metric}${each} ${signs[operator]} ${threshold} (${aggregation.toLowerCase()} of ${windowMs / minuteMs} min)`;
}

/** At most three digits after the point, for sentences. */
export function shown(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
