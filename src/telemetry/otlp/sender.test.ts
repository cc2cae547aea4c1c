/** An endpoint that is away, busy, slow or says no: real servers, and what is lost is counted. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReporter } from './reporter.ts';
import { createSender, type Sender, type SenderOptions } from './sender.ts';
import type { Target } from './settings.ts';
import { metricsRequest, traceRequest } from './shapes.ts';

let server: Server;
let url: string;
let asked: number;
let body: string;
let answer: (response: ServerResponse) => void;
let lines: string[];
let senders: Sender[];
beforeEach(async () => {
  asked = 0;
  lines = [];
  senders = [];
  answer = (response) => void response.end();
  server = createServer((request, response) => {
    body = '';
    request.setEncoding('latin1').on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      asked += 1;
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
});
afterEach(async () => {
  for (const sender of senders) sender.close();
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
});

function senderTo(to: string, more: Partial<SenderOptions> = {}, how: Partial<Target> = {}): Sender {
  const plain = { headers: {}, protocol: 'http/protobuf', timeoutMs: 10_000, gzip: false, tls: {} } as const;
  const log = (line: string) => void lines.push(line);
  const sender = createSender({
    signal: 'spans',
    target: { url: to, ...plain, ...how },
    shape: traceRequest,
    patienceMs: 60_000,
    pauseMs: 1,
    log,
    steady: () => performance.now(),
    ...more,
  });
  senders.push(sender);
  return sender;
}

const message = { resourceSpans: [] };

test.each([429, 502, 503, 504])('%d is tried again until it is taken, and said once', async (status) => {
  answer = (response) => void (asked < 4 ? response.writeHead(status).end() : response.end());
  const sender = senderTo(url);
  expect(await sender.send(message, 3)).toBe('sent');
  expect([asked, sender.items]).toEqual([4, { sent: 3, rejected: 0, undelivered: 0 }]);
  expect(lines).toEqual([
    `spans cannot be exported to ${url}: it answered ${status}; it is tried again, and what is lost is counted in /metrics`,
    `spans are exported again to ${url}; 0 were lost so far`,
  ]);
});

test.each([400, 401, 404, 413, 500, 302])(
  '%d is a refusal, which no second try makes better',
  async (status) => {
    answer = (response) => void response.writeHead(status).end();
    const sender = senderTo(url);
    for (let round = 0; round < 3; round += 1) expect(await sender.send(message, 2)).toBe('rejected');
    expect([asked, sender.items.rejected, lines.length]).toEqual([3, 6, 1]);
  },
);

test('an endpoint that cannot be reached is given up after a while', async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  const sender = senderTo(url, { patienceMs: 20 });
  for (let round = 0; round < 3; round += 1) expect(await sender.send(message, 5)).toBe('undelivered');
  expect(sender.items).toEqual({ sent: 0, rejected: 0, undelivered: 15 });
  expect(lines).toEqual([expect.stringContaining('ECONNREFUSED')]);
});

test('one that never answers is given up as well', async () => {
  answer = () => {};
  const sender = senderTo(url, { patienceMs: 1 }, { timeoutMs: 50 });
  expect(await sender.send(message, 1)).toBe('undelivered');
  expect(lines).toEqual([expect.stringContaining('no answer within 50 ms')]);
});

test('Retry-After is kept to, as far as patience goes', async () => {
  answer = (response) => void response.writeHead(503, { 'retry-after': '3600' }).end();
  const sender = senderTo(url, { patienceMs: 1000 });
  expect(await sender.send(message, 1)).toBe('undelivered');
  expect(asked).toBe(1);
});

test('whoever is in a hurry has one last try', async () => {
  answer = (response) => void response.writeHead(503, { 'retry-after': '20' }).end();
  const sender = senderTo(url);
  const sending = sender.send(message, 1);
  await once(server, 'request');
  sender.hurry();
  expect(await sending).toBe('undelivered');
  expect(asked).toBeLessThanOrEqual(2);
  const before = asked;
  expect(await sender.send(message, 1)).toBe('undelivered');
  expect(asked).toBe(before + 1);
  sender.close();
  expect(await sender.send(message, 1)).toBe('undelivered');
  expect(asked).toBe(before + 1);
});

test.each([
  ['application/json', '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"no"}}'],
  ['application/x-protobuf', Buffer.from([0x0a, 0x06, 0x08, 0x02, 0x12, 0x02, 0x6e, 0x6f])],
])('what an endpoint left out of what it took is lost (%s)', async (type, said) => {
  answer = (response) => void response.writeHead(200, { 'content-type': type }).end(said);
  const sender = senderTo(url);
  expect(await sender.send(message, 5)).toBe('sent');
  expect(sender.items).toEqual({ sent: 3, rejected: 2, undelivered: 0 });
});

test.each(['{', '[]', 'null', ''])('an answer that makes no sense (%j) loses nothing', async (said) => {
  answer = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(said);
  const sender = senderTo(url);
  await sender.send(message, 5);
  expect(sender.items).toEqual({ sent: 5, rejected: 0, undelivered: 0 });
});

test('counters begin before they are told, whoever sets the clock', async () => {
  let wall = 1_700_000_000_000;
  let steady = 0;
  const reporter = createReporter({
    families: async () => [{ name: 'a_total', type: 'counter', help: '', lines: [['', {}, 1]] }],
    settings: { metricsEveryMs: 60_000, resource: {} },
    sender: senderTo(url, { shape: metricsRequest, signal: 'metrics' }, { protocol: 'http/json' }),
    now: () => wall,
    steady: () => steady,
    log: () => {},
  });
  const told = async () => {
    await reporter.close();
    const [{ scopeMetrics }] = JSON.parse(body).resourceMetrics;
    const [{ startTimeUnixNano, timeUnixNano }] = scopeMetrics[0].metrics[0].sum.dataPoints;
    return { start: BigInt(startTimeUnixNano), now: BigInt(timeUnixNano) };
  };
  wall += 60_003;
  steady += 60_000;
  expect(await told()).toEqual({ start: 1_700_000_000_000_000_000n, now: 1_700_000_060_003_000_000n });
  wall -= 86_400_000;
  steady += 60_000;
  const { start, now } = await told();
  expect(now - start).toBe(120_000_000_000n);
});
