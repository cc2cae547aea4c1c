/** The stream of events over real sockets: resuming, and clients that do not read. */

import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFeed, type Feed } from '../../control/feed/feed.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { eventStream, openStreams } from './listener.ts';

const workspace: Workspace = {
  uid: 'w1',
  subscription: 's',
  resourceGroup: 'g',
  name: 'w',
  location: 'local',
  createdAt: 0,
};
const pulse = { watch: () => () => {} };

let feed: Feed;
let server: FastifyInstance;
let over = false;

beforeEach(async () => {
  feed = createFeed(100);
  over = false;
  server = Fastify({ forceCloseConnections: true });
  server.get('/events', (request, reply) => {
    const lastId = request.headers['last-event-id'] as string | undefined;
    const stream = eventStream({ feed, pulse }, workspace, { lastId, isOver: () => over });
    return reply.type('text/event-stream').send(stream);
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => server.close());

const table = (version: number) =>
  feed.tell({ kind: 'table', workspaceUid: null, version, endpoints: [`e${version}`] });

type Client = { readonly socket: Socket; readonly text: () => string; readonly closed: Promise<void> };

function listen(lastId?: string): Client {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  const last = lastId === undefined ? '' : `Last-Event-ID: ${lastId}\r\n`;
  socket.write(`GET /events HTTP/1.1\r\nHost: x\r\n${last}\r\n`);
  return { socket, text: () => text, closed };
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 6000 && !what(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(what()).toBe(true);
}

const versions = (text: string) =>
  [...text.matchAll(/"version":(\d+)/g)].map(([, version]) => Number(version));

test('whoever comes is greeted and hears what follows, with ids', async () => {
  table(1);
  const client = listen();
  await until(() => client.text().includes('event: hello'));
  table(2);
  await until(() => client.text().includes('"version":2'));
  expect(versions(client.text())).toEqual([2]);
  expect(client.text()).toContain(
    `event: table\nid: ${feed.lastId()}\ndata: {"version":2,"endpoints":["e2"]}\n\n`,
  );
  client.socket.destroy();
});

test('whoever comes back hears what was missed, in order, and nothing twice', async () => {
  table(1);
  const id = feed.lastId();
  table(2);
  table(3);
  const client = listen(id);
  await until(() => client.text().includes('"version":3'));
  table(4);
  await until(() => client.text().includes('"version":4'));
  expect(versions(client.text())).toEqual([2, 3, 4]);
  expect(client.text()).not.toMatch(/hello|reset/);
  client.socket.destroy();
});

test.each([
  ['of another process', () => 'ffffffffffff-1'],
  ['of the future', () => feed.lastId().replace(/\d+$/, '1000')],
  ['of nobody', () => 'constructor'],
  ['too long ago', () => feed.lastId().replace(/\d+$/, '1')],
])('an id %s is answered with a reset', async (_what, id) => {
  for (let version = 1; version <= 300; version++) table(version);
  const client = listen(id());
  await until(() => client.text().includes('event: reset'));
  expect(client.text()).toContain(`id: ${feed.lastId()}`);
  expect(versions(client.text())).toEqual([]);
  client.socket.destroy();
});

test('changes of another workspace are not told', async () => {
  const client = listen();
  await until(() => client.text().includes('event: hello'));
  feed.tell({ kind: 'endpoint', workspaceUid: 'w2', endpoint: 'theirs', state: 'Succeeded' });
  feed.tell({ kind: 'endpoint', workspaceUid: 'w1', endpoint: 'ours', state: 'Deleted' });
  await until(() => client.text().includes('ours'));
  expect(client.text()).not.toContain('theirs');
  expect(client.text()).toContain('/onlineEndpoints/ours","endpoint":"ours","state":"Deleted"}');
  client.socket.destroy();
});

test('a client that does not read is cut off, others hear everything', async () => {
  const [slow, quick] = [listen(), listen()];
  await until(() => [slow, quick].every((client) => client.text().includes('event: hello')));
  slow.socket.pause();
  const endpoints = ['x'.repeat(100_000)];
  let version = 0;
  for (let rounds = 0; rounds < 2000 && openStreams() === 2; rounds++) {
    version += 1;
    feed.tell({ kind: 'table', workspaceUid: null, version, endpoints });
    const told = version;
    await until(() => quick.text().includes(`"version":${told},`));
  }
  expect(openStreams()).toBe(1);
  expect(versions(quick.text())).toHaveLength(version);
  slow.socket.resume();
  await slow.closed;
  // It comes back with the last id that it read whole.
  const heard = [...slow.text().matchAll(/id: (\S+)\n[^\n]*\n\n/g)].at(-1)?.[1];
  const again = listen(heard);
  await until(() => /event: (table|reset)/.test(again.text()));
  again.socket.destroy();
  quick.socket.destroy();
  await until(() => openStreams() === 0);
});

test('many listeners are told alike, and gone ones are forgotten', async () => {
  const clients = Array.from({ length: 100 }, () => listen());
  await until(() => clients.every((client) => client.text().includes('event: hello')));
  table(7);
  await until(() => clients.every((client) => client.text().includes('"version":7')));
  for (const { socket } of clients) socket.destroy();
  await until(() => openStreams() === 0);
});
