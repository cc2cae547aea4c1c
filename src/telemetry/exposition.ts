/** The metrics as text for Prometheus, with its conventions: base units, `_total`, cumulative buckets. */
import { type Histogram, startOf } from '../domain/metrics/histogram.ts';
import type { Sample } from '../domain/metrics/sample.ts';
import { isTraffic, type Series, seriesOf } from '../domain/metrics/series.ts';
import type { Rows } from '../domain/store.ts';
import { collectionFamilies } from './exposition-collected.ts';
import { limitFamily, usageFamilies } from './exposition-limits.ts';
import type { Family, Labels, Line } from './family.ts';
import { states } from './instances.ts';
import type { Recorder } from './recorder.ts';

/** In seconds; a bucket ends at the cell that holds its bound, so it is within 1.6 % of it. */
const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180];

/** Counters grow since the control plane started. */
export async function familiesOf(recorder: Recorder, rows: Rows): Promise<readonly Family[]> {
  const totals = [...recorder.totals].map(([key, sample]) => [seriesOf(key), sample] as const);
  const families = [
    ...trafficFamilies(totals.filter(([{ kind }]) => isTraffic(kind))),
    refusals(totals),
    ...usageFamilies(totals, recorder.connections()),
    await limitFamily(rows),
    ...instanceFamilies(recorder, totals),
    ...collectionFamilies(totals),
    await instancesByState(rows),
    await configuredShares(rows),
    ...ownFamilies(recorder),
  ];
  return families.filter(({ lines }) => lines.length > 0);
}

/** As Prometheus reads them. */
export function textOf(families: readonly Family[]): string {
  return families.map(familyText).join('');
}

type Totals = readonly (readonly [Series, Sample])[];

function trafficFamilies(totals: Totals): Family[] {
  const labels = ({ endpoint, deployment, kind }: Series) => ({ endpoint, deployment, kind });
  const each = (lines: (series: Series, sample: Sample) => readonly Line[]) =>
    totals.flatMap(([series, sample]) => lines(series, sample));
  return [
    {
      name: 'teal_requests_total',
      type: 'counter',
      help: 'Requests that were answered, by the status code of the answer; 0 when the client went away or the answer broke off.',
      lines: each((series, sample) =>
        codesOf(sample).map(([code, count]) => ['', { ...labels(series), code }, count]),
      ),
    },
    {
      name: 'teal_model_errors_total',
      type: 'counter',
      help: 'Answers of models that clients saw as 424, by the status code of the model.',
      lines: each((series, sample) =>
        named(sample, 'model:').map(([code, count]) => ['', { ...labels(series), code }, count]),
      ),
    },
    {
      name: 'teal_request_duration_seconds',
      type: 'histogram',
      help: 'From the head of a request to the end of its answer.',
      lines: each((series, sample) => durationLines(labels(series), sample)),
    },
    {
      name: 'teal_request_retries_total',
      type: 'counter',
      help: 'Requests made again: no instance can have worked on them, or their endpoint allows it.',
      lines: each((series, { counts }) => [['', labels(series), counts.get('retried') ?? 0]]),
    },
    {
      name: 'teal_mirror_dropped_total',
      type: 'counter',
      help: 'Copies for mirrors that were not made or not sent.',
      lines: each(({ endpoint, deployment }, sample) =>
        named(sample, 'drop:').map(([reason, count]) => ['', { endpoint, deployment, reason }, count]),
      ),
    },
  ];
}

function durationLines(labels: Labels, { counts, times }: Sample): Line[] {
  const timed = counts.get('timed') ?? 0;
  if (timed === 0) return [];
  return [
    ...bounds.map((le): Line => ['_bucket', { ...labels, le: String(le) }, upTo(times, le * 1000)]),
    ['_bucket', { ...labels, le: '+Inf' }, timed],
    ['_sum', labels, (counts.get('ms_sum') ?? 0) / 1000],
    ['_count', labels, timed],
  ];
}

function upTo(times: Histogram, ms: number): number {
  let sum = 0;
  for (const [cell, count] of times) if (startOf(cell) < ms) sum += count;
  return sum;
}

