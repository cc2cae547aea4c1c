import { queryOptions } from '@tanstack/react-query';
import { orMissing } from '../../../../../src/sdk/errors.ts';
import type { MetricSource } from '../../../../../src/sdk/metrics.ts';
import { teal } from '../../../app/client.ts';
import { keys, numbersEveryMs } from '../../../app/queries.ts';
import { type Frame, frameOf, movedOn } from './frame.ts';
import type { Range } from './ranges.ts';

/** Metrics by name, and when they were asked for by this browser's clock. */
export type Frames = { readonly byName: ReadonlyMap<string, Frame>; readonly askedAt: number };

type Wanted = {
  readonly of: MetricSource;
  readonly range: Range;
  readonly names: readonly string[];
  readonly aggregation: 'total' | 'average';
  readonly filter?: string;
};

/** More lines than a chart can show. */
const allSeries = 1000;
/** How many steps before the newest one are read again: what was counted late is in them. */
const openSteps = 3;

const fresh = {
  refetchInterval: numbersEveryMs,
  staleTime: numbersEveryMs,
  structuralSharing: false,
} as const;

function framesQuery(endpoint: string, topic: string, wanted: Wanted) {
  return queryOptions({
    ...fresh,
    queryKey: keys.numbers('monitor', endpoint, topic, wanted.range.id),
    queryFn: ({ client, queryKey, signal }) => follow(client.getQueryData<Frames>(queryKey), wanted, signal),
  });
}

/** Requests by deployment and by how they came; copies for mirrors are a kind of their own. */
export function requestsQuery(endpoint: string, range: Range) {
  return framesQuery(endpoint, 'requests', {
    of: { endpoint },
    range,
    names: ['RequestsPerMinute'],
    aggregation: 'total',
    filter: "deployment eq '*' and kind eq '*'",
  });
}

/** Answers of 400 and above, and answers that never came to their end (class 0). */
export function errorsQuery(endpoint: string, range: Range) {
  const classes = ['4xx', '5xx', '0'].map((one) => `statusCodeClass eq '${one}'`).join(' or ');
  return framesQuery(endpoint, 'errors', {
    of: { endpoint },
    range,
    names: ['RequestsPerMinute'],
    aggregation: 'total',
    filter: `deployment eq '*' and kind eq '*' and (${classes})`,
  });
}

/** Copies that mirrors did not get, and requests over a limit, by the reason. */
export function turnedAwayQuery(endpoint: string, range: Range) {
  return framesQuery(endpoint, 'turned-away', {
    of: { endpoint },
    range,
    names: ['MirrorDropsPerMinute', 'ThrottledRequestsPerMinute'],
    aggregation: 'total',
    filter: "deployment eq '*' and reason eq '*'",
  });
}

export const percentiles = ['50', '90', '95', '99'] as const;
export type Percentile = (typeof percentiles)[number];

export function latencyQuery(endpoint: string, range: Range, percentile: Percentile) {
  return framesQuery(endpoint, `latency-${percentile}`, {
    of: { endpoint },
    range,
    names: [`RequestLatency_P${percentile}`],
    aggregation: 'average',
    filter: "deployment eq '*' and kind eq '*'",
  });
}

/** The percentiles of all requests of the range: they cannot be had from those of its steps. */
export function wholeLatencyQuery(endpoint: string, range: Range) {
  const every = range.stepSeconds * 1000;
  return queryOptions({
    queryKey: keys.numbers('monitor', endpoint, 'whole-latency', range.id),
    queryFn: async ({ signal }) => {
      const { value } = await teal().metrics.list(
        { endpoint },
        {
          names: percentiles.map((one) => `RequestLatency_P${one}`),
          timespan: `PT${range.seconds}S`,
          interval: 'FULL',
          aggregations: ['Average'],
          filter: "deployment eq '*' and kind eq '*'",
          top: allSeries,
          signal,
        },
      );
      return value.map(({ timeseries }) => {
        const each = timeseries.map(({ metadatavalues, data }) => {
          const key = metadatavalues.map((dimension) => dimension.value).join('/');
          return [key, data?.[0]?.average] as const;
        });
        return new Map(each);
      });
    },
    staleTime: every,
    refetchInterval: every,
  });
}

/** CPU and memory by deployment, on average over its instances. */
export function usageQuery(endpoint: string, deployments: readonly string[], range: Range) {
  return queryOptions({
    ...fresh,
    queryKey: keys.numbers('monitor', endpoint, 'usage', range.id, ...deployments),
    queryFn: async ({ client, queryKey, signal }) => {
      const before = client.getQueryData<ReadonlyMap<string, Frames>>(queryKey);
      const names = ['CpuUtilizationPercentage', 'CpuMemoryUtilizationPercentage'];
      const each = deployments.map(async (deployment) => {
        const wanted = { of: { endpoint, deployment }, range, names, aggregation: 'average' } as const;
        // One may be deleted before the list of them says so.
        const frames = await orMissing(follow(before?.get(deployment), wanted, signal));
        return frames === undefined ? [] : [[deployment, frames] as const];
      });
      return new Map((await Promise.all(each)).flat());
    },
  });
}

/** When the live split was set, and whether there was another before; null when it never was. */
export function splitSetQuery(endpoint: string) {
  return queryOptions({
    queryKey: [...keys.history(endpoint), 'split-set'],
    queryFn: async ({ signal }) => {
      const entries = await teal().endpoints.history(endpoint, { top: 100, signal }).all();
      const found = entries.find(({ properties: { traffic } }) => {
        if (traffic === null) return false;
        return JSON.stringify(traffic.before.traffic) !== JSON.stringify(traffic.after.traffic);
      });
      if (found === undefined) return null;
      const { at, traffic } = found.properties;
      return { at, isFirst: Object.keys(traffic?.before.traffic ?? {}).length === 0 };
    },
  });
}

/** All of the range, or what came since `before`. */
async function follow(before: Frames | undefined, wanted: Wanted, signal: AbortSignal): Promise<Frames> {
  const { range } = wanted;
  const askedAt = Date.now();
  const passed = before === undefined ? 0 : Math.ceil((askedAt - before.askedAt) / 1000);
  if (before !== undefined && passed >= 0 && passed < range.seconds / 2) {
    const newer = await ask(wanted, passed + openSteps * range.stepSeconds, signal);
    const moved = [...before.byName].map(([name, old]) => {
      const young = newer.get(name);
      return [name, young === undefined ? undefined : movedOn(old, young, reading(wanted))] as const;
    });
    const whole = moved.filter((one): one is readonly [string, Frame] => one[1] !== undefined);
    if (whole.length === moved.length) return { byName: new Map(whole), askedAt };
  }
  return { byName: await ask(wanted, range.seconds, signal), askedAt };
}

async function ask(
  wanted: Wanted,
  seconds: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Frame>> {
  const { of, range, names, aggregation, filter } = wanted;
  const answer = await teal().metrics.list(of, {
    names,
    // The service's clock, not ours, says what is newest.
    timespan: `PT${seconds}S`,
    interval: range.interval,
    aggregations: [aggregation === 'total' ? 'Total' : 'Average'],
    filter,
    top: allSeries,
    signal,
  });
  return new Map(answer.value.map((one) => [one.name.value, frameOf(one, answer, reading(wanted))]));
}

function reading({ aggregation, range }: Wanted) {
  return { aggregation, stepSeconds: range.stepSeconds };
}
