/** Requests that stand in line when something happens to what they stand in line for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  by,
  deployment,
  KEY,
  type Rig,
  readAll,
  says,
  shares,
  startRig,
  type TestInstance,
  tableOf,
  until,
} from './rig.suite.ts';

let rig: Rig;
const held: ServerResponse[] = [];
beforeEach(async () => {
  held.length = 0;
  rig = await startRig();
});
afterEach(() => rig.close());

const one = { maxConcurrentPerInstance: 1 };
const live = shares({ blue: 100 });

async function status(): Promise<{ outstanding: Record<string, number>; waiting: Record<string, number> }> {
  return JSON.parse((await rig.admin('GET', '/status')).text);
}

function holding(): Promise<TestInstance> {
  return rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
}

test.each([{}, { 'content-length': '300010' }])(
  'a body that goes on coming while its request waits after a failure reaches the instance whole (%j)',
  async (more) => {
    const busy = await rig.instance((incoming, response) => {
      if (held.push(response) === 1) incoming.resume();
      else void readAll(incoming).then((body) => response.end(JSON.stringify({ by: body.length })));
    });
    const gone = { ...busy, path: join(rig.dir, 'gone.s') };
    await rig.put(tableOf(1, { deployments: [deployment('blue', [busy, gone], one)], live }));
    const first = rig.ask();
    await until(() => held.length === 1);
    const asked = request({
      port: rig.worker.port,
      method: 'POST',
      path: '/api/v1/endpoint/churn/score',
      headers: { authorization: `Bearer ${KEY}`, ...more },
    });
    asked.write('0123456789');
    await until(async () => (await status()).waiting['0'] === 1);
    for (let part = 0; part < 30; part += 1) {
      asked.write(Buffer.alloc(10_000, part));
      await status();
    }
    asked.end();
    held[0]?.end('{"by":"first"}');
    expect(by(await first)).toBe('first');
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect([response.statusCode, String(await readAll(response))]).toEqual([200, '{"by":300010}']);
  },
);

test('one that came by the split goes by the new table when its deployment is deleted', async () => {
  const [old, green] = [await holding(), await rig.instance(says('green'))];
  const blue = deployment('blue', [old], one);
  const other = deployment('green', [green]);
  await rig.put(tableOf(1, { deployments: [blue, other], live }));
  const running = rig.ask();
  await until(() => held.length === 1);
  const waiting = rig.ask();
  await until(async () => (await status()).waiting['0'] === 1);
  await rig.put(tableOf(2, { deployments: [blue, other], live: shares({ green: 100 }) }));
  expect((await status()).waiting['0']).toBe(1);
  await rig.put(tableOf(3, { deployments: [other], live: shares({ green: 100 }) }));
  // Its instance would be ended now: it is in no table any more, and has all that it was sent.
  const answer = await waiting;
  expect([by(answer), answer.headers['azureml-model-deployment']]).toEqual(['green', 'green']);
  held[0]?.end('{"by":"old"}');
  expect(by(await running)).toBe('old');
  const { slots } = await rig.counters();
  expect([slots['0']?.live.requests, slots['1']?.live.requests]).toEqual([1, 1]);
});

test('those that wait for a busy instance are not sent to one whose connections fail', async () => {
  const busy = await holding();
  const gone = { ...busy, path: join(rig.dir, 'gone.s') };
  await rig.put(tableOf(1, { deployments: [deployment('blue', [busy, gone], one)], live }));
  const asked = [rig.ask()];
  await until(() => held.length === 1);
  for (let more = 1; more <= 5; more += 1) {
    asked.push(rig.ask());
    await until(async () => (await status()).waiting['0'] === more);
  }
  for (let at = 0; at < asked.length; at += 1) {
    await until(() => held.length === at + 1);
    held[at]?.end('{"by":"busy"}');
  }
  for (const answer of await Promise.all(asked)) expect(by(answer)).toBe('busy');
  expect((await rig.counters()).slots['0']?.live.retried).toBeLessThanOrEqual(2);
});

const narrow = `
import socket, sys
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen(0)
print('ready', flush=True)
sys.stdin.readline()
while True:
    client, _ = door.accept()
    client.recv(65536)
    client.sendall(b'HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: 15\\r\\n\\r\\n{"by":"narrow"}')
    client.close()
`;

test('a burst that is more than an instance lets wait at its door costs nobody an answer', async () => {
  const socketPath = join(rig.dir, 'narrow.s');
  const instance = spawn('python3', ['-c', narrow, socketPath], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(instance.stdout, 'data');
    const address = { kind: 'unix', path: socketPath } as const;
    const blue = { ...deployment('blue', []), instances: [{ id: 'n', address }] };
    await rig.put(tableOf(1, { deployments: [blue], live }));
    const asked = Array.from({ length: 20 }, () => rig.ask({ agent: new Agent() }));
    await until(async () => (await status()).outstanding.n === asked.length);
    instance.stdin.write('go\n');
    for (const answer of await Promise.all(asked)) expect(by(answer)).toBe('narrow');
    expect((await rig.counters()).slots['0']?.live).toMatchObject({ status_2xx: 20, connection_failed: 0 });
  } finally {
    instance.kill();
  }
});
