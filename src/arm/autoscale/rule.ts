/** One rule of an autoscale setting: what it measures, when it fires, what it does. */
import type {
  DimensionTest,
  MetricOf,
  ScaleAction,
  ScaleRule,
  Trigger,
} from '../../domain/autoscale/settings.ts';
import { DomainError } from '../../domain/errors.ts';
import { choice } from '../choice.ts';
import { parseDuration } from '../durations.ts';
import { catalog, type Metric, namespaceOf, type Scope } from '../metrics/catalog.ts';
import type { RuleBody, TriggerBody } from './body.ts';

const minuteMs = 60_000;
const longestMs = 12 * 60 * minuteMs;
const operators = [
  'Equals',
  'NotEquals',
  'GreaterThan',
  'GreaterThanOrEqual',
  'LessThan',
  'LessThanOrEqual',
] as const;

/** Throws bad-argument with the path of the field. */
export function ruleOf(body: RuleBody, path: string, measured: (id: string) => MetricOf): ScaleRule {
  return {
    trigger: triggerOf(body.metricTrigger, `${path}.metricTrigger`, measured),
    action: actionOf(body.scaleAction, `${path}.scaleAction`),
  };
}

function triggerOf(body: TriggerBody, path: string, measured: (id: string) => MetricOf): Trigger {
  const of = measured(body.metricResourceUri);
  const metric = metricOf(body, of.deployment === null ? 'endpoint' : 'deployment', path);
  const grainMs = spanOf(body.timeGrain, `${path}.timeGrain`);
  const windowMs = spanOf(body.timeWindow, `${path}.timeWindow`);
  if (windowMs < grainMs) {
    refuse(`${path}.timeWindow`, `is ${body.timeWindow}, shorter than the timeGrain ${body.timeGrain}`);
  }
  if (!Number.isFinite(body.threshold)) refuse(`${path}.threshold`, 'must be a number');
  return {
    metric: metric.name,
    of,
    dimensions: (body.dimensions ?? []).map((test, at) =>
      dimensionOf(test, metric, `${path}.dimensions[${at}]`),
    ),
    grainMs,
    statistic: choice(['Average', 'Min', 'Max', 'Sum', 'Count'], body.statistic, `${path}.statistic`),
    windowMs,
    aggregation: choice(
      ['Average', 'Minimum', 'Maximum', 'Total', 'Count', 'Last'],
      body.timeAggregation,
      `${path}.timeAggregation`,
    ),
    operator: choice(operators, body.operator, `${path}.operator`),
    threshold: body.threshold,
    dividePerInstance: body.dividePerInstance ?? false,
    shared: metric.unit !== 'Count',
  };
}

/** The catalog's own spelling. */
function metricOf({ metricName, metricNamespace }: TriggerBody, scope: Scope, path: string): Metric {
  const namespace = namespaceOf[scope];
  if (metricNamespace && metricNamespace.toLowerCase() !== namespace.toLowerCase()) {
    refuse(`${path}.metricNamespace`, `is '${metricNamespace}'; it must be ${namespace}`);
  }
  const found = catalog[scope].find(({ name }) => name.toLowerCase() === metricName.trim().toLowerCase());
  if (found !== undefined) return found;
  const valid = catalog[scope].map(({ name }) => name).join(', ');
  const what = scope === 'endpoint' ? 'an endpoint' : 'a deployment';
  return refuse(
    `${path}.metricName`,
    `is '${metricName}', which ${what} does not have; it must be one of ${valid}`,
  );
}

function dimensionOf(
  { DimensionName, Operator, Values }: NonNullable<TriggerBody['dimensions']>[number],
  metric: Metric,
  path: string,
): DimensionTest {
  const name = metric.dimensions.find((one) => one.toLowerCase() === DimensionName.toLowerCase());
  if (name === undefined) {
    const allowed = metric.dimensions.length === 0 ? 'none' : metric.dimensions.join(', ');
    return refuse(`${path}.DimensionName`, `is '${DimensionName}'; ${metric.name} has ${allowed}`);
  }
  if (Values.length === 0) refuse(`${path}.Values`, 'must have at least one value');
  return {
    name,
    operator: choice(['Equals', 'NotEquals'], Operator, `${path}.Operator`),
    values: Values.map((value) => value.toLowerCase()),
  };
}

function actionOf({ direction, type, value, cooldown }: RuleBody['scaleAction'], path: string): ScaleAction {
  const way = choice(['Increase', 'Decrease', 'None'], direction, `${path}.direction`);
  const unit = choice(['ChangeCount', 'PercentChangeCount', 'ExactCount'], type, `${path}.type`);
  const number = Number(value ?? 1);
  if (!/^\d+$/.test(String(value ?? 1)) || number < 1 || number > 1000) {
    refuse(`${path}.value`, `is '${value}'; it must be a whole number from 1`);
  }
  if (way === 'None' && unit !== 'ExactCount') {
    refuse(`${path}.direction`, `is None, which ${unit} cannot have; it must be Increase or Decrease`);
  }
  const cooldownMs = parseDuration(cooldown, `${path}.cooldown`);
  if (cooldownMs < minuteMs || cooldownMs > 7 * 24 * 60 * minuteMs) {
    refuse(`${path}.cooldown`, `is ${cooldown}; it must be from PT1M to P7D`);
  }
  return {
    direction: unit === 'ExactCount' ? 'to' : way === 'Increase' ? 'out' : 'in',
    unit: unit === 'PercentChangeCount' ? 'percent' : 'instances',
    value: number,
    cooldownMs,
  };
}

function spanOf(text: string, path: string): number {
  const ms = parseDuration(text, path);
  if (ms >= minuteMs && ms <= longestMs && ms % minuteMs === 0) return ms;
  return refuse(path, `is ${text}; it must be whole minutes from PT1M to PT12H`);
}

function refuse(target: string, what: string): never {
  throw new DomainError('bad-argument', `${target} ${what}.`, { target });
}
