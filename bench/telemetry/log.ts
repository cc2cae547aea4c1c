/** What the traffic log takes of a router worker: two of them before one instance, asked in turn, one of which writes it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFile } from '../../src/router/table-file.ts';
import { encodeTable } from '../../src/table/codec.ts';
import { pause } from '../../test/support/teal.ts';
import { fixed, median, spread, turned, whole } from '../figures.ts';
import { closedLoop, type Target } from '../load/closed.ts';
import type { Context, Section } from '../part.ts';
import { cpuMicros, launch, listens, type Running, ready } from '../processes.ts';
import { instanceProgram, portOf, routerProgram, tableOf } from '../router.ts';

const KEY = 'bench-key';
const CLIENTS = 16;
const BODY = JSON.stringify({ data: [Array.from({ length: 40 }, (_, at) => at)] });
const origin = {
  subscription: '00000000-0000-0000-0000-000000000000',
  location: 'local',
  workspace: 'default',
  workspaceUid: '00000000-0000-0000-0000-000000000000',
};
const about = `One router worker that writes its traffic log, as \`teal up\` has it done, and one that writes none, before the same small instance, asked in turn by ${CLIENTS} clients that ask again as soon as they are answered. "Event loop" is CPU time of the worker's main thread, "whole process" that of all its threads: those that write to disk, too. Ratios are to the worker without the log in the same round.`;
const columns = [
  '',
  'requests/s',
  'event loop, us a request',
  'whole process, us a request',
  'requests/s, to without',
  'event loop, to without',
  'whole process, to without',
];

type Worker = { readonly name: string; readonly target: Target; readonly running: Running };
type Slice = { readonly perSecond: number; readonly main: number; readonly all: number };

export async function logSection({ smoke, say }: Context, folder: string): Promise<Section> {
  const socket = join(folder, 'instance.sock');
  const running = [
    launch(process.execPath, [instanceProgram, socket], { log: join(folder, 'instance.log') }),
  ];
  try {
    await ready(running[0] as Running, () => listens({ path: socket }));
    const workers = [
      await workerOf('without', [], { folder, socket, running }),
      await workerOf('with the traffic log', ['log'], { folder, socket, running }),
    ];
    const slices = new Map<Worker, Slice[]>(workers.map((worker) => [worker, []]));
    const seconds = smoke ? 0.3 : 1;
    // Not counted: what each has to compile and to connect.
    for (const worker of workers) await sliceOf(worker, 3 * seconds);
    const rounds = smoke ? 1 : 30;
    for (let round = 0; round < rounds; round++) {
      for (const worker of turned(workers, round)) slices.get(worker)?.push(await sliceOf(worker, seconds));
    }
    say(`telemetry: the traffic log, ${rounds} rounds`);
    const [bare = []] = slices.values();
    const rows = [...slices].map(([{ name }, own]) => rowOf(name, own, bare));
    const notes = ['Goal: the traffic log costs under 3 % of what the router costs.'];
    return { title: 'The traffic log beside the router', about, columns, rows, notes };
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

type Stage = { readonly folder: string; readonly socket: string; readonly running: Running[] };

async function workerOf(name: string, words: readonly string[], stage: Stage): Promise<Worker> {
  const home = join(stage.folder, `router-${stage.running.length}`);
  mkdirSync(home);
  const address = { kind: 'unix', path: stage.socket } as const;
  const table = tableOf({ key: KEY, deployments: { blue: address }, live: { blue: 100 }, mirror: {} });
  const endpoints = table.endpoints.map((endpoint) => ({ ...endpoint, origin }));
  writeFileSync(tableFile(home), encodeTable({ ...table, endpoints }));
  const log = join(home, 'printed.log');
  const running = launch(process.execPath, [routerProgram, home, ...words], { log });
  stage.running.push(running);
  const port = await ready(running, () => portOf(log));
  const fields = { authorization: `Bearer ${KEY}`, 'user-agent': 'python-requests/2.32.3' };
  const target = { place: { port }, path: '/api/v1/endpoint/bench/score', fields, body: BODY };
  return { name, target, running };
}

async function sliceOf({ target, running }: Worker, seconds: number): Promise<Slice> {
  const before = cpuMicros(running.pid);
  const { perSecond, times } = await closedLoop(target, CLIENTS, seconds);
  // The last lines are written a tenth of a second later.
  await pause(200);
  const after = cpuMicros(running.pid);
  const per = 1 / times.length;
  return { perSecond, main: (after.main - before.main) * per, all: (after.all - before.all) * per };
}

function rowOf(name: string, own: readonly Slice[], bare: readonly Slice[]): string[] {
  const ratios = (of: (slice: Slice) => number) =>
    own === bare ? '' : spread(own.map((slice, round) => of(slice) / of(bare[round] ?? slice)));
  const middle = (of: (slice: Slice) => number) => median(own.map(of));
  return [
    name,
    whole(middle(({ perSecond }) => perSecond)),
    fixed(
      middle(({ main }) => main),
      2,
    ),
    fixed(
      middle(({ all }) => all),
      2,
    ),
    ratios(({ perSecond }) => perSecond),
    ratios(({ main }) => main),
    ratios(({ all }) => all),
  ];
}
