/** Whether the metrics of a run say what its sender saw: counts to the request, percentiles to a percent. */
import { join } from 'node:path';
import { must } from '../../test/support/command.ts';
import { rolesOf } from '../../test/support/processes.ts';
import { percentile } from '../../test/support/recorded-run.ts';
import { startTeal, until } from '../../test/support/teal.ts';
import { fixed, whole } from '../figures.ts';
import type { Context, Part, Section } from '../part.ts';
import { favour } from './favour.ts';
import type { Order, Seen } from './sender.ts';
import { prepare, type Stage } from './stage.ts';

export const agreementPart: Part = {
  name: 'agreement',
  does: 'a recorded run as its sender saw it and as the metrics say',
  run,
};

type Size = Pick<Order, 'count' | 'connections' | 'leastMs' | 'spreadMs'> & { readonly workers: number };
/** So slow that what no client can help, the way through the kernel and its own turn, is well below a percent. */
const full: Size = { count: 100_000, connections: 64, leastMs: 80, spreadMs: 300, workers: 40 };
const small: Size = { count: 1500, connections: 12, leastMs: 1, spreadMs: 20, workers: 4 };

/** How far a percentile may be from that of the sender. */
const TOLERANCE = 0.01;
const percents = [50, 90, 95, 99] as const;

async function run({ smoke, say }: Context): Promise<Section[]> {
  const { workers, ...order } = smoke ? small : full;
  const teal = await startTeal();
  try {
    const stage = await prepare(teal, workers);
    // A short run asks for counts alone, and needs to go before nobody.
    if (!smoke) for (const pid of (await rolesOf(teal)).routers) favour(pid);
    say(`agreement: ${order.count} requests`);
    const { port, path, key } = stage;
    const program = join(import.meta.dirname, 'sender.ts');
    const words = JSON.stringify({ port, path, key, favoured: !smoke, ...order } satisfies Order);
    const seen = JSON.parse(await must(process.execPath, [program, words], { env: process.env })) as Seen[];
    say('agreement: the metrics of it');
    return [await counts(stage, seen), await latencies(stage, seen, smoke)];
  } finally {
    await teal.close();
  }
}

const DIMENSIONS = "deployment eq '*' and kind eq '*' and statusCode eq '*'";

const COPIES = "kind eq 'mirrored'";

/** Throws when a single request is missing or too many. */
async function counts(stage: Stage, seen: readonly Seen[]): Promise<Section> {
  const sent = new Map<string, number>();
  for (const [status, deployment, named] of seen) {
    const kind = deployment === '' ? 'refused' : named ? 'direct' : 'live';
    const key = `${deployment} ${kind} ${status}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
  }
  const told = await until(
    'every request in the metrics',
    async () => withoutCopies(await stage.totals('RequestsPerMinute', DIMENSIONS)),
    (totals) => sumOf(totals) >= seen.length,
  );
  const rows = [...new Set([...sent.keys(), ...told.keys()])]
    .sort()
    .map((key) => [key, sent.get(key) ?? 0, told.get(key) ?? 0] as const);
  // A call is counted by the shadow when it begins and by the metrics when it is over.
  const copies = await until(
    'every copy in the metrics',
    async () => ({ calls: stage.copies(), told: sumOf(await stage.totals('RequestsPerMinute', COPIES)) }),
    ({ calls, told }) => calls === told,
  );
  rows.push(['copies, by calls of the shadow', copies.calls, copies.told]);
  const wrong = rows.filter(([, saw, says]) => saw !== says);
  if (wrong.length > 0) throw new Error(`the metrics are not what was sent: ${JSON.stringify(wrong)}`);
  return {
    title: 'Every request in the metrics',
    about: `${whole(seen.length)} requests by a sender in a process of its own, over a split of 70 to 30 with a mirror of 10 %; one in ten names its deployment, some fail in the script, take too long, have no key, ask for a deployment that does not exist or one that is too busy, and some clients go away (status 0). Each has to be counted once, where it belongs.`,
    columns: ['deployment, kind, status', 'the sender', 'the metrics', 'apart'],
    rows: rows.map(([key, saw, says]) => [key.trim(), whole(saw), whole(says), String(says - saw)]),
    notes: [],
  };
}

function withoutCopies(totals: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map([...totals].filter(([key]) => !key.includes(' mirrored ')));
}

function sumOf(totals: ReadonlyMap<string, number>): number {
  return [...totals.values()].reduce((sum, one) => sum + one, 0);
}

async function latencies(stage: Stage, seen: readonly Seen[], smoke: boolean): Promise<Section> {
  const rows: string[][] = [];
  const apart: number[] = [];
  for (const name of ['blue', 'green']) {
    // As in the metrics: 429s and answers that never came have no time.
    const times = seen
      .filter(([status, own]) => own === name && status !== 0 && status !== 429)
      .map(([, , , ms]) => ms);
    for (const percent of percents) {
      const [saw, says] = [percentile(times, percent / 100), await stage.latency(name, percent)];
      apart.push(Math.abs(says / saw - 1));
      rows.push([
        `P${percent} of ${name}`,
        `${fixed(saw, 2)} ms`,
        `${fixed(says, 2)} ms`,
        fixed(says / saw, 4),
      ]);
    }
  }
  const most = Math.max(...apart);
  if (!smoke && !(most <= TOLERANCE))
    throw new Error(`a percentile is ${fixed(100 * most, 2)} % apart: ${rows.join('; ')}`);
  return {
    title: 'Its percentiles',
    about:
      'The same requests: exact percentiles of the times that the sender took, from the write of a request to the read of the end of its answer, beside those that the metrics give from merged histograms. The middle of a cell is within 0.8 % of all in it; the rest is the way to the router and back, which no metrics of a server can hold. Sender and routers go before other processes, where the system lets them: otherwise that way is the wait of a busy machine for a core.',
    columns: ['', 'the sender', 'the metrics', 'metrics to sender'],
    rows,
    notes: [`Goal: within 1 %. The largest difference is ${fixed(100 * most, 2)} %.`],
  };
}
