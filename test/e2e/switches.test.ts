/** Every switch under a steady 1,000 requests a second: none fails, and none that begins afterwards goes by the old table. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Barrage, clock, cut, type Kept, type Shot, startBarrage } from '../support/barrage.ts';
import {
  childrenOf,
  clientsOf,
  type InstanceFile,
  isRunning,
  killed,
  rolesOf,
} from '../support/processes.ts';
import { type Switchboard, startSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/teal.ts';
import { type Course, misrouted, Timeline } from '../support/timeline.ts';

const perSecond = 1000;

let board: Switchboard;
let barrage: Barrage | undefined;
beforeAll(async () => {
  board = await startSwitchboard();
  await board.deploy('blue', '1', 1);
  await board.deploy('green', '1', 1);
  await board.flip({ blue: 100 });
});
afterAll(async () => {
  await barrage?.stop().catch(() => {});
  await board?.teal.close();
});

type Seen = { readonly shots: readonly Shot[]; readonly kept: Kept };

/** Runs `work` under fire; there is half a second of it before and after. */
async function underFire(work: (load: Barrage) => Promise<void>): Promise<Seen> {
  const shots: Shot[] = [];
  const { uri, key } = board;
  const load = startBarrage({ uri, key, perSecond }, (more) => shots.push(...more));
  barrage = load;
  await load.more(perSecond / 2);
  await work(load);
  await load.more(perSecond / 2);
  const kept = await load.stop();
  barrage = undefined;
  const rate = Math.round(kept.sent / kept.seconds);
  console.log(`${kept.sent} requests at ${rate} a second over ${kept.connections} connections`);
  expect(shots.length).toBe(kept.sent);
  return { shots, kept };
}

const failed = (shots: readonly Shot[]) => shots.filter(({ status }) => status !== 200);

/** All but `forgiven` were answered, and all by a table that was in force. */
function flawless({ shots }: Seen, forgiven: ReadonlySet<Shot> = new Set()): void {
  expect(failed(shots).filter((shot) => !forgiven.has(shot))).toEqual([]);
  const reasons = shots.flatMap((shot) => {
    const reason = shot.status === 200 ? misrouted(shot, board.course) : undefined;
    return reason === undefined ? [] : [{ ...shot, reason }];
  });
  expect(reasons.slice(0, 10)).toEqual([]);
}

const answeredBy = ({ shots }: Seen, begins: string) =>
  shots.filter(({ by }) => by.startsWith(begins)).length;

/** Flips back and forth until `work` ends, or `times` if there is none; ends with all traffic at blue. */
async function flipping(load: Barrage, work?: Promise<unknown>, times = 40): Promise<number[]> {
  const took: number[] = [];
  let over = false;
  const ended = work?.finally(() => {
    over = true;
  });
  const steps = [{ green: 100 }, { blue: 90, green: 10 }, { blue: 100 }];
  for (let flip = 0; work === undefined ? flip < times : !over; flip += 1) {
    took.push(await board.flip(steps[flip % steps.length] ?? {}));
    await load.more(50);
  }
  await ended;
  await board.flip({ blue: 100 });
  return took;
}

function quantile(values: readonly number[], q: number): string {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN).toFixed(1);
}

