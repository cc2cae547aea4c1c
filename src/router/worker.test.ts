import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { Agent, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeTable } from '../table/codec.ts';
import { encodeRecord, journalName, tableName } from '../table/journal.ts';
import type { Table } from '../table/table.ts';
import {
  by,
  deployment,
  type Rig,
  says,
  shares,
  startRig,
  type TestInstance,
  tableOf,
  until,
} from './rig.suite.ts';

let rig: Rig;
let blue: TestInstance;
let green: TestInstance;
beforeEach(async () => {
  rig = await startRig();
  blue = await rig.instance(says('blue'), 'blue');
  green = await rig.instance(says('green'), 'green');
});
afterEach(() => rig.close());

function split(version: number, live: Record<string, number>) {
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  return tableOf(version, { deployments, live: shares(live) });
}

/** As control leaves them on disk. */
async function keep(table: Table, ...deltas: readonly object[]): Promise<void> {
  await writeFile(join(rig.dir, tableName), encodeTable(table));
  const records = deltas.map((delta) => encodeRecord(JSON.stringify(delta)));
  await writeFile(join(rig.dir, journalName), records.join(''));
}

test('a table is acknowledged with the worker and its version; the same one again is fine', async () => {
  const expected = { version: 3, worker: 0, pid: process.pid };
  for (let round = 0; round < 2; round += 1) {
    const answer = await rig.put(split(3, { blue: 100 }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual(expected);
  }
  const status = JSON.parse((await rig.admin('GET', '/status')).text);
  expect(status).toMatchObject({ ...expected, port: rig.worker.port, endpoints: ['churn'] });
  // Nobody has asked for the endpoint.
  expect(status.outstanding).toEqual({});
  await rig.ask();
  const { outstanding } = JSON.parse((await rig.admin('GET', '/status')).text);
  expect(outstanding).toEqual({ [blue.path]: 0, [green.path]: 0 });
  expect((await stat(join(rig.dir, 'router-0.sock'))).mode & 0o777).toBe(0o600);
  expect((await rig.admin('GET', '/other')).status).toBe(404);
});

test('bad and older tables are refused and the current one goes on', async () => {
  await rig.put(split(5, { blue: 100 }));
  expect((await rig.put(split(4, { green: 100 }))).status).toBe(409);
  const bad = await rig.put(split(6, { blue: 50, green: 40 }));
  expect(bad.status).toBe(400);
  expect(bad.text).toContain('endpoints[0].live');
  expect((await rig.admin('PUT', '/table', '{"version":')).status).toBe(400);
  expect(by(await rig.ask())).toBe('blue');
});

test('a delta changes what it names; one of another base or with a mistake changes nothing', async () => {
  const kept = split(5, { blue: 100 });
  await rig.put(kept);
  const [churn] = split(6, { green: 100 }).endpoints;
  if (churn === undefined) throw new Error('there is no endpoint');
  const send = (delta: object) => rig.admin('PATCH', '/table', JSON.stringify(delta));
  const delta = { base: 5, version: 6, put: [churn], removed: ['gone'] };
  const early = await send({ ...delta, base: 4 });
  expect([early.status, early.headers['table-version']]).toEqual([409, '5']);
  const shared = { ...churn, name: 'other' };
  for (const put of [[{ ...churn, live: [] }, shared], [shared], [{ name: 'churn' }]]) {
    expect((await send({ ...delta, put })).status).toBe(400);
  }
  expect((await rig.admin('PATCH', '/table', '{')).status).toBe(400);
  expect(by(await rig.ask())).toBe('blue');
  for (let round = 0; round < 2; round += 1) expect((await send(delta)).status).toBe(200);
  expect(by(await rig.ask())).toBe('green');
  await keep(kept, delta);
  const second = await startRig({ runDir: rig.dir, index: 1 });
  expect(by(await second.ask())).toBe('green');
  await second.worker.stop(0);
});

test('every request that starts after the acknowledgement goes by the new table, under load', async () => {
  await rig.put(split(1, { blue: 100 }));
  let running = true;
  let wanted = 'blue';
  let settled = true;
  let misrouted = 0;
  let failed = 0;
  let asked = 0;
  const client = async () => {
    while (running) {
      const expected = settled ? wanted : undefined;
      const answer = await rig.ask();
      asked += 1;
      if (answer.status !== 200) failed += 1;
      // Only a request that no swap overlapped has one right answer.
      else if (expected !== undefined && settled && expected === wanted && by(answer) !== wanted)
        misrouted += 1;
    }
  };
  const clients = Array.from({ length: 8 }, client);
  for (let version = 2; version < 40; version += 1) {
    const next = version % 2 === 0 ? 'green' : 'blue';
    settled = false;
    await rig.put(split(version, { [next]: 100 }));
    wanted = next;
    settled = true;
    for (let round = 0; round < 3; round += 1) expect(by(await rig.ask())).toBe(next);
  }
  running = false;
  await Promise.all(clients);
  expect(asked).toBeGreaterThan(100);
  expect([misrouted, failed]).toEqual([0, 0]);
});

test('a request in flight ends on the instance it began on; one in line goes to the new revision', async () => {
  const held: ServerResponse[] = [];
  const old = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  const first = deployment('blue', [old], { slot: 10, maxConcurrentPerInstance: 1 });
  await rig.put(tableOf(1, { deployments: [first], live: shares({ blue: 100 }) }));
  const running = rig.ask();
  await until(() => held.length === 1);
  const waiting = rig.ask();
  await until(async () => {
    const { outstanding } = JSON.parse((await rig.admin('GET', '/status')).text);
    return outstanding[old.path] === 1;
  });
  const second = deployment('blue', [blue], { slot: 11, revision: 2 });
  await rig.put(tableOf(2, { deployments: [second], live: shares({ blue: 100 }) }));
  expect(by(await rig.ask())).toBe('blue');
  // It may have been read only after the swap; either way it must not go to the old revision.
  expect(by(await waiting)).toBe('blue');
  const { outstanding } = JSON.parse((await rig.admin('GET', '/status')).text);
  expect(outstanding[old.path]).toBe(1);
  held[0]?.end('{"by":"old"}');
  expect(by(await running)).toBe('old');
  expect(held.length).toBe(1);
  await until(() => old.sockets.size === 0);
});

test('an instance that left stays in the status while it works', async () => {
  const held: ServerResponse[] = [];
  const old = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  await rig.put(tableOf(1, { deployments: [deployment('blue', [old])], live: shares({ blue: 100 }) }));
  const running = rig.ask();
  await until(() => held.length === 1);
  await rig.put(tableOf(2, { deployments: [deployment('blue', [blue])], live: shares({ blue: 100 }) }));
  const outstanding = async () => JSON.parse((await rig.admin('GET', '/status')).text).outstanding;
  expect(await outstanding()).toEqual({ [old.path]: 1, [blue.path]: 0 });
  held[0]?.end('{"by":"old"}');
  expect(by(await running)).toBe('old');
  await until(async () => (await outstanding())[old.path] === 0);
});

test('counters outlive swaps', async () => {
  await rig.put(split(1, { blue: 100 }));
  await rig.ask();
  await rig.put(split(2, { green: 100 }));
  await rig.ask();
  await rig.put(split(3, { blue: 100 }));
  await rig.ask();
  const { slots } = await rig.counters();
  expect([slots['0']?.live.requests, slots['1']?.live.requests]).toEqual([2, 1]);
  const { timed, ms_sum: sum, times, statuses } = slots['0']?.live ?? { timed: 0, ms_sum: 0, times: [] };
  expect(timed).toBe(2);
  expect(sum).toBeGreaterThan(0);
  expect(times.reduce((total, [, count]) => total + count, 0)).toBe(2);
  expect(statuses).toEqual([[200, 2]]);
});

test('a worker that starts again serves from disk, and newer tables win over the file', async () => {
  await keep(split(7, { green: 100 }));
  const second = await startRig({ runDir: rig.dir, index: 1 });
  expect(by(await second.ask())).toBe('green');
  expect((await second.put(split(6, { blue: 100 }))).status).toBe(409);
  expect((await second.put(split(8, { blue: 100 }))).status).toBe(200);
  expect(by(await second.ask())).toBe('blue');
  await second.worker.stop(0);
});

test('two workers share one port', async () => {
  await keep(split(1, { blue: 100 }));
  const first = await startRig({ runDir: rig.dir, index: 1, reusePort: true });
  const second = await startRig({ runDir: rig.dir, index: 2, reusePort: true, port: first.worker.port });
  expect(second.worker.port).toBe(first.worker.port);
  for (let round = 0; round < 10; round += 1) {
    expect(by(await first.ask({ agent: new Agent() }))).toBe('blue');
  }
  await first.worker.stop(0);
  for (let round = 0; round < 10; round += 1) {
    expect(by(await second.ask({ agent: new Agent() }))).toBe('blue');
  }
  await second.worker.stop(0);
});

test('a missing or broken file means no endpoints, said in the log; a stale socket is replaced', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'teal-router-'));
  await writeFile(join(dir, 'table.json'), '{"version": 3, "endp');
  await writeFile(join(dir, 'router-0.sock'), '');
  await chmod(join(dir, 'router-0.sock'), 0o444);
  const broken = await startRig({ runDir: dir });
  expect(broken.lines.join()).toContain('broken');
  expect(JSON.parse((await broken.admin('GET', '/status')).text)).toMatchObject({
    version: 0,
    endpoints: [],
  });
  expect((await broken.ask()).status).toBe(404);
  await broken.close();
  await rm(dir, { recursive: true, force: true });
});

test('stop lets what is in flight end', async () => {
  const held: ServerResponse[] = [];
  const slow = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  await rig.put(tableOf(1, { deployments: [deployment('blue', [slow])], live: shares({ blue: 100 }) }));
  const asked = rig.ask();
  await until(() => held.length === 1);
  const stopped = rig.worker.stop(10_000);
  held[0]?.end('{"by":"slow"}');
  const answer = await asked;
  expect(by(answer)).toBe('slow');
  expect(answer.headers.connection).toBe('close');
  await stopped;
});
