/** One limit, several router workers: what they let through together. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  deployment,
  type Rig,
  says,
  shares,
  startRig,
  tableOf,
  until,
} from '../../../src/router/rig.suite.ts';
import type { Table, TableLimits } from '../../../src/table/table.ts';
import { Client } from './client.ts';

let dir: string;
let rigs: Rig[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'teal-shared-'));
  rigs = [await startRig({ runDir: dir, index: 0 }), await startRig({ runDir: dir, index: 1 })];
});
afterEach(async () => {
  for (const rig of rigs) await rig.close();
  await rm(dir, { recursive: true, force: true });
});

const get = 'GET /score HTTP/1.1\r\nHost: churn\r\n\r\n';

async function publish(limits: TableLimits): Promise<Table> {
  const instance = await rigs[0]?.instance(says('blue'));
  if (instance === undefined) throw new Error('there is a worker');
  const table = tableOf(1, {
    auth: { kind: 'none' },
    limits,
    deployments: [deployment('blue', [instance])],
    live: shares({ blue: 100 }),
  });
  for (const rig of rigs) expect((await rig.put(table)).status).toBe(200);
  return table;
}

/** A connection to a worker that is used until `over`; how its requests ended. */
async function ask(rig: Rig, over: () => boolean): Promise<number[]> {
  const client = new Client(rig.worker.port);
  const statuses: number[] = [];
  while (!over()) {
    client.heard = '';
    client.send(get);
    const [answer] = await client.answers(1);
    statuses.push(answer?.status ?? 0);
  }
  client.socket.destroy();
  return statuses;
}

const served = (statuses: readonly number[]) => statuses.filter((status) => status === 200).length;

test('requests a second are those of the endpoint, not of each of its workers', async () => {
  const rate = 100;
  await publish({ requestsPerSecond: rate });
  const from = performance.now();
  const over = () => performance.now() - from > 3000;
  const statuses = await Promise.all(rigs.map((rig) => ask(rig, over)));
  const seconds = (performance.now() - from) / 1000;
  const all = served(statuses.flat());
  expect(new Set(statuses.flat())).toEqual(new Set([200, 429]));
  // A second of it at once, once more before they have heard of each other, and what comes between two looks.
  expect(all).toBeLessThanOrEqual(rate * (2 + seconds) + 2 * 50);
  expect(all).toBeGreaterThan(rate);
});

test('a client at one worker gets what nobody asks for at the others', async () => {
  await publish({ requestsPerSecond: 200 });
  const [first] = rigs;
  if (first === undefined) throw new Error('there is a worker');
  const from = performance.now();
  const over = () => performance.now() - from > 4000;
  const statuses = await ask(first, over);
  const seconds = (performance.now() - from) / 1000;
  // A half of it would be less, unless the client itself is slow.
  expect(served(statuses)).toBeGreaterThan(Math.min(150 * seconds, statuses.length / 2));
});

test('connections are counted together, and those of a worker that is gone no more', async () => {
  await publish({ activeConnections: 2 });
  const [here, there] = rigs;
  if (here === undefined || there === undefined) throw new Error('there are two workers');
  const open = async (rig: Rig) => {
    const client = new Client(rig.worker.port);
    client.send(get);
    const [answer] = await client.answers(1);
    return { client, status: answer?.status };
  };
  const [one, two] = [await open(here), await open(there)];
  expect([one.status, two.status]).toEqual([200, 200]);
  const tryAt = async (rig: Rig) => {
    const { client, status } = await open(rig);
    client.socket.destroy();
    return status;
  };
  await until(async () => (await tryAt(here)) === 429 && (await tryAt(there)) === 429);
  await there.worker.stop(0);
  await until(async () => (await tryAt(here)) === 200);
  one.client.socket.destroy();
  rigs = [here];
});

test('requests held for a deployment that sleeps are bounded over all workers, and those of one that is gone count no more', async () => {
  const [here, there] = rigs;
  if (here === undefined || there === undefined) throw new Error('there are two workers');
  const hold = { limit: 2, waitMs: 60_000 };
  const table = (version: number, instances: Parameters<typeof deployment>[1]) =>
    tableOf(version, {
      auth: { kind: 'none' },
      deployments: [deployment('blue', instances, { hold })],
      live: shares({ blue: 100 }),
    });
  for (const rig of rigs) await rig.put(table(1, []));
  const held = async (rig: Rig) => JSON.parse((await rig.admin('GET', '/status')).text).waiting['0'] ?? 0;
  const first = [here.ask(), here.ask()];
  await until(async () => (await held(here)) === 2);
  /** A request that is held is given up. */
  const refused = async (rig: Rig) => {
    const client = new Client(rig.worker.port);
    const before = await held(rig);
    client.send(get);
    await until(async () => client.heard !== '' || (await held(rig)) > before);
    client.socket.resetAndDestroy();
    await until(async () => (await held(rig)) === before);
    return client.heard.startsWith('HTTP/1.1 429');
  };
  await until(() => refused(there));
  const blue = await here.instance(says('blue'));
  for (const rig of rigs) await rig.put(table(2, [blue]));
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  for (const rig of rigs) await rig.put(table(3, []));
  await until(async () => !(await refused(there)));
  const second = [there.ask(), there.ask()];
  await until(async () => (await held(there)) === 2);
  await until(() => refused(here));
  await Promise.all([there.worker.stop(0), ...second.map((one) => one.catch(() => undefined))]);
  await until(async () => !(await refused(here)));
  rigs = [here];
});

test('a worker that hears what no worker tells hangs up, and goes on', async () => {
  await publish({ requestsPerSecond: 1000 });
  for (const text of [
    'nothing\n',
    '[["churn", -1]]\n',
    '[[1,2,3,4,5,6,7,8]]\n',
    '[[1,-2]]\n',
    '[[0.5,2]]\n',
    '{"a":1}\n',
    `${'9'.repeat(5_000_000)}`,
  ]) {
    const stranger = connect(join(dir, 'shares-0.sock'));
    stranger.on('error', () => undefined);
    const closed = new Promise((resolve) => stranger.on('close', resolve));
    stranger.resume();
    stranger.write(text);
    await closed;
  }
  const [first] = rigs;
  expect((await first?.ask())?.status).toBe(200);
});
