/** Processes are killed at the worst moments, under load: scoring goes on, and what was under way is finished. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverDoor } from '../../src/main/door.ts';
import { root } from '../architecture/sources.ts';
import { type Load, startLoad, type Tally } from '../support/load.ts';
import { instancesOf, isRunning, killed, pidsOf, rolesOf } from '../support/processes.ts';
import { type Reply, type Rest, restOf } from '../support/rest.ts';
import { freshScorer, primaryKey, route, type Score, scoringUri, script } from '../support/scoring.ts';
import { pause, startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let score: Score;
const loads = new Set<Load>();

const endpoint = '/onlineEndpoints/churn';
const blue = `${endpoint}/deployments/blue`;
const outstanding = 20;

/** Body of a PUT of blue; no request may run into a limit, however slow the machine. */
const deployment = (who: string, capacity = 2) => ({
  sku: { name: 'Default', capacity },
  properties: {
    endpointComputeType: 'Managed',
    instanceType: 'local',
    codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
    requestSettings: { maxConcurrentRequestsPerInstance: outstanding, requestTimeout: 'PT60S' },
    environmentVariables: { WHO: who },
  },
});

beforeAll(begin);

async function begin(): Promise<void> {
  await take(await startTeal());
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  await rest.finished(await rest.call('PUT', blue, deployment('blue')));
  await route(rest, 'churn', { blue: 100 });
  score = await freshScorer(rest, 'churn');
}

afterAll(async () => {
  await Promise.all([...loads].map((load) => load.stop().catch(() => {})));
  await teal?.close();
});

async function take(started: Teal): Promise<void> {
  teal = started;
  rest = restOf(teal);
}

async function underLoad(work: (load: Load) => Promise<void>): Promise<Tally> {
  const uri = await scoringUri(rest, 'churn');
  const load = startLoad({ uri, key: await primaryKey(rest, 'churn'), outstanding });
  loads.add(load);
  try {
    await load.more(50);
    await work(load);
    await load.more(50);
  } finally {
    loads.delete(load);
    await load.stop();
  }
  return load.tally;
}

const lossless = (tally: Tally) =>
  expect({ failed: tally.failed, reasons: tally.reasons }).toEqual({ failed: 0, reasons: [] });

/** Control answers again, by a process other than `old`. */
async function controlAfter(old: number): Promise<number> {
  await until('control', healthy, (answers) => answers);
  const { control } = await rolesOf(teal);
  expect(control).not.toBe(old);
  return control;
}

async function healthy(): Promise<boolean> {
  try {
    return (await fetch(`${teal.server.url}/healthz`)).ok;
  } catch {
    return false;
  }
}

/** As official clients do: what found no server is sent again. */
async function insistently(send: () => Promise<Reply>): Promise<Reply> {
  const reply = await until(
    'an answer',
    () => send().catch(() => undefined),
    (seen) => seen !== undefined,
  );
  if (reply === undefined) throw new Error('no answer');
  return reply;
}

const settled = (count: number) =>
  until(
    `${count} instances`,
    () => pidsOf(teal.home),
    (pids) => pids.length === count,
  );

describe('control is killed', () => {
  test('under load: no request fails, the instances are adopted, control is back at its address', async () => {
    const { control, routers } = await rolesOf(teal);
    const pids = pidsOf(teal.home);
    expect(pids).toHaveLength(2);
    const tally = await underLoad(async (load) => {
      await killed(control);
      await load.more(20);
      await controlAfter(control);
      const { body } = await rest.call('GET', blue);
      expect(body.properties.provisioningState).toBe('Succeeded');
      await route(rest, 'churn', { blue: 100 });
    });
    lossless(tally);
    expect(pidsOf(teal.home)).toEqual(pids);
    expect((await rolesOf(teal)).routers).toEqual(routers);
  });

  test('in the middle of an update: it is finished', async () => {
    const { control } = await rolesOf(teal);
    const before = pidsOf(teal.home);
    const tally = await underLoad(async () => {
      const reply = await rest.call('PUT', blue, deployment('second'));
      await killed(control);
      await controlAfter(control);
      expect((await rest.finished(reply)).status).toBe('Succeeded');
      expect((await score()).body.deployment).toBe('second');
    });
    lossless(tally);
    const after = await settled(2);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });

  test('in the middle of a deletion: it is finished', async () => {
    await rest.finished(await rest.call('PUT', `${endpoint}/deployments/green`, deployment('green', 1)));
    await settled(3);
    const { control } = await rolesOf(teal);
    const tally = await underLoad(async () => {
      const reply = await rest.call('DELETE', `${endpoint}/deployments/green`);
      await killed(control);
      await controlAfter(control);
      expect((await rest.finished(reply)).status).toBe('Succeeded');
    });
    lossless(tally);
    await settled(2);
  });
});

