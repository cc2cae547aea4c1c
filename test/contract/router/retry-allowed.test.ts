/** An endpoint that allows it: a request that was lost with its instance is made again, once, and no more than that. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deployment, shares, tableOf, until } from '../../../src/router/rig.suite.ts';
import type { TableEndpoint } from '../../../src/table/table.ts';
import { valuesOf } from './scanner.ts';
import { HOST, type Instance, type Reply, sized, startInstance, startWire, type Wire } from './wire.ts';

let wire: Wire;
let other: Instance;
beforeEach(async () => {
  wire = await startWire();
  other = await startInstance(join(wire.rig.dir, 'other.s'));
  other.reply = (line, { body }) => void line.socket.write(sized(body));
});
afterEach(async () => {
  await wire.close();
  await other.close();
});

const post = (body: string): string =>
  `POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (body: string): string =>
  `POST /score HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const small = '{"a": 1}';
/** Longer than what is kept of requests that nobody wants repeated. */
const large = 'b'.repeat(300_000);
const requests: readonly (readonly [string, string, string])[] = [
  ['small', post(small), small],
  ['large', post(large), large],
  ['chunked', chunked(small), small],
  ['large chunked', chunked(large), large],
];

const dies: Reply = (line) => void line.socket.destroy();
const deaths: readonly (readonly [string, Reply])[] = [
  ['closes without a word', (line) => void line.socket.end()],
  ['is gone without a word', dies],
  ['closes behind half a head', (line) => void line.socket.end('HTTP/1.1 200 O')],
  ['closes behind an interim answer', (line) => void line.socket.end('HTTP/1.1 102 Processing\r\n\r\n')],
];

let version = 1;

/** Of two instances that are equally idle, the first one is asked next: whatever changes at a deployment says so. */
async function serveBy(instances: readonly Instance[], more: Partial<TableEndpoint> = {}): Promise<void> {
  const blue = {
    ...deployment('blue', []),
    pendingLimit: 1000 + version,
    instances: instances.map(({ path }) => ({ id: path, address: { kind: 'unix', path } as const })),
  };
  const whole = {
    name: HOST,
    auth: { kind: 'none' },
    deployments: [blue],
    live: shares({ blue: 100 }),
  } as const;
  version += 1;
  await wire.rig.put(tableOf(version, { ...whole, retryLost: true, ...more }));
}

async function retried(slot = '0'): Promise<number | undefined> {
  const counts = (await wire.rig.counters()).slots[slot];
  return counts === undefined
    ? undefined
    : counts.live.retried + counts.direct.retried + counts.mirror.retried;
}

describe.each(deaths)('an instance that %s', (_death, reply) => {
  test.each(requests)(
    'after it read a %s request: another one is asked, with all of it',
    async (_, text, body) => {
      wire.instance.reply = reply;
      await serveBy([wire.instance, other]);
      const client = wire.client();
      client.send(text);
      expect((await client.answers(1))[0]).toMatchObject({ status: 200, body });
      expect([wire.instance.seen.length, other.seen.length]).toEqual([1, 1]);
      expect(other.seen).toEqual(wire.instance.seen);
      expect(valuesOf(other.seen[0] ?? { fields: [] }, 'x-request-id')).toHaveLength(1);
      expect(await retried()).toBe(1);
    },
  );
});

test('with the switch off it stays lost', async () => {
  wire.instance.reply = dies;
  await serveBy([wire.instance, other], { retryLost: false });
  const client = wire.client();
  client.send(post(small));
  expect((await client.answers(1))[0]?.status).toBe(424);
  expect([wire.instance.seen.length, other.seen.length, await retried()]).toEqual([1, 0, 0]);
});

test('a request that kills whoever takes it kills two, and no more', async () => {
  const third = await startInstance(join(wire.rig.dir, 'third.s'));
  try {
    for (const instance of [wire.instance, other, third]) instance.reply = dies;
    await serveBy([wire.instance, other, third]);
    for (const [round, [, text]] of requests.entries()) {
      const client = wire.client();
      client.send(text);
      expect((await client.answers(1))[0]?.status).toBe(424);
      const all = [wire.instance, other, third].reduce((sum, { seen }) => sum + seen.length, 0);
      expect(all).toBe(2 * (round + 1));
    }
  } finally {
    await third.close();
  }
});

test('a lone instance is asked again itself: one of its processes may have died', async () => {
  wire.instance.reply = (line, { body }) => {
    if (wire.instance.seen.length === 1) line.socket.destroy();
    else line.socket.write(sized(body));
  };
  await serveBy([wire.instance]);
  const client = wire.client();
  client.send(post(small));
  expect((await client.answers(1))[0]).toMatchObject({ status: 200, body: small });
  expect(wire.instance.seen.length).toBe(2);
});

test('one that died in the middle of the body: the other one gets it from its first byte', async () => {
  const body = 'c'.repeat(200_000);
  wire.instance.partly = (line) => void line.socket.destroy();
  await serveBy([wire.instance, other]);
  for (const text of [post(body), chunked(body)]) {
    const before = other.seen.length;
    const client = wire.client();
    const half = text.length >> 1;
    client.send(text.slice(0, half));
    await until(() => wire.instance.lines.some(({ bytes }) => bytes.length > 0));
    client.send(text.slice(half));
    expect((await client.answers(1))[0]).toMatchObject({ status: 200, body });
    expect(other.seen.length).toBe(before + 1);
    await serveBy([wire.instance, other]);
  }
});

test.each<readonly [string, Reply, number | undefined]>([
  ['says what is no HTTP', (line) => void line.socket.write('no\r\n\r\n'), 424],
  ['answers 500', (line) => void line.socket.write('HTTP/1.1 500 x\r\ncontent-length: 0\r\n\r\n'), 424],
  [
    'dies behind its head',
    (line) => void line.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
    undefined,
  ],
])('one that %s has answered: nobody else is asked', async (_name, reply, status) => {
  wire.instance.reply = reply;
  await serveBy([wire.instance, other]);
  for (const [, text] of [requests[0], requests[2]].flatMap((request) => (request ? [request] : []))) {
    await serveBy([wire.instance, other]);
    const client = wire.client();
    client.send(text);
    expect((await client.answers(1))[0]?.status).toBe(status);
  }
  expect([wire.instance.seen.length, other.seen.length, await retried()]).toEqual([2, 0, 0]);
});

test('a body that was too long to be kept is not asked for again', async () => {
  wire.instance.reply = dies;
  await serveBy([wire.instance, other]);
  const client = wire.client();
  client.send(post('d'.repeat(1024 * 1024 + 1)));
  expect((await client.answers(1))[0]?.status).toBe(424);
  expect([wire.instance.seen.length, other.seen.length]).toEqual([1, 0]);
});

test('a copy for a mirror that is lost stays lost', async () => {
  wire.instance.reply = dies;
  const address = (path: string) => [{ id: path, address: { kind: 'unix', path } as const }];
  const deployments = [
    { ...deployment('blue', []), instances: address(other.path) },
    { ...deployment('green', []), instances: [...address(wire.instance.path), ...address(other.path)] },
  ];
  await serveBy([], { deployments, mirror: shares({ green: 50 }) });
  const client = wire.client();
  for (let round = 1; round <= 2; round += 1) {
    client.send(post(small));
    expect((await client.answers(round)).at(-1)).toMatchObject({ status: 200 });
  }
  await until(async () => (await wire.rig.counters()).slots['1']?.mirror.connection_failed === 1);
  expect(wire.instance.seen.length).toBe(1);
  expect(await retried('1')).toBe(0);
});
