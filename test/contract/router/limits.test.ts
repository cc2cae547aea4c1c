/** Requests and connections over the limits of an endpoint, with bytes of our own. */
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import type { TableLimits } from '../../../src/table/table.ts';
import type { Client } from './client.ts';
import { valuesOf } from './scanner.ts';
import { HOST, limited, startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());

const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`;
/** Not canonical: Node's own parser reads it. */
const upper = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: x\r\nTE: trailers\r\n\r\n`;
const lanes = [
  ['express', get],
  ['full', upper],
] as const;

async function start(limits: TableLimits): Promise<void> {
  wire = await startWire();
  await limited(wire, 2, limits);
}

const refused = async () => (await wire.rig.counters()).refused[HOST];
const connections = async () => (await wire.rig.counters()).standings[HOST]?.connections;

async function answerOf(client: Client, ask = get('/')) {
  client.send(ask);
  const [answer] = await client.answers(1);
  if (answer === undefined) throw new Error('there was no answer');
  return answer;
}

test.each(lanes)('%s lane: requests over the limit are 429, and the connection stays', async (_lane, ask) => {
  await start({ requestsPerSecond: 1 });
  const client = wire.client();
  const count = 20;
  client.send(Array.from({ length: count }, (_, at) => ask(`/${at}`)).join(''));
  const answers = await client.answers(count);
  const statuses = answers.map(({ status }) => status);
  expect(statuses[0]).toBe(200);
  expect(statuses).toContain(429);
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  const over = answers.find(({ status }) => status === 429) ?? { fields: [], body: '' };
  expect(JSON.parse(over.body)).toEqual({
    error: { code: 'TooManyRequests', message: expect.stringContaining('1 requests a second, its limit') },
  });
  expect(valuesOf(over, 'retry-after')).toEqual(['1']);
  expect(valuesOf(over, 'x-request-id')).toHaveLength(1);
  expect(valuesOf(over, 'connection')).not.toContain('close');
  const many = statuses.filter((status) => status === 429).length;
  expect(await refused()).toMatchObject({ requests_per_second: many });
  expect(wire.instance.seen).toHaveLength(count - many);
  expect(client.ended).toBe(false);
});

test('who has no key takes nothing of the limits of those who have', async () => {
  wire = await startWire();
  await limited(wire, 2, { requestsPerSecond: 1, activeConnections: 1 }, {}, { kind: 'key', hashes: [] });
  const clients = [wire.client(), wire.client(), wire.client()];
  for (const client of clients) expect((await answerOf(client)).status).toBe(401);
  expect(await refused()).toMatchObject({ unauthorized: 3, requests_per_second: 0, active_connections: 0 });
  expect(await connections()).toBeUndefined();
});

test.each(lanes)(
  '%s lane: a connection too many is told so, and closed; one that is closed makes room',
  async (_lane, ask) => {
    await start({ activeConnections: 2 });
    const [one, two, three] = [wire.client(), wire.client(), wire.client()];
    for (const client of [one, two]) expect((await answerOf(client, ask('/'))).status).toBe(200);
    const answer = await answerOf(three, ask('/'));
    expect(answer.status).toBe(429);
    expect(JSON.parse(answer.body)).toEqual({
      error: {
        code: 'TooManyConnections',
        message: expect.stringContaining('2 open connections, its limit'),
      },
    });
    expect(valuesOf(answer, 'connection')).toEqual(['close']);
    await three.closed;
    // Those that are in go on.
    one.send(get('/again') + upper('/and-again'));
    expect((await one.answers(3)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await connections()).toBe(2);
    one.socket.destroy();
    await until(async () => (await connections()) === 1);
    expect((await answerOf(wire.client(), ask('/'))).status).toBe(200);
    expect(await refused()).toMatchObject({ active_connections: 1 });
    expect((await wire.rig.counters()).standings[HOST]?.opened).toBe(3);
  },
);

test('new connections over the limit are told so, and closed; the first of them are let in', async () => {
  await start({ newConnectionsPerSecond: 1 });
  const clients = Array.from({ length: 10 }, () => wire.client());
  const answers = await Promise.all(clients.map((client) => answerOf(client)));
  const over = answers.filter(({ status }) => status === 429);
  expect(over.length).toBeGreaterThan(0);
  expect(over.length).toBeLessThan(clients.length);
  expect(over[0]?.body).toContain('TooManyConnections');
  expect(over[0]?.body).toContain('1 new connections a second, its limit');
  expect(await refused()).toMatchObject({ new_connections: over.length });
  await until(async () => (await connections()) === clients.length - over.length);
});

test('a connection counts for the endpoint that it asked last', async () => {
  await start({ activeConnections: 5 });
  const client = wire.client();
  await answerOf(client);
  expect(await connections()).toBe(1);
  const table = { auth: { kind: 'none' }, deployments: [], live: [], mirror: [] } as const;
  const delta = { base: 2, version: 3, put: [{ ...table, name: 'other' }], removed: [] };
  expect((await wire.rig.admin('PATCH', '/table', JSON.stringify(delta))).status).toBe(200);
  client.send('GET / HTTP/1.1\r\nHost: other\r\n\r\n');
  expect((await client.answers(2))[1]?.status).toBe(404);
  const { standings } = await wire.rig.counters();
  expect(standings[HOST]?.connections).toBe(0);
  expect(standings.other).toMatchObject({ connections: 1, opened: 1 });
  client.socket.destroy();
  await until(async () => (await wire.rig.counters()).standings.other?.connections === 0);
});

test('limits that change under load cut nothing off, and hold at once', async () => {
  await start({ requestsPerSecond: 50 });
  const clients = Array.from({ length: 4 }, () => wire.client());
  let over = false;
  let asked = 0;
  const running = clients.map(async (client) => {
    const statuses: number[] = [];
    for (let count = 1; !over; count += 1) {
      client.send(get('/'));
      asked += 1;
      const answers = await client.answers(count);
      if (answers.length < count) throw new Error('an answer was cut off');
      statuses.push(answers[count - 1]?.status ?? 0);
    }
    return statuses;
  });
  const limits: TableLimits[] = [
    {},
    { requestsPerSecond: 1 },
    { bytesPerSecond: 50_000, activeConnections: 100 },
    { requestsPerSecond: 1000, newConnectionsPerSecond: 1 },
  ];
  await until(async () => (await connections()) === clients.length);
  for (let version = 3; version < 23; version += 1) {
    await limited(wire, version, limits[version % limits.length] ?? {});
    const before = asked;
    await until(() => asked >= before + 10);
  }
  await limited(wire, 23, {});
  over = true;
  const statuses = (await Promise.all(running)).flat();
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  const last = wire.client();
  last.send(Array.from({ length: 50 }, () => get('/')).join(''));
  expect(new Set((await last.answers(50)).map(({ status }) => status))).toEqual(new Set([200]));
});
