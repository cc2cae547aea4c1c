/** The router beside nginx and HAProxy: the same split, key check, header and, where it can be had, mirror. */
import { cpus } from 'node:os';
import { fixed, median, spread, turned, whole } from '../figures.ts';
import type { Context, Part, Section } from '../part.ts';
import { folderIn, freePort, inFolder } from '../places.ts';
import { find, type Program, programs, versionOf } from '../programs.ts';
import { startHaproxy } from './haproxy.ts';
import { startNginx, startUpstream } from './nginx.ts';
import { checkPromises } from './promises.ts';
import { BODY, type Entrant, GREEN, MIRRORED, type Order } from './proxy.ts';
import { startRouter, TEAL, TEAL_SILENT } from './router.ts';
import { CONNECTIONS, type Lap, lap, type Wrk } from './wrk.ts';

export const proxiesPart: Part = { name: 'proxies', does: 'the router beside nginx and HAProxy', run };

const title = 'The router beside nginx and HAProxy';
const columns = [
  '',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU s per 100,000',
  'user',
  'system',
  'busy',
  'requests per CPU second, Teal to it',
  'the same, Teal without its log',
];
const about = `POST of ${BODY.length} bytes of JSON over ${CONNECTIONS} kept connections by wrk, every tenth request naming its deployment; answers of 26 bytes from nginx on a Unix socket. Each proxy is one process with one thread of work on a core of its own; wrk and the upstream share the others. Each checks the key, splits ${100 - GREEN}/${GREEN} between two pools, obeys \`azureml-model-deployment\`, sets a request id and says the deployment in its answer; all of it is asked of each before it is timed. Teal's router does no less than it always does: counters, limits on what is pending, histogram of times, and a line of JSON in the traffic log for each request; beside it is one whose traffic log is switched off. The others are measured without a log and with one of the same columns, as far as they know them: that of nginx is gathered in memory up to 64 KB, that of HAProxy is written line by line to its standard output, a file, as it gathers none.`;

async function run(context: Context): Promise<Section[]> {
  const found = programs(['nginx', 'haproxy', 'wrk'], context.say);
  const { nginx, wrk } = found;
  if ('missing' in nginx) return [skipped(`nginx, which is the upstream too, is ${nginx.missing}`)];
  if ('missing' in wrk) return [skipped(`wrk is ${wrk.missing}`)];
  const cores = split();
  return inFolder(async (folder) => {
    const upstream = await startUpstream(nginx.path, folderIn(folder, 'up'), cores.rest);
    const bench = { folder, cores, upstream: upstream.socket, nginx: nginx.path, haproxy: found.haproxy };
    const client: Wrk = { path: wrk.path, folder, cores: cores.rest };
    try {
      return [await section(context, bench, client, false), await section(context, bench, client, true)];
    } finally {
      await upstream.stop();
    }
  });
}

type Cores = { readonly proxy: string | undefined; readonly rest: string | undefined };
type Bench = {
  readonly folder: string;
  readonly cores: Cores;
  readonly upstream: string;
  readonly nginx: string;
  readonly haproxy: Program;
};

/** One core for the proxy; with one core in all, or without taskset, the system decides. */
function split(): Cores {
  const last = cpus().length - 1;
  if (last < 1 || find('taskset') === undefined) return { proxy: undefined, rest: undefined };
  return { proxy: '0', rest: last === 1 ? '1' : `1-${last}` };
}

async function section(context: Context, bench: Bench, wrk: Wrk, mirror: boolean): Promise<Section> {
  const proxies: Entrant[] = [];
  try {
    await startAll(bench, mirror, proxies);
    for (const proxy of proxies) await checkPromises(proxy);
    const laps = await measure(context, wrk, proxies);
    const rows = proxies.map((proxy) => row(proxy.name, laps));
    return {
      title: mirror ? `${title}, with a mirror of ${MIRRORED} %` : title,
      about: mirror ? mirrorAbout : about,
      columns,
      rows,
      notes: notes(bench, mirror),
    };
  } finally {
    for (const proxy of proxies) await proxy.stop();
  }
}

