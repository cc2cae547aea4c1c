/** `METRIC {==,!=,>,>=,<,<=} THRESHOLD {avg,min,max,total,count} PERIOD [where DIMENSION {==,!=} VALUE [or VALUE …] [and …]]`, the grammar of Azure CLI. */
import { DomainError } from '../../domain/errors.ts';
import type { TriggerBody } from './body.ts';

const operators: Readonly<Record<string, string>> = {
  '==': 'Equals',
  '!=': 'NotEquals',
  '>': 'GreaterThan',
  '>=': 'GreaterThanOrEqual',
  '<': 'LessThan',
  '<=': 'LessThanOrEqual',
};

const aggregations: Readonly<Record<string, string>> = {
  avg: 'Average',
  min: 'Minimum',
  max: 'Maximum',
  total: 'Total',
  count: 'Count',
};

const statistics: Readonly<Record<string, string>> = { avg: 'Average', min: 'Min', max: 'Max', sum: 'Sum' };

export type Condition = Pick<
  TriggerBody,
  'metricName' | 'operator' | 'threshold' | 'timeAggregation' | 'timeWindow'
> &
  Pick<TriggerBody, 'metricNamespace' | 'dimensions'>;

const pattern =
  /^(?:(?:"([^"]+)"|'([^']+)')\s+)?(\S(?:.*?\S)?)\s*(==|!=|>=|<=|>|<)\s*(-?\d+(?:[.,]\d+)?)\s+(\w+)\s+(\S+)(?:\s+where\s+(.+))?$/i;

/** Throws bad-argument that says what is wrong and how it is written. */
export function parseCondition(text: string): Condition {
  const match = pattern.exec(text.trim());
  if (match === null) return refuse(text, 'it');
  const [, quoted, single, metricName = '', operator = '', number = '', word = '', period = '', where] =
    match;
  const timeAggregation = aggregations[word.toLowerCase()];
  if (timeAggregation === undefined) return refuse(text, `'${word}'`);
  const namespace = quoted ?? single;
  return {
    metricName,
    ...(namespace === undefined ? {} : { metricNamespace: namespace }),
    operator: operators[operator] ?? '',
    threshold: Number(number.replace(',', '.')),
    timeAggregation,
    timeWindow: periodOf(period, text),
    ...(where === undefined ? {} : { dimensions: dimensionsOf(where, text) }),
  };
}

/** `avg 1m`, in any order, either left out: how a grain is summed up, and how long it is. */
export function parseTimeGrain(text: string): Pick<TriggerBody, 'statistic' | 'timeGrain'> {
  let statistic = 'Average';
  let timeGrain = 'PT1M';
  for (const word of text.trim().split(/\s+/)) {
    const known = statistics[word.toLowerCase()];
    if (known !== undefined) statistic = known;
    else timeGrain = periodOf(word, text);
  }
  return { statistic, timeGrain };
}

export type Scale = {
  readonly direction: string;
  readonly type: string;
  readonly value: string;
};

/** `out 2`, `in 20%`, `to 5`. Throws bad-argument. */
export function parseScale(text: string): Scale {
  const match = /^(to|out|in)\s+(\d+)(%?)$/i.exec(text.trim());
  const [, word = '', value = '', percent = ''] = match ?? [];
  const direction = { to: 'None', out: 'Increase', in: 'Decrease' }[word.toLowerCase()];
  if (direction === undefined || (direction === 'None' && percent !== '')) {
    throw new DomainError(
      'bad-argument',
      `The scale is '${text}'; it must be {in,out,to} VALUE[%], such as out 2, in 20% or to 5.`,
      { target: '--scale' },
    );
  }
  const type = direction === 'None' ? 'ExactCount' : percent === '' ? 'ChangeCount' : 'PercentChangeCount';
  return { direction, type, value };
}

function dimensionsOf(text: string, whole: string): NonNullable<TriggerBody['dimensions']> {
  return text.split(/\s+and\s+|\s*,\s*(?=[\w]+\s*(?:==|!=))/i).map((part) => {
    const match = /^(\w+)\s*(==|!=)\s*(.+)$/.exec(part.trim());
    if (match === null) return refuse(whole, `'${part}'`);
    const [, DimensionName = '', operator = '', values = ''] = match;
    return {
      DimensionName,
      Operator: operators[operator] ?? '',
      Values: values.split(/\s+or\s+|\s*,\s*/i).map((value) => value.trim()),
    };
  });
}

function periodOf(text: string, whole: string): string {
  if (/^P/i.test(text)) return text.toUpperCase();
  const match = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/i.exec(text);
  if (match === null) return refuse(whole, `'${text}'`);
  const [days, hours, minutes, seconds] = match.slice(1);
  const time = [hours && `${hours}H`, minutes && `${minutes}M`, seconds && `${seconds}S`].join('');
  return `P${days === undefined ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`;
}

function refuse(text: string, what: string): never {
  throw new DomainError(
    'bad-argument',
    `The condition is '${text}'; ${what} cannot be understood. It must be METRIC {==,!=,>,>=,<,<=} THRESHOLD {avg,min,max,total,count} PERIOD [where DIMENSION {==,!=} VALUE], such as CpuUtilizationPercentage > 70 avg 5m.`,
    { target: '--condition' },
  );
}