describe('a router worker is killed', () => {
  test('what was under way on it may be lost; new connections are answered by the other at once', async () => {
    const { routers } = await rolesOf(teal);
    const [victim = 0] = routers;
    const tally = await underLoad(async () => {
      await killed(victim);
      for (let sent = 0; sent < 100; sent++) expect(await score()).toMatchObject({ status: 200 });
      await until(
        'another worker',
        () => serverDoor.routers(teal.home),
        (states) => states.length === 2 && states.every(({ pid }) => pid !== victim),
      );
    });
    const states = await serverDoor.routers(teal.home);
    expect(new Set(states.map(({ table }) => table)).size).toBe(1);
    expect(states.map(({ endpoints }) => endpoints)).toEqual([['churn'], ['churn']]);
    expect(tally.failed).toBeLessThanOrEqual(outstanding);
    const broken = Object.keys(tally.statuses).filter((what) => /^[45]/.test(what));
    expect({ broken, reasons: tally.reasons }).toMatchObject({ broken: [] });
    for (let sent = 0; sent < 50; sent++) expect((await score()).status).toBe(200);
  });

  test('while control cannot help: it serves the last table from disk', async () => {
    const { control, routers } = await rolesOf(teal);
    process.kill(control, 'SIGSTOP');
    try {
      for (const victim of routers) {
        await killed(victim);
        await until(
          'another worker',
          () => serverDoor.routers(teal.home),
          (states) => states.length === 2 && states.every(({ pid }) => pid !== victim),
        );
      }
      for (let sent = 0; sent < 50; sent++) expect((await score()).status).toBe(200);
    } finally {
      process.kill(control, 'SIGCONT');
    }
    await route(rest, 'churn', {});
    for (let sent = 0; sent < 20; sent++) expect((await score()).status).toBe(404);
    await route(rest, 'churn', { blue: 100 });
    for (let sent = 0; sent < 20; sent++) expect((await score()).status).toBe(200);
  });
});

describe('all of it ends', () => {
  test('`teal down`, then `up` on the same home: everything is as it was', async () => {
    const key = await primaryKey(rest, 'churn');
    const before = (await rest.call('GET', endpoint)).body;
    const { control, routers } = await rolesOf(teal);
    const pids = pidsOf(teal.home);
    await promisify(execFile)(join(root, 'bin/teal'), ['down'], { env: teal.env });
    for (const pid of [teal.server.pid, control, ...routers, ...pids]) expect(isRunning(pid)).toBe(false);
    await expect(score()).rejects.toThrow();

    await take(await startTeal([], teal.home));
    score = await freshScorer(rest, 'churn');
    await until(
      'an answer',
      () => score(),
      ({ status }) => status === 200,
    );
    expect((await score({ a: 1 })).body).toEqual({ deployment: 'second', echo: { a: 1 } });
    expect(await primaryKey(rest, 'churn')).toBe(key);
    const after = (await rest.call('GET', endpoint)).body;
    expect([after.properties.traffic, after.etag]).toEqual([before.properties.traffic, before.etag]);
    const started = await settled(2);
    expect(started.filter((pid) => pids.includes(pid))).toEqual([]);
  });

  test('the supervisor is killed: instances outlive it; the next start adopts them and replaces the dead', async () => {
    const { control, routers } = await rolesOf(teal);
    const [survivor = 0, victim = 0] = pidsOf(teal.home);
    await killed(teal.server.pid);
    await until(
      'the end of its children',
      () => [control, ...routers].some(isRunning),
      (some) => !some,
    );
    expect(pidsOf(teal.home)).toEqual([survivor, victim]);
    await killed(victim);
    await take(await startTeal([], teal.home));
    score = await freshScorer(rest, 'churn');
    await until(
      'an answer',
      () => score(),
      ({ status }) => status === 200,
    );
    expect(await settled(2)).toContain(survivor);
  });

  test('the supervisor is killed and started again at once: nothing is started twice', async () => {
    const pids = pidsOf(teal.home);
    await killed(teal.server.pid);
    await take(await startTeal([], teal.home));
    score = await freshScorer(rest, 'churn');
    for (let sent = 0; sent < 20; sent++) expect((await score()).status).toBe(200);
    await rolesOf(teal);
    expect(pidsOf(teal.home)).toEqual(pids);
    const update = await rest.finished(await rest.call('PUT', blue, deployment('afterwards')));
    expect(update.status).toBe('Succeeded');
    expect((await score()).body.deployment).toBe('afterwards');
    expect(instancesOf(teal.home).length).toBeGreaterThanOrEqual(2);
  });
});

describe('control is killed at any moment', () => {
  // A new one: whatever dies again and again is started with longer and longer pauses.
  beforeAll(async () => {
    await teal.close();
    await begin();
  });

  test('five times in updates: each converges, nothing is lost or left over', async () => {
    for (let run = 1; run <= 5; run++) {
      const wanted = `run-${run}`;
      const after = Math.round(Math.random() * 300);
      const { control } = await rolesOf(teal);
      const tally = await underLoad(async () => {
        const put = insistently(() => rest.call('PUT', blue, deployment(wanted)));
        await pause(after);
        await killed(control);
        await controlAfter(control);
        const ended = await rest.finished(await put);
        expect([`killed after ${after} ms`, ended.status]).toEqual([`killed after ${after} ms`, 'Succeeded']);
        const { status, body } = await score();
        expect({ after, status, body }).toMatchObject({ status: 200, body: { deployment: wanted } });
      });
      lossless(tally);
      const pids = await settled(2);
      const { body } = await rest.call('GET', blue);
      expect(body.properties.provisioningState).toBe('Succeeded');
      expect(pidsOf(teal.home)).toEqual(pids);
    }
  });
});
