/** A request is sent again only when no script can have run it, and never when the client has bytes of an answer. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { deployment, shares, tableOf, until } from '../../../src/router/rig.suite.ts';
import type { TableAddress } from '../../../src/table/table.ts';
import { startShy } from './shy.ts';
import { HOST, type Reply, sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());

const post = (body: string): string =>
  `POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (body: string): string =>
  `POST /score HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

const requests = { small: post('{}'), large: post('b'.repeat(50_000)), chunked: chunked('{}') };

/** What an instance does once it has read all of a request, and what the client gets then. */
const ends: Record<string, { reply: Reply; status: number | undefined }> = {
  'closes without a word': { reply: (line) => void line.socket.end(), status: 424 },
  'is gone without a word': { reply: (line) => void line.socket.destroy(), status: 424 },
  'says what is no HTTP': { reply: (line) => void line.socket.write('no\r\n\r\n'), status: 424 },
  'closes behind half a head': { reply: (line) => void line.socket.end('HTTP/1.1 200 O'), status: 424 },
  'closes behind an interim answer': {
    reply: (line) => void line.socket.end('HTTP/1.1 102 Processing\r\n\r\n'),
    status: 424,
  },
  'closes behind a head': {
    reply: (line) => void line.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
    status: undefined,
  },
  'closes behind half a body': {
    reply: (line) => void line.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe'),
    status: undefined,
  },
};

async function counts() {
  return (await wire.rig.counters()).slots['0']?.live;
}

test.each(
  Object.entries(ends).flatMap(([end, of]) =>
    Object.entries(requests).map(([size, text]) => ({ end, size, text, ...of })),
  ),
)(
  'an instance that $end, after it read a $size request, is not asked again',
  async ({ text, reply, status }) => {
    wire = await startWire();
    wire.instance.reply = reply;
    const client = wire.client();
    client.send(text);
    const [answer] = await client.answers(1);
    expect(answer?.status).toBe(status);
    expect(wire.instance.seen.length).toBe(1);
    expect(wire.instance.lines.length).toBe(1);
    expect(await counts()).toMatchObject({ requests: 1, retried: 0 });
  },
);

test('nor is one that took a request from a kept connection and then closed', async () => {
  wire = await startWire();
  const client = wire.client();
  client.send(requests.small);
  await client.answers(1);
  wire.instance.reply = (line) => void line.socket.end();
  client.send(requests.small);
  expect((await client.answers(2)).map(({ status }) => status)).toEqual([200, 424]);
  expect(wire.instance.seen.length).toBe(2);
  expect(await counts()).toMatchObject({ requests: 2, retried: 0 });
});

let version = 1;

async function serveBy(...addresses: readonly TableAddress[]): Promise<void> {
  const instances = addresses.map((address, at) => ({ id: `i${at}`, address }));
  const blue = { ...deployment('blue', []), instances };
  const live = shares({ blue: 100 });
  version += 1;
  await wire.rig.put(tableOf(version, { name: HOST, auth: { kind: 'none' }, deployments: [blue], live }));
}

test.each([
  ['unread', 0, post('{}')],
  ['half read', 1000, post('b'.repeat(50_000))],
])(
  'one that closes with the request %s is asked once more, then another one is',
  async (_name, reads, text) => {
    wire = await startWire();
    const instance = await startShy(wire.rig.dir, reads, '');
    try {
      await serveBy(instance.address, { kind: 'unix', path: wire.instance.path });
      const client = wire.client();
      for (let round = 1; round <= 4; round += 1) {
        client.send(text);
        expect((await client.answers(round)).at(-1)).toMatchObject({ status: 200, body: 'POST /score' });
      }
      expect((await counts())?.retried).toBeGreaterThan(0);
      await serveBy(instance.address);
      client.send(text);
      const before = instance.asked();
      expect((await client.answers(5)).at(-1)?.status).toBe(424);
      await until(() => instance.asked() === before + 2);
      expect(wire.instance.seen.length).toBe(4);
    } finally {
      await instance.stop();
    }
  },
);

test('one that closes with the request unread, but has sent an interim answer, is not asked again', async () => {
  wire = await startWire();
  const instance = await startShy(wire.rig.dir, 0, 'HTTP/1.1 102 Processing\\r\\n\\r\\n');
  try {
    await serveBy(instance.address);
    const client = wire.client();
    client.send(requests.small);
    expect((await client.answers(1))[0]?.status).toBe(424);
    expect(instance.asked()).toBe(1);
    expect((await counts())?.retried).toBe(0);
  } finally {
    await instance.stop();
  }
});

test('over TCP nobody can tell what was read: a reset is not tried again', async () => {
  wire = await startWire();
  let taken = 0;
  const server = createServer((socket) => {
    taken += 1;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.resetAndDestroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await serveBy({ kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const client = wire.client();
    client.send(requests.small);
    expect((await client.answers(1))[0]?.status).toBe(424);
    expect(taken).toBe(1);
    expect((await counts())?.retried).toBe(0);
  } finally {
    server.close();
  }
});

test('an answer that has begun is never begun again by another instance', async () => {
  wire = await startWire();
  wire.instance.reply = (line) => void line.socket.end(sized('whole').slice(0, -1));
  await serveBy({ kind: 'unix', path: wire.instance.path }, { kind: 'unix', path: wire.instance.path });
  const client = wire.client();
  client.send(requests.small);
  await client.closed;
  expect(client.heard).toMatch(/\r\n\r\nwhol$/);
  expect(client.heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(wire.instance.seen.length).toBe(1);
});
