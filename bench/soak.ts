/**
 * As many requests as the machine answers, for minutes, while traffic flips, requests are copied and instances crash:
 * what fails, what goes astray, and what memory and descriptors do meanwhile. Ends with 1 when anything went wrong.
 * Run: node bench/soak.ts [minutes, default 10]; with --smoke for 10 seconds.
 */
import { cpus, loadavg } from 'node:os';
import { type Barrage, clock, startBarrage } from '../test/support/barrage.ts';
import { childrenOf, isRunning, rolesOf } from '../test/support/processes.ts';
import { type Switchboard, startSwitchboard } from '../test/support/switchboard.ts';
import { pause, until } from '../test/support/teal.ts';
import { type Crash, createLedger, type Ledger } from './soak-ledger.ts';
import { type Census, createCensus } from './soak-processes.ts';
import { copiesOf } from './soak-routers.ts';

const smoke = process.argv.includes('--smoke');
const seconds = smoke ? 10 : 60 * Number(process.argv[2] ?? 10);
const crashEveryMs = smoke ? 1000 : 15_000;
const lookEveryMs = smoke ? 500 : 5000;
const flipEveryMs = 250;
const connections = 32;
const splits = [{ blue: 90, green: 10 }, { green: 100 }, { blue: 50, green: 50 }, { blue: 100 }];
const mirror = { shadow: 20 };

const board = await startSwitchboard();
try {
  await board.deploy('blue', '1', 2);
  await board.deploy('green', '1', 2);
  await board.deploy('shadow', '1', 1);
  await board.flip({ blue: 100 }, mirror);
  await soak(board);
} finally {
  await board.teal.close();
}

async function soak(on: Switchboard): Promise<void> {
  const crashes: Crash[] = [];
  const flips: number[] = [];
  const ledger = createLedger(on.course, crashes);
  const census = createCensus();
  const load = startBarrage({ uri: on.uri, key: on.key, connections }, ledger.take);
  await load.more(1000);
  const began = clock();
  const goesOn = () => clock() - began < 1000 * seconds;
  await Promise.all([
    flipping(on, flips, goesOn),
    crashing(on, crashes, goesOn),
    looking(on, { census, ledger, load, goesOn, began }),
  ]);
  const { sent } = await load.stop();
  console.log(`${sent} requests in ${seconds} s: ${Math.round(ledger.answered / seconds)} answers/s`);
  console.log(`p50 ${ledger.quantile(0.5).toFixed(2)} ms, p99 ${ledger.quantile(0.99).toFixed(2)} ms`);
  const [p50, p99] = [0.5, 0.99].map(
    (share) => flips.sort((a, b) => a - b)[Math.floor(share * flips.length)],
  );
  console.log(`${flips.length} flips, p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms`);
  console.log(`${crashes.length} crashes, with ${ledger.lost} requests that the dying instance had read`);
  console.log(`copies: ${JSON.stringify(await copiesOf(on.teal.home))}`);
  console.log(`failed ${ledger.failed}, misrouted ${ledger.misrouted}`);
  for (const line of [...census.lines(), ...ledger.examples]) console.log(line);
  console.log(`${cpus().length} cores, load average ${loadavg().map((load) => load.toFixed(2))}`);
  const fine = ledger.failed === 0 && ledger.misrouted === 0 && ledger.lost <= crashes.length;
  process.exitCode = fine ? 0 : 1;
}

async function flipping(on: Switchboard, took: number[], goesOn: () => boolean): Promise<void> {
  for (let flip = 0; goesOn(); flip += 1) {
    took.push(await on.flip(splits[flip % splits.length] ?? {}, mirror));
    await pause(flipEveryMs);
  }
}

/** Kills the younger of two instances, so that the older one shows what long lives do; both serve before the next. */
async function crashing(on: Switchboard, crashes: Crash[], goesOn: () => boolean): Promise<void> {
  for (let round = 0; goesOn(); round += 1) {
    await pause(crashEveryMs);
    const name = round % 2 === 0 ? 'blue' : 'green';
    const younger = on
      .instances(name)
      .reduce((one, other) => (other.startedAt > one.startedAt ? other : one));
    const crash = { from: clock(), to: Number.POSITIVE_INFINITY };
    crashes.push(crash);
    const processes = [younger.pid, ...childrenOf(younger.pid)];
    process.kill(-younger.pid, 'SIGKILL');
    for (const pid of processes)
      await until(
        'its end',
        () => isRunning(pid),
        (running) => !running,
      );
    crash.to = clock();
    await on.deploy(name, '1', 2);
  }
}

type Look = {
  readonly census: Census;
  readonly ledger: Ledger;
  readonly load: Barrage;
  readonly goesOn: () => boolean;
  readonly began: number;
};

async function looking(on: Switchboard, { census, ledger, load, goesOn, began }: Look): Promise<void> {
  const { control, routers } = await rolesOf(on.teal);
  const fixed: [number, string][] = [
    [on.teal.server.pid, 'supervisor'],
    [control, 'control'],
    ...routers.map((pid, index): [number, string] => [pid, `router ${index}`]),
  ];
  for (let look = 1; goesOn(); look += 1) {
    const instances = ['blue', 'green', 'shadow'].flatMap((name) => on.instances(name));
    const running = instances.flatMap(({ pid, deployment }): [number, string][] => [
      [pid, `master of ${deployment}`],
      ...childrenOf(pid).map((child): [number, string] => [child, `scoring of ${deployment}`]),
    ]);
    census.look((clock() - began) / 1000, new Map([...fixed, ...running]));
    if (look % 12 === 0) {
      const { answered, failed, misrouted, lost } = ledger;
      const at = Math.round((clock() - began) / 1000);
      console.log(
        `${at} s: answered ${answered}, failed ${failed}, misrouted ${misrouted}, lost with an instance ${lost}`,
      );
    }
    await load.more(1);
    await pause(lookEveryMs);
  }
}
