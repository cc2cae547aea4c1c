/** What a mirror does to the live answers: the same fixed rate without and with one, to shadows good and bad. */
import { fixed, median, quantile, spread, turned, whole } from '../figures.ts';
import { Clients } from '../load/steady.ts';
import type { Context, Part, Section } from '../part.ts';
import { inFolder } from '../places.ts';
import { type Copies, KEY, PATH, type Rig, startRig } from './rig.ts';

export const mirrorPart: Part = {
  name: 'mirror',
  does: 'live answers with a mirror beside those without',
  run,
};

const SLOWER = 50;
const about = `One router, one instance that answers at once, a fixed rate far below what the router takes, and a mirror that is switched on and off by tables. The shadow is healthy, dead (nobody at its socket), hanging (reads everything, never answers) or slow (answers after ${SLOWER} times the live median of that body). Ratios are of the live answers with the mirror to those without in the same round; client, router, instance and shadow share the machine, so the work of the shadow itself is in them.`;
const columns = [
  'body',
  'shadow',
  'requests/s',
  'mirror',
  'live p50 ms',
  'live p99 ms',
  'p50, on to off',
  'p99, on to off',
  'copies answered',
  'dropped',
];

type Size = {
  readonly name: string;
  readonly bytes: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** Percent; few requests need a large share to be copied at all. */
  readonly mirror: number;
};
const sizes: readonly Size[] = [
  { name: '0 B', bytes: 0, perSecond: 2000, seconds: 2, mirror: 10 },
  { name: '1 KiB', bytes: 1024, perSecond: 2000, seconds: 2, mirror: 10 },
  { name: '64 KiB', bytes: 65_536, perSecond: 500, seconds: 2, mirror: 10 },
  { name: '1 MiB', bytes: 1_048_576, perSecond: 50, seconds: 3, mirror: 10 },
  { name: '64 MiB', bytes: 67_108_864, perSecond: 2, seconds: 5, mirror: 50 },
];
const shadows = ['healthy', 'dead', 'hanging', 'slow'] as const;
type Way = 'off' | (typeof shadows)[number];

async function run(context: Context): Promise<Section[]> {
  return inFolder(async (folder) => {
    const rig = await startRig(folder, ['blue', ...shadows]);
    try {
      await rig.serve('blue');
      await rig.serve('healthy');
      await rig.serve('hanging', 'never');
      const rows: string[][] = [];
      for (const size of sizes) rows.push(...(await measure(context, rig, size)));
      const notes = [
        'Goal: p50 and p99 within 3 %, that is up to 1.03x.',
        'Copies that were sent and not answered with 200 are in neither of the last columns.',
      ];
      return [{ title: 'Mirror on against off', about, columns, rows, notes }];
    } finally {
      await rig.stop();
    }
  });
}

type Slice = { readonly p50: number; readonly p99: number };

const ways: readonly Way[] = ['off', ...shadows];

async function measure({ smoke, say }: Context, rig: Rig, size: Size): Promise<string[][]> {
  const clients = new Clients({ port: rig.port });
  const slice = (way: Way) => sliceOf(rig, clients, size, way, smoke);
  const slices = new Map<Way, Slice[]>(ways.map((way) => [way, []]));
  try {
    await slice('healthy');
    await rig.serve('slow', String(Math.ceil(SLOWER * (await slice('off')).p50)));
    // Not counted: what each way has to compile and to connect.
    if (!smoke) for (const way of ways) await slice(way);
    const before = await copiesOf(rig);
    for (let round = 0; round < (smoke ? 1 : 7); round++) {
      for (const way of turned(ways, round)) slices.get(way)?.push(await slice(way));
      say(`mirror, ${size.name}: round ${round + 1}`);
    }
    const after = await copiesOf(rig);
    return ways.map((way, at) => rowOf(size, way, slices, since(before[at], after[at])));
  } finally {
    clients.close();
  }
}

async function sliceOf(rig: Rig, clients: Clients, size: Size, way: Way, smoke: boolean): Promise<Slice> {
  await rig.flip({ blue: 100 }, way === 'off' ? {} : { [way]: size.mirror });
  const { bytes, perSecond } = size;
  const seconds = smoke ? Math.max(0.2, 1 / perSecond) : size.seconds;
  const fields = { authorization: `Bearer ${KEY}` };
  const times = await clients.run({ path: PATH, fields, bytes, perSecond, seconds });
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** In the order of the slices; 'off' has none. */
async function copiesOf(rig: Rig): Promise<(Copies | undefined)[]> {
  return [undefined, ...(await Promise.all(shadows.map((name) => rig.copies(name))))];
}

function since(before: Copies | undefined, after: Copies | undefined): [string, string] {
  if (before === undefined || after === undefined) return ['', ''];
  const dropped = Object.entries(after.dropped)
    .map(([reason, count]) => [reason, count - (before.dropped[reason] ?? 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${reason} ${count}`);
  return [whole(after.answered - before.answered), dropped.join(', ') || '0'];
}

function rowOf(
  size: Size,
  way: Way,
  slices: ReadonlyMap<Way, readonly Slice[]>,
  copies: [string, string],
): string[] {
  const [own, off] = [slices.get(way) ?? [], slices.get('off') ?? []];
  const ratios = (of: (slice: Slice) => number) =>
    way === 'off' ? '' : spread(own.map((slice, round) => of(slice) / of(off[round] ?? slice)));
  return [
    size.name,
    way === 'off' ? 'none' : way,
    String(size.perSecond),
    way === 'off' ? '' : `${size.mirror} %`,
    fixed(median(own.map(({ p50 }) => p50)), 3),
    fixed(median(own.map(({ p99 }) => p99)), 3),
    ratios(({ p50 }) => p50),
    ratios(({ p99 }) => p99),
    ...copies,
  ];
}
