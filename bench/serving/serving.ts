/** The sample scikit-learn model behind Teal and behind other servers of models. */
import { join } from 'node:path';
import { serverDoor } from '../../src/main/door.ts';
import { root } from '../../test/architecture/sources.ts';
import { must } from '../../test/support/command.ts';
import { liftLimits } from '../../test/support/limits.ts';
import { instancesOf } from '../../test/support/processes.ts';
import { restOf } from '../../test/support/rest.ts';
import { primaryKey, scoringUri } from '../../test/support/scoring.ts';
import { startTeal, type Teal } from '../../test/support/teal.ts';
import { fixed, median, quantile, spread, turned, whole } from '../figures.ts';
import { closedLoop, type Target } from '../load/closed.ts';
import type { Context, Part, Section } from '../part.ts';
import { inFolder } from '../places.ts';
import { cpuSecondsOfTrees } from '../processes.ts';
import { environmentOf } from './environment.ts';
import { peers, startPeer } from './peer.ts';
import { BODY, numbersOf } from './sample.ts';

export const servingPart: Part = {
  name: 'serving',
  does: 'the sample model behind Teal and behind other servers',
  run,
};

const title = 'The sample model behind Teal and behind other servers';
const about =
  'The scikit-learn regression of examples/safe-rollout with the script that is beside it (JSON in, two predictions, one printed line), in every server with the same versions of Python, NumPy, SciPy and scikit-learn, and one process for the model. Clients ask again as soon as they are answered, on kept connections where the server keeps them (azureml-inference-server-http closes each after its answer, as it comes); all servers are up at once and are asked in turn, on the same cores as the client. Teal is measured twice: the worker alone on its Unix socket, and the whole path through the router with key check, split and limits, as a user gets it. CPU is that of all processes of a server; on a busy machine it says more than requests/s.';
const columns = [
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU ms a request',
  'requests/s, to azureml-inference-server-http',
  'requests per CPU second, to it',
];
const first = peers[0]?.name ?? '';

type Server = {
  readonly name: string;
  readonly target: Target;
  /** Whose CPU time, with that of their children, is what the server takes. */
  readonly pids: readonly number[];
  readonly stop: () => Promise<void>;
};

async function run(context: Context): Promise<Section[]> {
  return inFolder(async (folder) => {
    const notes: string[] = [];
    const teal = await startTeal(['--router-workers', '1']);
    const servers: Server[] = [];
    try {
      servers.push(...(await tealServers(teal)));
      servers.push(...(await startPeers(context, folder, notes)));
      checkSame(await Promise.all(servers.map(({ target }) => closedLoop(target, 1, 0))));
      const sections: Section[] = [];
      for (const clients of [1, 8]) sections.push(await section(context, servers, clients, notes));
      return sections;
    } finally {
      await Promise.all(servers.map(({ stop }) => stop()));
      await teal.close();
    }
  });
}

/** Both ways to one and the same instance. */
async function tealServers(teal: Teal): Promise<Server[]> {
  const cwd = join(root, 'examples/safe-rollout');
  const az = (...words: string[]) => must('az', ['ml', ...words], { env: teal.env, cwd });
  await az('online-endpoint', 'create', '-n', 'bench', '-f', 'endpoint.yml');
  const options = ['-n', 'blue', '-e', 'bench', '-f', 'blue-deployment.yml', '--all-traffic'];
  await az('online-deployment', 'create', ...options);
  const rest = restOf(teal);
  await liftLimits(rest);
  const uri = new URL(await scoringUri(rest, 'bench'));
  const authorization = `Bearer ${await primaryKey(rest, 'bench')}`;
  const { socket: path = '', pid = 0 } = instancesOf(teal.home)[0] ?? {};
  const routers = (await serverDoor.routers(teal.home)).map((router) => router.pid);
  const stop = async () => {};
  return [
    { name: 'Teal, worker alone', target: targetOf({ path }, '/score'), pids: [pid], stop },
    {
      name: 'Teal, whole path',
      target: { ...targetOf({ port: Number(uri.port) }, uri.pathname), fields: { authorization } },
      pids: [pid, ...routers],
      stop,
    },
  ];
}

