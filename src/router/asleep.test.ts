/** Requests for a deployment that sleeps: held, bounded, served by the first instance; and the bell that they ring. */
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCounters } from './count.ts';
import {
  by,
  deployment,
  KEY,
  type Rig,
  readAll,
  says,
  shares,
  startRig,
  tableOf,
  until,
} from './rig.suite.ts';
import { createTableSlot } from './slot.ts';
import { loadOf } from './waking.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const live = shares({ blue: 100 });
const hold = { limit: 2, waitMs: 60_000 };

const asleep = (version: number, more: Parameters<typeof deployment>[2] = {}) =>
  tableOf(version, { deployments: [deployment('blue', [], { hold, ...more })], live });

async function waiting(): Promise<number> {
  return JSON.parse((await rig.admin('GET', '/status')).text).waiting['0'];
}

async function waking(after: number): Promise<{ rings: number; waiting: Record<string, number> }> {
  return JSON.parse((await rig.admin('GET', `/waking?after=${after}`)).text);
}

test('held requests are served by the first instance, bodies included, and keep their own time limit', async () => {
  await rig.put(asleep(1, { timeoutMs: 1 }));
  const large = 'x'.repeat(300_000);
  const asked = [rig.ask({ body: '{}' }), rig.ask({ body: large })];
  await until(async () => (await waiting()) === 2);
  const blue = await rig.instance((incoming, response) => {
    void readAll(incoming).then((body) => response.end(JSON.stringify({ by: body.length })));
  });
  await rig.put(tableOf(2, { deployments: [deployment('blue', [blue], { hold })], live }));
  expect((await Promise.all(asked)).map(by)).toEqual(['2', '300000']);
  expect((await rig.counters()).slots['0']?.live).toMatchObject({ requests: 2, status_2xx: 2 });
});

test('beyond the limit it is 429, beyond the time 408, and without a hold 424 as ever', async () => {
  await rig.put(asleep(1));
  const held = [rig.ask(), rig.ask()];
  await until(async () => (await waiting()) === 2);
  const more = await rig.ask();
  expect([more.status, more.text]).toEqual([429, expect.stringContaining('2 pending requests')]);
  await rig.put(asleep(2, { hold: { limit: 2, waitMs: 1 } }));
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(3, { deployments: [deployment('blue', [blue], { hold })], live }));
  expect((await Promise.all(held)).map(by)).toEqual(['blue', 'blue']);
  await rig.put(asleep(4, { hold: { limit: 2, waitMs: 1 } }));
  const late = await rig.ask();
  expect([late.status, late.text]).toEqual([408, 'upstream request timeout']);
  await rig.put(tableOf(5, { deployments: [deployment('blue', [])], live }));
  expect((await rig.ask()).status).toBe(424);
  expect((await rig.counters()).slots['0']?.live).toMatchObject({
    status_408: 1,
    status_429: 1,
    no_instance: 1,
  });
});

test('a client that goes away leaves the line, and the others are served', async () => {
  await rig.put(asleep(1));
  const gone = request({
    port: rig.worker.port,
    method: 'POST',
    path: '/api/v1/endpoint/churn/score',
    headers: { authorization: `Bearer ${KEY}` },
  });
  gone.on('error', () => undefined);
  gone.end('{}');
  await until(async () => (await waiting()) === 1);
  gone.socket?.resetAndDestroy();
  await until(async () => (await waiting()) === 0);
  const kept = rig.ask();
  await until(async () => (await waiting()) === 1);
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(2, { deployments: [deployment('blue', [blue], { hold })], live }));
  expect(by(await kept)).toBe('blue');
  expect(blue.seen).toHaveLength(1);
});

test('the bell is heard at once by who listens, by its rings', async () => {
  await rig.put(asleep(1));
  const first = await waking(-1);
  expect(first).toMatchObject({ rings: 0, waiting: {} });
  const heard = waking(first.rings);
  const asked = rig.ask();
  expect(await heard).toMatchObject({ rings: 1, waiting: { '0': 1 } });
  // Rings that this worker never had are another one's.
  expect(await waking(99)).toMatchObject({ rings: 1, waiting: { '0': 1 } });
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(2, { deployments: [deployment('blue', [blue], { hold })], live }));
  expect(by(await asked)).toBe('blue');
});

test('a copy for a mirror rings and is dropped', async () => {
  const blue = await rig.instance(says('blue'));
  const green = deployment('green', [], { hold });
  await rig.put(
    tableOf(1, { deployments: [deployment('blue', [blue]), green], live, mirror: shares({ green: 50 }) }),
  );
  const heard = waking(0);
  for (let sent = 0; sent < 2; sent += 1) expect(by(await rig.ask())).toBe('blue');
  expect(await heard).toMatchObject({ waiting: { '1': 0 } });
  await until(async () => (await rig.counters()).slots['1']?.mirrorDropped.no_instance === 1);
});

test('those in line at the last instance when that goes wait for the next one', async () => {
  const held: (() => void)[] = [];
  const busy = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(() => response.end('{"by":"busy"}'));
  });
  const one = { hold, maxConcurrentPerInstance: 1 };
  await rig.put(tableOf(1, { deployments: [deployment('blue', [busy], one)], live }));
  const running = rig.ask();
  await until(() => held.length === 1);
  const inLine = rig.ask();
  await until(async () => (await waiting()) === 1);
  const heard = waking(0);
  await rig.put(asleep(2, one));
  expect((await heard).waiting).toEqual({ '0': 1 });
  held[0]?.();
  expect(by(await running)).toBe('busy');
  const next = await rig.instance(says('next'));
  await rig.put(tableOf(3, { deployments: [deployment('blue', [next], one)], live }));
  expect(by(await inLine)).toBe('next');
});

test('the counters say how many run and wait', async () => {
  await rig.put(asleep(1));
  const asked = rig.ask();
  await until(async () => (await waiting()) === 1);
  expect(JSON.parse((await rig.admin('GET', '/counters')).text).load).toEqual({ '0': 1 });
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(2, { deployments: [deployment('blue', [blue], { hold })], live }));
  await asked;
  expect(JSON.parse((await rig.admin('GET', '/counters')).text).load).toEqual({});
  expect(loadOf(createTableSlot(createCounters()))).toEqual({});
});

test.each([
  [{ limit: 0, waitMs: 1 }, 'hold.limit'],
  [{ limit: 1 }, 'hold.waitMs'],
  ['yes', 'hold'],
])('a table with the hold %j is refused', async (bad, path) => {
  const table = asleep(1, { hold: bad as never });
  const { status, text } = await rig.admin('PUT', '/table', JSON.stringify(table));
  expect([status, text]).toEqual([400, expect.stringContaining(path)]);
});