/** An answer that takes `ms`; ends when there is an answer, whatever it is. */
function slowly(id: number, ms: number, deployment: string): Promise<number> {
  const headers = { authorization: `Bearer ${board.key}`, 'azureml-model-deployment': deployment };
  return new Promise((resolve, reject) => {
    const post = request(board.uri, { method: 'POST', agent: false, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    post.once('error', reject);
    post.end(JSON.stringify({ id, ms }));
  });
}

describe(`under ${perSecond} requests a second`, () => {
  test('the judge knows a late, an old and a lost one from a good one', async () => {
    const traffic = new Timeline<Record<string, number>>({ blue: 100 });
    const revisions = new Map([['blue', new Timeline('1')]]).set('green', new Timeline('1'));
    const gone = new Map([[7, clock()]]);
    const course: Course = { traffic, revisions, gone };
    const shot = (by: string, start: number, end: number): Shot => ({
      id: 1,
      start,
      end,
      status: 200,
      by,
      port: 1,
    });
    const before = clock();
    await traffic.change({ green: 100 }, async () => {
      await revisions.get('green')?.change('2', async () => {});
    });
    const after = clock();
    expect(misrouted(shot('blue/1/5', before, before), course)).toBeUndefined();
    expect(misrouted(shot('blue/1/5', before, after), course)).toBeUndefined();
    expect(misrouted(shot('green/1/5', before, after), course)).toBeUndefined();
    expect(misrouted(shot('green/2/5', after, after), course)).toBeUndefined();
    expect(misrouted(shot('blue/1/5', after, after), course)).toContain('traffic');
    expect(misrouted(shot('green/1/5', after, after), course)).toContain('old');
    expect(misrouted(shot('green/2/7', after, after), course)).toContain('gone');
  });

  test('traffic flips', async () => {
    let took: number[] = [];
    const seen = await underFire(async (load) => {
      took = await flipping(load);
    });
    flawless(seen);
    expect(answeredBy(seen, 'green/')).toBeGreaterThan(100);
    console.log(`${took.length} flips: p50 ${quantile(took, 0.5)} ms, p99 ${quantile(took, 0.99)} ms`);
  });

  test('scaling from one instance to three and back, while traffic flips', async () => {
    const seen = await underFire(async (load) => {
      await flipping(load, board.deploy('blue', '1', 3));
      await load.more(perSecond);
      await flipping(load, board.deploy('blue', '1', 1));
    });
    flawless(seen);
    expect(new Set(seen.shots.filter(({ by }) => by.startsWith('blue/')).map(({ by }) => by)).size).toBe(3);
    expect(board.course.gone.size).toBe(2);
  });

  test('updates in place, while traffic flips', async () => {
    const seen = await underFire(async (load) => {
      for (const revision of ['2', '3', '4']) {
        await flipping(load, board.deploy('blue', revision, 1));
        await load.more(200);
      }
    });
    flawless(seen);
    for (const revision of ['1', '2', '3', '4']) {
      expect(answeredBy(seen, `blue/${revision}/`)).toBeGreaterThan(100);
    }
  });

  test.for([
    ['master', (pid: number) => pid],
    ['scoring process', (pid: number) => childrenOf(pid)[0] ?? 0],
  ] as const)(
    'the %s of an instance is killed with requests waiting at it: only the one it had read fails',
    async ([, victimOf]) => {
      await board.deploy('blue', '4', 2);
      let status = 0;
      const seen = await underFire(async (load) => {
        const [slow, read] = await occupied();
        const siblings = board.instances('blue').filter(({ pid }) => pid !== read.pid);
        // What cannot go to the siblings now waits at the one that is going to die.
        for (const { pid } of siblings) process.kill(-pid, 'SIGSTOP');
        try {
          await load.underway(100);
          await killed(victimOf(read.pid));
        } finally {
          for (const { pid } of siblings) process.kill(-pid, 'SIGCONT');
        }
        status = await slow;
        await load.more(perSecond);
      });
      flawless(seen);
      expect(status).toBe(424);
      await full('blue', 2);
    },
  );

  test('an instance is killed at any moment: one request fails at most, which was under way', async () => {
    for (let round = 0; round < 3; round += 1) {
      let killedAt = 0;
      let deadAt = 0;
      const seen = await underFire(async (load) => {
        await load.more(Math.round(Math.random() * 100));
        const processes = processesOf(board.instances('blue')[0]);
        killedAt = clock();
        process.kill(-(processes[0] ?? Number.NaN), 'SIGKILL');
        await until(
          'an end of the instance',
          () => processes.filter(isRunning),
          (running) => running.length === 0,
        );
        deadAt = clock();
        await load.more(perSecond);
      });
      const lost = failed(seen.shots);
      const underway = lost.filter(({ start, end }) => start <= deadAt && end >= killedAt);
      flawless(seen, new Set(underway.filter(({ status }) => status === 424)));
      expect(lost.length).toBeLessThanOrEqual(1);
      await full('blue', 2);
    }
  });

  test('a router worker is killed: its connections end, nobody else notices', async () => {
    const { routers } = await rolesOf(board.teal);
    const [victim = 0, survivor = 0] = routers;
    const port = Number(new URL(board.uri).port);
    let spared = new Set<number>();
    let took: number[] = [];
    const seen = await underFire(async (load) => {
      spared = clientsOf(survivor, port);
      await killed(victim);
      took = await flipping(load, rolesOf(board.teal));
      await load.more(perSecond);
    });
    expect(spared.size).toBeGreaterThan(0);
    expect(took.length).toBeGreaterThan(0);
    const lost = failed(seen.shots);
    flawless(seen, new Set(lost.filter(({ status, port }) => status === cut && !spared.has(port))));
    expect(new Set(lost.map(({ port }) => port)).size).toBe(lost.length);
  });

  test('deployments without traffic are deleted, one of them while requests are copied to it', async () => {
    await board.deploy('gray', '1', 1);
    const [shadow] = board.instances('green') as [InstanceFile];
    const copiedBefore = board.lastBegun(shadow);
    let copied = 0;
    const seen = await underFire(async (load) => {
      await board.flip({ blue: 100 }, { green: 50 });
      await load.more(500);
      await board.remove('gray');
      await load.more(500);
      copied = board.lastBegun(shadow);
      await board.remove('green');
    });
    flawless(seen);
    expect(copied).not.toBe(copiedBefore);
    expect(new Set(seen.shots.map(({ by }) => by.split('/')[0]))).toEqual(new Set(['blue']));
    expect(board.instances('green').concat(board.instances('gray'))).toEqual([]);
  });
});

/** A request that will not end, and the instance that has begun it. */
async function occupied(): Promise<[Promise<number>, InstanceFile]> {
  const id = 1_000_000_000 + Math.floor(Math.random() * 1e9);
  const slow = slowly(id, 60_000, 'blue');
  const read = await until(
    'the begin of a slow request',
    () => board.instances('blue').find((instance) => board.lastBegun(instance) === id),
    (instance) => instance !== undefined,
  );
  if (read === undefined) throw new Error('nobody has begun the slow request');
  return [slow, read];
}

/** The master first. */
function processesOf(instance: InstanceFile | undefined): number[] {
  return instance === undefined ? [] : [instance.pid, ...childrenOf(instance.pid)];
}

async function full(name: string, count: number): Promise<void> {
  await until(
    `${count} instances that answer`,
    () => board.instances(name).length,
    (running) => running === count,
  );
  await board.deploy(name, board.course.revisions.get(name)?.latest ?? '', count);
}
