import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Answer,
  by,
  deployment,
  type Rig,
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

const live = shares({ blue: 100 });

test('a slow instance: 408 with the text of the front, and its connection is closed', async () => {
  const slow = await rig.instance((incoming) => void incoming.resume());
  await rig.put(tableOf(1, { deployments: [deployment('blue', [slow], { timeoutMs: 50 })], live }));
  const answer = await rig.ask();
  expect(answer.status).toBe(408);
  expect(answer.text).toBe('upstream request timeout');
  expect(answer.headers['content-type']).toBe('text/plain');
  expect(answer.headers['azureml-model-deployment']).toBe('blue');
  await until(() => slow.sockets.size === 0);
  expect((await rig.counters()).slots['0']?.live.status_408).toBe(1);
});

test('requests wait in turn for an instance; above the pending limit 429 with Retry-After', async () => {
  const held: ServerResponse[] = [];
  const order: string[] = [];
  const instance = await rig.instance((incoming, response) => {
    order.push(String(incoming.url));
    incoming.resume();
    held.push(response);
  });
  const blue = deployment('blue', [instance], { maxConcurrentPerInstance: 1, pendingLimit: 3 });
  await rig.put(tableOf(1, { deployments: [blue], live }));
  const answers: Promise<Answer>[] = [];
  for (const at of [1, 2, 3]) {
    answers.push(rig.ask({ path: `/api/v1/endpoint/churn/r${at}` }));
    await until(async () => {
      const { outstanding, waiting } = JSON.parse((await rig.admin('GET', '/status')).text);
      return outstanding[instance.path] === 1 && waiting['0'] === at - 1;
    });
  }
  const over = await rig.ask();
  expect(over.status).toBe(429);
  expect(over.headers['retry-after']).toBe('1');
  expect(JSON.parse(over.text)).toMatchObject({ error: { code: 'TooManyRequests' } });
  for (const at of [1, 2, 3]) {
    await until(() => held.length === at);
    expect(order.length).toBe(at);
    held[at - 1]?.end('done');
  }
  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  expect(order).toEqual(['/r1', '/r2', '/r3']);
  expect(instance.sockets.size).toBe(1);
});

test('one who waits too long in line gets 408 and takes no instance', async () => {
  const held: ServerResponse[] = [];
  const instance = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  const serve = (version: number, timeoutMs: number) => {
    const settings = { maxConcurrentPerInstance: 1, timeoutMs };
    return rig.put(tableOf(version, { deployments: [deployment('blue', [instance], settings)], live }));
  };
  await serve(1, 150);
  const [first, second] = await Promise.all([rig.ask(), rig.ask()]);
  expect([first.status, second.status]).toEqual([408, 408]);
  // The second may come to it in the moment between the two ends.
  const before = held.length;
  expect(before).toBeLessThanOrEqual(2);
  await serve(2, 60_000);
  const later = rig.ask();
  await until(() => held.length > before);
  held.at(-1)?.end('ok');
  expect((await later).status).toBe(200);
});

test('work goes to the instance with the fewest requests in flight, in turn among equals', async () => {
  const held: ServerResponse[] = [];
  const busy = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  const free = await rig.instance(says('free'));
  await rig.put(tableOf(1, { deployments: [deployment('blue', [busy, free])], live }));
  const stuck = rig.ask();
  await until(() => held.length === 1);
  for (let round = 0; round < 6; round += 1) expect(by(await rig.ask())).toBe('free');
  held[0]?.end('late');
  expect((await stuck).text).toBe('late');
  await rig.put(tableOf(2, { deployments: [deployment('blue', [free, busy])], live }));
  const next = rig.ask();
  const after = rig.ask();
  await until(() => held.length === 2);
  held[1]?.end('{"by":"busy"}');
  expect([by(await next), by(await after)].sort()).toEqual(['busy', 'free']);
});

test('an instance that joins others begins with a small share, and is used at once when they are full', async () => {
  const held: ServerResponse[] = [];
  const [old, young] = [await rig.instance(says('old')), await rig.instance(says('young'))];
  await rig.put(tableOf(1, { deployments: [deployment('blue', [old])], live }));
  await rig.put(tableOf(2, { deployments: [deployment('blue', [old, young])], live }));
  const answers: string[] = [];
  for (let round = 0; round < 60; round += 1) answers.push(by(await rig.ask()));
  const share = answers.filter((name) => name === 'young').length;
  // Half of them when all instances are alike; a tenth at the start.
  expect(share).toBeLessThan(25);
  const stuck = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  const one = { maxConcurrentPerInstance: 1 };
  await rig.put(
    tableOf(3, { deployments: [deployment('blue', [stuck], { ...one, revision: 2, slot: 5 })], live }),
  );
  const first = rig.ask();
  await until(() => held.length === 1);
  await rig.put(
    tableOf(4, { deployments: [deployment('blue', [stuck, young], { ...one, revision: 2, slot: 5 })], live }),
  );
  expect(by(await rig.ask())).toBe('young');
  held[0]?.end('late');
  expect((await first).text).toBe('late');
});

test('a body over the limit is 413, by its length or by coming', async () => {
  await rig.close();
  rig = await startRig({ maxBodyBytes: 1000 });
  const instance = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { deployments: [deployment('blue', [instance])], live }));
  expect((await rig.ask({ body: 'x'.repeat(1000) })).status).toBe(200);
  const known = await rig.ask({ body: 'x'.repeat(1001) });
  expect(known.status).toBe(413);
  expect(JSON.parse(known.text)).toMatchObject({ error: { code: 'RequestTooLarge' } });
  const chunked = await rig.ask({ headers: { 'transfer-encoding': 'chunked' }, body: 'x'.repeat(5000) });
  expect(chunked.status).toBe(413);
});

test('connections that a burst left are closed again, down to what is needed', async () => {
  await rig.close();
  rig = await startRig({ trimEveryMs: 20 });
  const held: ServerResponse[] = [];
  const instance = await rig.instance((incoming, response) => {
    incoming.resume();
    held.push(response);
  });
  await rig.put(tableOf(1, { deployments: [deployment('blue', [instance])], live }));
  const burst = Array.from({ length: 40 }, () => rig.ask());
  await until(() => held.length === burst.length);
  expect(instance.sockets.size).toBe(40);
  for (const response of held) response.end('{"by":"burst"}');
  for (const answer of await Promise.all(burst)) expect(by(answer)).toBe('burst');
  await until(() => instance.sockets.size === 1);
  const next = rig.ask();
  await until(() => held.length === burst.length + 1);
  held.at(-1)?.end('{"by":"next"}');
  expect(by(await next)).toBe('next');
  expect(instance.sockets.size).toBe(1);
});
