/** A Teal for the recorded run: a split, a deployment of which there is too little, and a shadow that counts its calls. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liftLimits } from '../../test/support/limits.ts';
import type { Json, Rest } from '../../test/support/rest.ts';
import { restOf } from '../../test/support/rest.ts';
import { primaryKey, route, scoringUri } from '../../test/support/scoring.ts';
import type { Teal } from '../../test/support/teal.ts';
import { TIMEOUT_MS } from './turns.ts';

const ENDPOINT = 'recorded';

/** Sleeps as long as it is told, fails when it is told to, and leaves a byte for each call where it is told to. */
const script = `
import json, os, time
tally = os.environ.get("TALLY")
def init():
    pass
def run(data):
    if tally:
        with open(tally, "ab", buffering=0) as file:
            file.write(b".")
    asked = json.loads(data)
    time.sleep(asked["ms"] / 1000)
    if asked["fail"]:
        raise ValueError("told to")
    return asked["ms"]
`;

export type Stage = {
  readonly port: number;
  readonly path: string;
  readonly key: string;
  /** Calls of the shadow. */
  readonly copies: () => number;
  /** Of the whole run so far; by the values of dimensions when a filter has some with '*'. */
  readonly totals: (metric: string, filter: string) => Promise<ReadonlyMap<string, number>>;
  readonly latency: (deployment: string, percent: number) => Promise<number>;
};

/** `workers` are the processes of the script behind each share of the split. */
export async function prepare(teal: Teal, workers: number): Promise<Stage> {
  const rest = restOf(teal);
  await liftLimits(rest);
  const folder = join(teal.home, 'recorded');
  const tally = join(teal.home, 'tally');
  mkdirSync(folder);
  writeFileSync(join(folder, 'score.py'), script);
  writeFileSync(tally, '');
  await rest.register('codes', ENDPOINT, folder);
  await rest.call('PUT', `/onlineEndpoints/${ENDPOINT}`, {
    location: 'local',
    properties: { authMode: 'Key' },
  });
  const deploy = (name: string, count: number, most: number, more: Json = {}) =>
    rest.deploy(ENDPOINT, name, ENDPOINT, {
      environmentVariables: { WORKER_COUNT: String(count), ...more },
      requestSettings: {
        maxConcurrentRequestsPerInstance: most,
        // A copy that is given up in line is a copy without a call.
        requestTimeout: name === 'shadow' ? 'PT3M' : `PT${TIMEOUT_MS / 1000}S`,
        maxQueueWait: 'PT30S',
      },
    });
  await deploy('blue', workers, 4 * workers);
  await deploy('green', workers, 4 * workers);
  await deploy('narrow', 1, 1);
  await deploy('shadow', Math.ceil(workers / 3), workers, { TALLY: tally });
  await route(rest, ENDPOINT, { blue: 70, green: 30 }, { shadow: 10 });
  const { port, pathname } = new URL(await scoringUri(rest, ENDPOINT));
  return {
    port: Number(port),
    path: pathname,
    key: await primaryKey(rest, ENDPOINT),
    copies: () => statSync(tally).size,
    totals: async (metric, filter) =>
      new Map(
        (await timeseries(rest, metric, filter)).map(({ metadatavalues, data }: Json) => [
          metadatavalues.map(({ value }: Json) => value).join(' '),
          data[0].total,
        ]),
      ),
    latency: async (deployment, percent) => {
      const [series] = await timeseries(rest, `RequestLatency_P${percent}`, `deployment eq '${deployment}'`);
      return series?.data[0].average ?? Number.NaN;
    },
  };
}

async function timeseries(rest: Rest, metricnames: string, filter: string): Promise<Json> {
  const aggregation = metricnames.startsWith('RequestLatency') ? 'Average' : 'Total';
  const words = new URLSearchParams({
    timespan: 'PT6H',
    interval: 'FULL',
    top: '1000',
    metricnames,
    aggregation,
  });
  if (filter !== '') words.set('$filter', filter);
  const path = `/onlineEndpoints/${ENDPOINT}/providers/Microsoft.Insights/metrics`;
  const { status, body } = await rest.call('GET', `${path}?${words}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.value[0].timeseries;
}
