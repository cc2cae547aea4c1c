/** The scoring worker's own cost, everything but run(): worker/bench_worker.py, several times. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../test/architecture/sources.ts';
import { must } from '../test/support/command.ts';
import { fixed, median, spread, whole } from './figures.ts';
import type { Context, Part, Section } from './part.ts';

export const workerPart: Part = { name: 'worker', does: "the worker's own cost per request", run };

const TARGET_US = 40;
const columns = [
  'connections',
  'head',
  'CPU us per request',
  'round p50 us',
  'round p99 us',
  'requests/s',
  `CPU, to the target of ${TARGET_US} us`,
];
const about =
  'One child of the Python worker with a script whose run() does nothing, clients on its Unix socket, 100 bytes of body a request; a short head, and one of a browser behind the router. CPU time is that of the child, user and system. With one connection it also sleeps and wakes for each request; with several it does not, which leaves the cost of the worker itself.';

async function run({ smoke, say }: Context): Promise<Section[]> {
  const [rounds, requests] = smoke ? [1, 500] : [7, 20_000];
  const laps: Lap[][] = [];
  for (let round = 0; round < rounds; round++) {
    const words = [join(root, 'worker/bench_worker.py'), '--requests', String(requests)];
    laps.push(read(await must('python3', words, { env: process.env })));
    say(`worker: round ${round + 1}`);
  }
  const rows = (laps[0] ?? []).map((_, at) => rowOf(laps.flatMap((lap) => lap[at] ?? [])));
  const python = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout.trim();
  return [{ title: 'The worker alone', about, columns, rows, notes: [`${python}.`] }];
}

/** `numbers`: connections, CPU, p50, p99, requests/s. */
type Lap = { readonly head: string; readonly numbers: readonly number[] };

function read(text: string): Lap[] {
  return text
    .split(/^(?=\w+ head, )/m)
    .slice(1)
    .map((block) => ({
      head: block.split(' ')[0] ?? '',
      numbers: (block.match(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g) ?? []).map(Number),
    }));
}

function rowOf(laps: readonly Lap[]): string[] {
  const column = (at: number) => laps.map(({ numbers }) => numbers[at] ?? Number.NaN);
  return [
    String(column(0)[0]),
    laps[0]?.head ?? '',
    fixed(median(column(1)), 1),
    fixed(median(column(2)), 1),
    fixed(median(column(3)), 1),
    whole(median(column(4))),
    spread(column(1).map((us) => us / TARGET_US)),
  ];
}