const mirrorAbout = `The same, and a copy of every tenth request that came by the split goes to a third pool, its answer thrown away. nginx keeps the next request of a connection waiting until the copy is answered; Teal does not.`;

/** Into `started`, so that what did start is ended when another does not. */
async function startAll(bench: Bench, mirror: boolean, started: Entrant[]): Promise<void> {
  const order = (name: string, log: boolean): Order => ({
    folder: folderIn(bench.folder, `${name}-${mirror}-${log}`),
    upstream: bench.upstream,
    mirror,
    cores: bench.cores.proxy,
    log,
  });
  for (const log of [true, false]) started.push(await startRouter(order('router', log)));
  // In the second table the mirror is what is compared.
  for (const log of mirror ? [false] : [false, true]) {
    started.push(await startNginx(bench.nginx, order('nginx', log), await freePort()));
    if (mirror || 'missing' in bench.haproxy) continue;
    started.push(await startHaproxy(bench.haproxy.path, order('haproxy', log), await freePort()));
  }
}

type Laps = ReadonlyMap<string, readonly Lap[]>;

async function measure({ smoke, say }: Context, wrk: Wrk, proxies: readonly Entrant[]): Promise<Laps> {
  const laps = new Map<string, Lap[]>(proxies.map(({ name }) => [name, []]));
  const [rounds, seconds] = smoke ? [1, 1] : [9, 3];
  if (!smoke) for (const proxy of proxies) await warm(wrk, proxy);
  for (let round = 0; round < rounds; round++) {
    for (const proxy of turned(proxies, round)) {
      const one = await lap(wrk, proxy, seconds);
      say(
        `${proxy.name}: ${whole(one.perSecond)} requests/s, ${fixed(one.user + one.system, 2)} CPU s per 100,000`,
      );
      laps.get(proxy.name)?.push(one);
    }
  }
  return laps;
}

/** By requests, not by time: on a busy machine a compiler of hot code would get to them in the middle of the rounds. */
async function warm(wrk: Wrk, proxy: Entrant): Promise<void> {
  let done = 0;
  for (let laps = 0; laps < 15 && done < 200_000; laps++) done += 2 * (await lap(wrk, proxy, 2)).perSecond;
}

function row(name: string, laps: Laps): string[] {
  const own = laps.get(name) ?? [];
  const mid = (of: (one: Lap) => number) => median(own.map(of));
  const cost = (one: Lap | undefined) => (one === undefined ? Number.NaN : one.user + one.system);
  const ratios = (teal: string) => own.map((one, round) => cost(one) / cost(laps.get(teal)?.[round]));
  const isTeal = name === TEAL || name === TEAL_SILENT;
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
    fixed(mid(cost), 2),
    fixed(
      mid(({ user }) => user),
      2,
    ),
    fixed(
      mid(({ system }) => system),
      2,
    ),
    `${whole(100 * mid(({ busy }) => busy))} %`,
    isTeal ? '' : spread(ratios(TEAL)),
    isTeal ? '' : spread(ratios(TEAL_SILENT)),
  ];
}

function notes({ nginx, haproxy }: Bench, mirror: boolean): string[] {
  const versions = [`Node.js ${process.versions.node}`, `nginx ${versionOf(nginx, '-v')}`];
  if (mirror)
    return [
      'HAProxy is left out: it mirrors only through an agent of its own (SPOE), which Debian does not pack.',
    ];
  const goals = 'Goals: 1.00x nginx and 0.85x HAProxy or more, both without a log.';
  if ('missing' in haproxy)
    return [goals, `${versions.join(', ')}.`, `HAProxy is left out: ${haproxy.missing}.`];
  return [
    goals,
    `${[...versions, `HAProxy ${versionOf(haproxy.path, '-v')}`].join(', ')}.`,
    'Envoy is left out: neither Debian 12 nor PyPI packs it.',
  ];
}

function skipped(reason: string): Section {
  return { title, about, columns: [], rows: [], notes: [`Skipped: ${reason}.`] };
}
