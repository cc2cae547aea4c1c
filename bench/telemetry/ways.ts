/** The same script behind Teals with more and less telemetry. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverDoor } from '../../src/main/door.ts';
import { liftLimits } from '../../test/support/limits.ts';
import { childrenOf, instancesOf } from '../../test/support/processes.ts';
import { type Json, type Rest, restOf } from '../../test/support/rest.ts';
import { primaryKey, scoringUri } from '../../test/support/scoring.ts';
import { startTeal, type Teal } from '../../test/support/teal.ts';
import type { Target } from '../load/closed.ts';

export type Way = {
  readonly name: string;
  readonly target: Target;
  readonly port: number;
  /** Router, control and instance. */
  readonly pids: readonly number[];
  /** Before and after a slice. */
  readonly begin: () => void;
  readonly end: () => void;
};

const script = 'def init(): pass\ndef run(data): return 1\n';
const ENDPOINT = 'bench';
const BODY = JSON.stringify({ data: [Array.from({ length: 40 }, (_, at) => at)] });
const collecting = {
  collections: Object.fromEntries(
    ['request', 'response'].map((name) => [name, { dataCollectionMode: 'Enabled', samplingRate: 1 }]),
  ),
};
const nothing = () => {};

/** The first one is what the others are held against. Each Teal is closed by the caller. */
export async function waysOf(sinkPort: number, teals: Teal[]): Promise<readonly Way[]> {
  const start = async (more: readonly string[], variables: NodeJS.ProcessEnv) => {
    const teal = await startTeal(['--router-workers', '1', ...more], undefined, variables);
    teals.push(teal);
    return teal;
  };
  const silent = ['--traffic-log-mib', '0'];
  const otlp = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${sinkPort}` };
  const plain = await deployed(await start(silent, {}), {
    plain: {},
    collected: { dataCollector: collecting },
  });
  const logged = await deployed(await start([], {}), { plain: {} });
  const traced = await deployed(await start(silent, otlp), { traced: { appInsightsEnabled: true } });
  const all = await deployed(await start([], otlp), {
    all: { appInsightsEnabled: true, dataCollector: collecting },
  });
  const { control } = plain;
  const bare: Way = {
    ...plain.way('nothing: control stands still', 'plain'),
    begin: () => void process.kill(control, 'SIGSTOP'),
    end: () => void process.kill(control, 'SIGCONT'),
  };
  return [
    bare,
    plain.way('metrics, read every second', 'plain'),
    logged.way('metrics and traffic log', 'plain'),
    traced.way('metrics and tracing of every request', 'traced'),
    plain.way('metrics and data collection of both bodies', 'collected'),
    { ...all.way('all of it, and a scrape every second', 'all'), ...scraped(all.teal) },
  ];
}

async function deployed(teal: Teal, deployments: Readonly<Record<string, Json>>) {
  const rest = restOf(teal);
  await liftLimits(rest);
  const folder = join(teal.home, 'script');
  mkdirSync(folder);
  writeFileSync(join(folder, 'score.py'), script);
  await rest.register('codes', ENDPOINT, folder);
  await rest.call('PUT', `/onlineEndpoints/${ENDPOINT}`, {
    location: 'local',
    properties: { authMode: 'Key' },
  });
  for (const [name, more] of Object.entries(deployments)) {
    const ended = await rest.deploy(ENDPOINT, name, ENDPOINT, {
      requestSettings: { maxConcurrentRequestsPerInstance: 1000, requestTimeout: 'PT30S' },
      ...more,
    });
    if (ended.status !== 'Succeeded') throw new Error(`${name} is ${JSON.stringify(ended)}`);
  }
  const routers = (await serverDoor.routers(teal.home)).map(({ pid }) => pid);
  const [control = 0] = childrenOf(teal.server.pid).filter((pid) => !routers.includes(pid));
  const place = await placeOf(rest);
  const way = (name: string, deployment: string): Way => {
    const instance = instancesOf(teal.home).find((one) => one.deployment === deployment)?.pid ?? 0;
    return {
      name,
      port: place.port,
      target: {
        place: { port: place.port },
        path: place.path,
        fields: { authorization: `Bearer ${place.key}`, 'azureml-model-deployment': deployment },
        body: BODY,
      },
      pids: [...routers, control, instance],
      begin: nothing,
      end: nothing,
    };
  };
  return { teal, control, way };
}

async function placeOf(rest: Rest) {
  const { port, pathname: path } = new URL(await scoringUri(rest, ENDPOINT));
  return { port: Number(port), path, key: await primaryKey(rest, ENDPOINT) };
}

function scraped(teal: Teal): Pick<Way, 'begin' | 'end'> {
  const headers = { authorization: `Bearer ${teal.token}` };
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      timer = setInterval(() => void fetch(`${teal.server.url}/metrics`, { headers }), 1000);
    },
    end: () => clearInterval(timer),
  };
}
