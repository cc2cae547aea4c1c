import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SlotCounts } from './count.ts';
import { by, deployment, type Rig, readAll, says, shares, startRig, tableOf, until } from './rig.suite.ts';

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
  const counts = await shadow();
  expect(counts.mirrorDropped.busy).toBe(7);
  expect(counts.mirror.requests).toBe(0);
});

test('bodies over 1 MiB, and over what all copies may hold, go live whole and are not copied', async () => {
  await rig.close();
  rig = await startRig({ mirrorBytes: 600_000 });
  const lengths: number[] = [];
  const blue = await rig.instance((incoming, response) => {
    void readAll(incoming).then((body) => {
      lengths.push(body.length);
      response.end();
    });
  });
  const green = await rig.instance(says('green'));
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }), mirror: shares({ green: 50 }) }));
  for (const size of [500_000, 500_000, 700_000, 700_000]) await rig.ask({ body: Buffer.alloc(size) });
  await until(async () => (await shadow()).mirror.requests === 1);
  expect((await shadow()).mirrorDropped.memory).toBe(1);
  expect(lengths).toEqual([500_000, 500_000, 700_000, 700_000]);
  await rig.close();
  rig = await startRig();
  const again = await rig.instance(says('blue'));
  const shade = await rig.instance(says('green'));
  const pair = [deployment('blue', [again]), deployment('green', [shade])];
  await rig.put(
    tableOf(1, { deployments: pair, live: shares({ blue: 100 }), mirror: shares({ green: 50 }) }),
  );
  for (let round = 0; round < 2; round += 1) await rig.ask({ body: Buffer.alloc(1_100_000) });
  expect((await shadow()).mirrorDropped.body_too_large).toBe(1);
  expect(shade.seen.length).toBe(0);
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
  expect((await shadow()).mirrorDropped.no_instance).toBe(2);
});
