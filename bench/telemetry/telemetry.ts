/** What it costs to be seen: the same script with all telemetry and with none, in turn. */
import { join } from 'node:path';
import type { Teal } from '../../test/support/teal.ts';
import { fixed, median, quantile, spread, turned, whole } from '../figures.ts';
import { closedLoop } from '../load/closed.ts';
import { Clients } from '../load/steady.ts';
import type { Context, Part, Section } from '../part.ts';
import { inFolder } from '../places.ts';
import { cpuSecondsOfTrees, launch, ready } from '../processes.ts';
import { portOf } from '../router.ts';
import { logSection } from './log.ts';
import { type Way, waysOf } from './ways.ts';

export const telemetryPart: Part = {
  name: 'telemetry',
  does: 'requests with all telemetry on beside those with none',
  run,
};

const CLIENTS = 8;
const PER_SECOND = 300;
const about = `A script that answers at once, so that next to nothing hides the cost, behind Teals of one router worker with more and less telemetry; all are up at once and are asked in turn. Requests a second and CPU (router, control and instance, with their processes) are of ${CLIENTS} clients that ask again as soon as they are answered, P50 and P99 of ${PER_SECOND} requests a second. "Nothing" is a Teal without a traffic log whose control plane is stopped (SIGSTOP) meanwhile: the router counts, as it always does, and nobody reads. Spans go to an OTLP endpoint that throws them away. Ratios are to "nothing" in the same round.`;
const columns = [
  '',
  'requests/s',
  'CPU s per 100,000',
  'p50 ms',
  'p99 ms',
  'requests/s, to nothing',
  'CPU, to nothing',
  'p50, to nothing',
  'p99, to nothing',
];

type Slice = { readonly perSecond: number; readonly cpu: number; readonly p50: number; readonly p99: number };

async function run(context: Context): Promise<Section[]> {
  const { smoke, say } = context;
  return inFolder(async (folder) => {
    const ofLog = await logSection(context, folder);
    const log = join(folder, 'sink.log');
    const sink = launch(process.execPath, [join(import.meta.dirname, 'sink.ts')], { log });
    const teals: Teal[] = [];
    try {
      const ways = await waysOf(await ready(sink, () => portOf(log)), teals);
      const seconds = smoke ? 0.3 : 3;
      const slices = new Map<Way, Slice[]>(ways.map((way) => [way, []]));
      // Not counted: what each has to compile and to connect.
      for (const way of ways) await sliceOf(way, seconds / 2);
      for (let round = 0; round < (smoke ? 1 : 7); round++) {
        for (const way of turned(ways, round)) slices.get(way)?.push(await sliceOf(way, seconds));
        say(`telemetry: round ${round + 1}`);
      }
      const rows = ways.map((way) => rowOf(way, slices.get(way) ?? [], slices.get(ways[0] as Way) ?? []));
      const notes = ['Goal: whatever is not switched on costs nothing that can be seen.'];
      return [{ title: 'Telemetry on against off', about, columns, rows, notes }, ofLog];
    } finally {
      await Promise.all(teals.map((teal) => teal.close()));
      await sink.stop();
    }
  });
}

async function sliceOf(way: Way, seconds: number): Promise<Slice> {
  const clients = new Clients({ port: way.port });
  way.begin();
  try {
    const before = cpuSecondsOfTrees(way.pids);
    const { perSecond, times: all } = await closedLoop(way.target, CLIENTS, seconds);
    const cpu = ((cpuSecondsOfTrees(way.pids) - before) * 100_000) / all.length;
    const { path, fields, body } = way.target;
    const rate = { path, fields, bytes: body.length, perSecond: PER_SECOND, seconds };
    const times = await clients.run(rate);
    return { perSecond, cpu, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  } finally {
    way.end();
    clients.close();
  }
}

function rowOf(way: Way, own: readonly Slice[], bare: readonly Slice[]): string[] {
  const ratios = (of: (slice: Slice) => number) =>
    own === bare ? '' : spread(own.map((slice, round) => of(slice) / of(bare[round] ?? slice)));
  const middle = (of: (slice: Slice) => number) => median(own.map(of));
  return [
    way.name,
    whole(middle(({ perSecond }) => perSecond)),
    fixed(
      middle(({ cpu }) => cpu),
      1,
    ),
    fixed(
      middle(({ p50 }) => p50),
      3,
    ),
    fixed(
      middle(({ p99 }) => p99),
      3,
    ),
    ratios(({ perSecond }) => perSecond),
    ratios(({ cpu }) => cpu),
    ratios(({ p50 }) => p50),
    ratios(({ p99 }) => p99),
  ];
}