function refusals(totals: Totals): Family {
  return {
    name: 'teal_requests_refused_total',
    type: 'counter',
    help: 'Requests that were answered before a deployment was found; the endpoint is empty when none was named.',
    lines: totals.flatMap(([{ endpoint }, sample]) =>
      named(sample, 'refused:').map(([reason, count]): Line => ['', { endpoint, reason }, count]),
    ),
  };
}

function instanceFamilies(recorder: Recorder, totals: Totals): Family[] {
  const running = recorder.running();
  const lines = (value: (instance: (typeof running)[number]) => number) =>
    running.map((instance): Line => {
      const { endpoint, deployment, id } = instance;
      return ['', { endpoint, deployment, instance: id }, value(instance)];
    });
  return [
    {
      name: 'teal_instance_cpu_seconds_total',
      type: 'counter',
      help: 'CPU time of an instance and its processes.',
      lines: lines(({ cpuSeconds }) => cpuSeconds),
    },
    {
      name: 'teal_instance_memory_bytes',
      type: 'gauge',
      help: 'Memory of an instance and its processes.',
      lines: lines(({ memoryBytes }) => memoryBytes),
    },
    {
      name: 'teal_instance_restarts_total',
      type: 'counter',
      help: 'Instances that died although nobody had told them to.',
      lines: totals
        .filter(([{ kind }]) => kind === 'deployment')
        .map(
          ([{ endpoint, deployment }, { counts }]): Line => [
            '',
            { endpoint, deployment },
            counts.get('restarts') ?? 0,
          ],
        ),
    },
  ];
}

async function instancesByState({ endpoints, deployments, instances }: Rows): Promise<Family> {
  const [ends, deploys, kept] = await Promise.all([endpoints.list(), deployments.list(), instances.list()]);
  const names = new Map(ends.map(({ uid, name }) => [uid, name]));
  return {
    name: 'teal_instances',
    type: 'gauge',
    help: 'Instances by state.',
    lines: deploys.flatMap(({ uid, name, endpointUid }) =>
      states.map((state): Line => {
        const count = kept.filter((one) => one.deploymentUid === uid && one.state === state).length;
        return ['', { endpoint: names.get(endpointUid) ?? '', deployment: name, state }, count];
      }),
    ),
  };
}

async function configuredShares({ endpoints }: Rows): Promise<Family> {
  const linesOf = (endpoint: string, kind: string, shares: Readonly<Record<string, number>>) =>
    Object.entries(shares).map(
      ([deployment, percent]): Line => ['', { endpoint, deployment, kind }, percent / 100],
    );
  return {
    name: 'teal_traffic_share_ratio',
    type: 'gauge',
    help: 'The share of requests that a deployment is to have, live or as copies.',
    lines: (await endpoints.list()).flatMap(({ name, spec }) => [
      ...linesOf(name, 'live', spec.traffic),
      ...linesOf(name, 'mirrored', spec.mirror),
    ]),
  };
}

function ownFamilies(recorder: Recorder): Family[] {
  const { unwritten, clockJumps, nameless } = recorder.troubles();
  const own = (name: string, help: string, value: number): Family => ({
    name,
    type: 'counter',
    help,
    lines: [['', {}, value]],
  });
  return [
    own(
      'teal_metrics_unwritten_seconds_total',
      'Seconds of metrics that could not be written when they were due.',
      unwritten,
    ),
    own('teal_metrics_clock_jumps_total', 'Times that the clock of the machine was moved.', clockJumps),
    own(
      'teal_metrics_nameless_requests_total',
      'Requests whose deployment was gone before they were read.',
      nameless,
    ),
  ];
}

/** Counts whose names begin alike, by the rest of the name. */
function named({ counts }: Sample, prefix: string): [string, number][] {
  return [...counts].flatMap(([name, count]): [string, number][] =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), count]] : [],
  );
}

/** All requests, each under one code. */
function codesOf(sample: Sample): [string, number][] {
  const codes = named(sample, 'status:');
  const rest = (sample.counts.get('requests') ?? 0) - codes.reduce((sum, [, count]) => sum + count, 0);
  return rest > 0 ? [...codes, ['0', rest]] : codes;
}

function familyText({ name, type, help, lines }: Family): string {
  const rows = lines.map(([suffix, labels, value]) => `${name}${suffix}${braces(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${rows.join('')}`;
}

function braces(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
