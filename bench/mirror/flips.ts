/** From the PUT of a table at a router's door to its acknowledgement, without and under load. */
import { fixed, median, quantile, spread } from '../figures.ts';
import { Clients } from '../load/steady.ts';
import type { Context, Part, Section } from '../part.ts';
import { inFolder } from '../places.ts';
import { KEY, PATH, type Rig, startRig } from './rig.ts';

export const flipsPart: Part = {
  name: 'flips',
  does: 'a new table, from the PUT to its acknowledgement',
  run,
};

const RATE = 1000;
const about = `One router worker with one endpoint of two deployments; its table is replaced (90/10, 50/50 and back) through its own door, by one caller that waits for each acknowledgement and pauses for 10 ms. Under load, ${RATE} requests a second are answered meanwhile, and every one of them must be answered with 200. The part \`product\` has the whole way, from the REST call to Succeeded.`;
const columns = ['', 'flips a repeat', 'p50 ms', 'p99 ms', 'p50, to that without load'];

type Lap = { readonly p50: number; readonly p99: number };

async function run({ smoke, say }: Context): Promise<Section[]> {
  const [rounds, flips] = smoke ? [1, 20] : [7, 200];
  return inFolder(async (folder) => {
    const rig = await startRig(folder, ['blue', 'green']);
    const clients = new Clients({ port: rig.port });
    try {
      for (const name of ['blue', 'green']) await rig.serve(name);
      await flipping(rig, flips);
      const laps: { calm: Lap[]; loaded: Lap[] } = { calm: [], loaded: [] };
      for (let round = 0; round < rounds; round++) {
        laps.calm.push(await flipping(rig, flips));
        laps.loaded.push(await loaded(rig, clients, flips));
        say(`flips: round ${round + 1}`);
      }
      return [sectionOf(laps.calm, laps.loaded, flips)];
    } finally {
      clients.close();
      await rig.stop();
    }
  });
}

/** The load outlasts the flips; a request that fails ends the run. */
async function loaded(rig: Rig, clients: Clients, flips: number): Promise<Lap> {
  const fields = { authorization: `Bearer ${KEY}` };
  const load = clients.run({ path: PATH, fields, bytes: 100, perSecond: RATE, seconds: flips * 0.013 + 0.2 });
  const [lap] = await Promise.all([flipping(rig, flips), load]);
  return lap;
}

async function flipping(rig: Rig, flips: number): Promise<Lap> {
  const took: number[] = [];
  for (let flip = 0; flip < flips; flip++) {
    const blue = flip % 2 === 0 ? 90 : 50;
    took.push(await rig.flip({ blue, green: 100 - blue }, {}));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}

function sectionOf(calm: readonly Lap[], loadedLaps: readonly Lap[], flips: number): Section {
  const cells = (laps: readonly Lap[]) => [
    String(flips),
    fixed(median(laps.map(({ p50 }) => p50)), 2),
    fixed(median(laps.map(({ p99 }) => p99)), 2),
  ];
  const ratios = loadedLaps.map(({ p50 }, round) => p50 / (calm[round]?.p50 ?? Number.NaN));
  return {
    title: 'Table flip',
    about,
    columns,
    rows: [
      ['without load', ...cells(calm), ''],
      [`under ${RATE} requests/s`, ...cells(loadedLaps), spread(ratios)],
    ],
    notes: [],
  };
}
