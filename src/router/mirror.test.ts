import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SlotCounts } from './count.ts';
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

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

async function shadow(): Promise<SlotCounts> {
  const counts = (await rig.counters()).slots['1'];
  if (counts === undefined) throw new Error('slot 1 has no counters');
  return counts;
}

test('10 % of 100 requests are copied as they were: exactly 10; named ones never', async () => {
  const copies: string[] = [];
  const blue = await rig.instance(says('blue'));
  const green = await rig.instance((incoming, response) => {
    void readAll(incoming).then((body) => {
      copies.push(`${incoming.method} ${incoming.url} ${incoming.headers['x-mark']} ${body.toString()}`);
      response.writeHead(500).end('ignored');
    });
  });
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }), mirror: shares({ green: 10 }) }));
  const headers = { 'x-mark': 'm' };
  const path = '/api/v1/endpoint/churn/score?q=1';
  for (let round = 0; round < 100; round += 1) {
    expect(by(await rig.ask({ path, headers, body: 'b'.repeat(100) }))).toBe('blue');
  }
  await until(async () => (await shadow()).mirror.requests === 10);
  expect(copies).toEqual(Array.from({ length: 10 }, () => `POST /score?q=1 m ${'b'.repeat(100)}`));
  for (let round = 0; round < 20; round += 1) {
    await rig.ask({ headers: { 'azureml-model-deployment': 'blue' } });
  }
  const counts = await shadow();
  expect(counts.mirror).toMatchObject({ requests: 10, status_5xx: 10 });
  expect(counts.live.requests).toBe(0);
  expect(copies.length).toBe(10);
});

test('live never waits for a shadow that hangs; what does not fit is dropped and counted', async () => {
  const blue = await rig.instance(says('blue'));
  const green = await rig.instance((incoming) => void incoming.resume());
  const deployments = [
    deployment('blue', [blue]),
    deployment('green', [green], { maxConcurrentPerInstance: 1, pendingLimit: 3, timeoutMs: 60_000 }),
  ];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }), mirror: shares({ green: 50 }) }));
  for (let round = 0; round < 20; round += 1) expect((await rig.ask()).status).toBe(200);
  await until(async () => (await shadow()).mirrorDropped.busy >= 7);
  const counts = await shadow();
  expect(counts.mirrorDropped.busy).toBe(7);
  expect(counts.mirror.requests).toBe(0);
});

/** Blue is live and reads whole bodies; half of the requests are copied to green, which tells what it got. */
async function shadowed(options: Parameters<typeof startRig>[0], got: (body: Buffer) => void): Promise<void> {
  await rig.close();
  rig = await startRig(options);
  const blue = await rig.instance((incoming, response) => {
    readAll(incoming).then(
      (body) => response.end(String(body.length)),
      () => undefined,
    );
  });
  const green = await rig.instance((incoming, response) => {
    readAll(incoming).then(
      (body) => {
        got(body);
        response.end();
      },
      () => undefined,
    );
  });
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }), mirror: shares({ green: 50 }) }));
}

async function nothingHeld(): Promise<void> {
  await until(async () => {
    const { mirrorBytes, mirrorDiskBytes } = JSON.parse((await rig.admin('GET', '/status')).text);
    return mirrorBytes === 0 && mirrorDiskBytes === 0;
  });
}

test('bodies of every size are copied byte for byte; the disk holds what is large', async () => {
  const sizes = [0, 1, 15_000, 16_500, 70_000, 300_000, 9_000_000];
  const copies: Buffer[] = [];
  await shadowed({}, (body) => void copies.push(body));
  for (const size of sizes) {
    const body = randomBytes(size);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      expect((await rig.ask({ body, headers })).text).toBe(String(size));
    }
    await until(() => copies.length > 0);
    expect(copies.splice(0)).toEqual([body]);
  }
  await nothingHeld();
});

test('a copy that lets live bodies go first arrives although they never pause', async () => {
  const copies: Buffer[] = [];
  await shadowed({}, (body) => void copies.push(body));
  const endless = request({
    host: '127.0.0.1',
    port: rig.worker.port,
    method: 'POST',
    path: '/api/v1/endpoint/churn/score',
    headers: { authorization: `Bearer ${KEY}`, 'transfer-encoding': 'chunked' },
  });
  endless.on('error', () => undefined);
  const dribble = setInterval(() => endless.write(Buffer.alloc(1000)), 1);
  try {
    const body = randomBytes(3_000_000);
    for (let round = 0; round < 3; round += 1) {
      expect((await rig.ask({ body })).text).toBe(String(body.length));
    }
    await until(() => copies.length > 0);
    expect(copies[0]).toEqual(body);
  } finally {
    clearInterval(dribble);
    endless.destroy();
  }
  await nothingHeld();
});

test('what memory, disk or the largest size do not allow goes live whole, and is counted', async () => {
  let copies = 0;
  const count = () => {
    copies += 1;
  };
  const twice = async (size: number) => {
    for (let round = 0; round < 2; round += 1)
      expect((await rig.ask({ body: Buffer.alloc(size) })).text).toBe(String(size));
  };
  await shadowed({ mirrorBytes: 100_000 }, count);
  await twice(200_000);
  expect((await shadow()).mirrorDropped).toMatchObject({ memory: 1, disk: 0, body_too_large: 0 });
  await shadowed({ mirrorDiskBytes: 100_000 }, count);
  await twice(2_000_000);
  expect((await shadow()).mirrorDropped).toMatchObject({ memory: 0, disk: 1, body_too_large: 0 });
  await shadowed({}, count);
  await twice(64 * 1024 * 1024 + 1);
  expect((await shadow()).mirrorDropped).toMatchObject({ memory: 0, disk: 0, body_too_large: 1 });
  expect(copies).toBe(0);
  await nothingHeld();
});

test('a shadow without instances, or gone, is counted and nothing else', async () => {
  const blue = await rig.instance(says('blue'));
  const green = await rig.instance(says('green'));
  await green.close();
  const gone = [deployment('blue', [blue]), deployment('green', [green])];
  const traffic = { live: shares({ blue: 100 }), mirror: shares({ green: 50 }) };
  await rig.put(tableOf(1, { deployments: gone, ...traffic }));
  for (let round = 0; round < 4; round += 1) expect((await rig.ask()).status).toBe(200);
  await until(async () => (await shadow()).mirror.connection_failed === 2);
  const none = [deployment('blue', [blue]), deployment('green', [])];
  await rig.put(tableOf(2, { deployments: none, ...traffic }));
  for (let round = 0; round < 4; round += 1) expect((await rig.ask()).status).toBe(200);
  await until(async () => (await shadow()).mirrorDropped.no_instance >= 2);
  expect((await shadow()).mirrorDropped.no_instance).toBe(2);
});