function targetOf(place: Target['place'], path: string): Target {
  return { place, path, fields: {}, body: BODY };
}

/** All at once, as most of a start is waiting. Whoever cannot be had is in the notes, with the reason. */
async function startPeers(context: Context, folder: string, notes: string[]): Promise<Server[]> {
  const environments = peers.map((peer) => environmentOf(peer, context.install, context.say));
  const started = await Promise.all(
    peers.map(async (peer, at): Promise<Server | string> => {
      const environment = environments[at] ?? { missing: 'unknown' };
      if ('missing' in environment) return `${peer.name} is left out: ${environment.missing}.`;
      try {
        const { port, running } = await startPeer(peer, environment.bin, join(folder, String(at)));
        notes.push(`${peer.name} ${environment.version}.`);
        return {
          name: peer.name,
          target: targetOf({ port }, '/score'),
          pids: [running.pid],
          stop: running.stop,
        };
      } catch (error) {
        return `${peer.name} ${environment.version} is left out: ${String(error).slice(-300)}`;
      }
    }),
  );
  notes.push(...started.filter((one) => typeof one === 'string'));
  return started.filter((one) => typeof one !== 'string');
}

/** A server that answers something else has not done the same work. */
function checkSame(all: readonly { readonly answer: string }[]): void {
  const [wanted = [], ...others] = all.map(({ answer }) => numbersOf(answer));
  for (const numbers of others) {
    if (numbers.some((number, at) => Math.abs(number - (wanted[at] ?? 0)) > 1e-9))
      throw new Error(`different predictions: ${wanted} and ${numbers}`);
  }
}

type Lap = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** ms of CPU a request. */
  readonly cpu: number;
};

async function section(
  context: Context,
  servers: readonly Server[],
  clients: number,
  notes: readonly string[],
): Promise<Section> {
  const laps = new Map<string, Lap[]>(servers.map(({ name }) => [name, []]));
  const [rounds, seconds, warm] = context.smoke ? [1, 0.3, 0.1] : [7, 3, 2];
  for (const { target } of servers) await closedLoop(target, clients, warm);
  for (let round = 0; round < rounds; round++) {
    for (const server of turned(servers, round)) {
      const one = await lapOf(server, clients, seconds);
      laps.get(server.name)?.push(one);
      context.say(`${server.name}, ${clients} clients: ${whole(one.perSecond)} requests/s`);
    }
  }
  const rows = [...laps].map(([name, own]) => rowOf(name, own, laps.get(first) ?? []));
  const many = clients === 1 ? 'one client' : `${clients} clients`;
  return clients === 1
    ? {
        title: `${title}: ${many}`,
        about,
        columns,
        rows,
        notes: ['Goal: Teal at least 6.00x, and ahead of every other.', ...notes],
      }
    : { title: `${title}: ${many}`, about: 'The same servers in the same run.', columns, rows, notes: [] };
}

async function lapOf({ target, pids }: Server, clients: number, seconds: number): Promise<Lap> {
  const before = cpuSecondsOfTrees(pids);
  const { perSecond, times } = await closedLoop(target, clients, seconds);
  const cpu = (1000 * (cpuSecondsOfTrees(pids) - before)) / times.length;
  return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu };
}

function rowOf(name: string, own: readonly Lap[], others: readonly Lap[]): string[] {
  const ratios = (of: (lap: Lap) => number) =>
    name === first ? '' : spread(others.map((other, round) => of(own[round] ?? other) / of(other)));
  const mid = (of: (lap: Lap) => number) => median(own.map(of));
  return [
    name,
    whole(mid(({ perSecond }) => perSecond)),
    fixed(
      mid(({ p50 }) => p50),
      2,
    ),
    fixed(
      mid(({ p99 }) => p99),
      2,
    ),
    fixed(
      mid(({ cpu }) => cpu),
      2,
    ),
    ratios(({ perSecond }) => perSecond),
    ratios(({ cpu }) => 1 / cpu),
  ];
}
