/** What is over the bandwidth of an endpoint waits, and the answer says for how long. */
import { afterEach, expect, test } from 'vitest';
import { deployment, says, shares, startRig, tableOf, until } from '../../../src/router/rig.suite.ts';
import type { TableLimits } from '../../../src/table/table.ts';
import { type Heard, valuesOf } from './scanner.ts';
import { HOST, limited, sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());

const requestDelay = 'ms-azureml-bandwidth-request-delay-ms';
const responseDelay = 'ms-azureml-bandwidth-response-delay-ms';

const post = (body: string, fields = '', version = '1.1'): string =>
  `POST /score HTTP/${version}\r\nHost: x\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`;
/** Not canonical: Node's own parser reads it. */
const upper = (body: string): string => post(body, 'TE: trailers\r\n');

async function start(limits: TableLimits): Promise<void> {
  wire = await startWire();
  await limited(wire, 2, limits);
}

function delaysOf({ trailers }: Heard): { request: number; response: number } {
  const read = (name: string) => Number(valuesOf({ fields: trailers }, name)[0] ?? 0);
  return { request: read(requestDelay), response: read(responseDelay) };
}

async function standing() {
  return (await wire.rig.counters()).standings[HOST];
}

test.each([
  ['express', post],
  ['full', upper],
])('%s lane: a request over it waits for what came before, and so does its answer', async (_lane, ask) => {
  await start({ bytesPerSecond: 10_000 });
  const body = 'b'.repeat(9000);
  wire.instance.reply = (line, request) => void line.socket.write(sized(request.body));
  const client = wire.client();
  client.send(ask(body));
  const [first] = await client.answers(1);
  client.send(ask(body));
  const [, second] = await client.answers(2);
  if (first === undefined || second === undefined) throw new Error('there were two answers');
  for (const answer of [first, second]) {
    expect(answer.status).toBe(200);
    expect(answer.body).toBe(body);
    expect(valuesOf(answer, 'transfer-encoding')).toEqual(['chunked']);
    expect(valuesOf(answer, 'content-length')).toEqual([]);
    expect(valuesOf(answer, 'trailer')).toEqual([`${requestDelay}, ${responseDelay}`]);
  }
  // The first request fits, its answer does not: of 10,000 bytes 1,000 are left, and some that came since.
  expect(delaysOf(first).request).toBe(0);
  expect(delaysOf(first).response).toBeGreaterThan(0);
  expect(delaysOf(first).response).toBeLessThanOrEqual(800);
  expect(delaysOf(second).request).toBeGreaterThan(0);
  expect(delaysOf(second).request).toBeLessThanOrEqual(900);
  expect(delaysOf(second).response).toBeGreaterThan(0);
  const [one, other] = [delaysOf(first), delaysOf(second)];
  expect(await standing()).toMatchObject({
    delayed_requests: 1,
    delayed_answers: 2,
    request_delay_ms: other.request,
    answer_delay_ms: one.response + other.response,
  });
  const { live } = (await wire.rig.counters()).slots['0'] ?? {};
  expect(live).toMatchObject({ requests: 2, status_2xx: 2, bytes_in: 18_000, bytes_out: 18_000 });
});

test('an answer that does not wait is as it ever was', async () => {
  await start({ bytesPerSecond: 1_000_000 });
  const client = wire.client();
  client.send(post('x'));
  const [answer] = await client.answers(1);
  expect(answer).toMatchObject({ status: 200, trailers: [] });
  expect(valuesOf(answer ?? { fields: [] }, 'content-length')).toHaveLength(1);
  expect(valuesOf(answer ?? { fields: [] }, 'trailer')).toEqual([]);
});

test('a client of HTTP/1.0 waits, too, and gets its answer without chunks', async () => {
  await start({ bytesPerSecond: 2000 });
  wire.instance.reply = (line, request) => void line.socket.write(sized(request.body));
  const client = wire.client();
  client.send(post('b'.repeat(1500), '', '1.0'));
  await client.closed;
  const [head = '', body = ''] = client.heard.split('\r\n\r\n');
  expect(head).toContain('200 OK');
  expect(head.toLowerCase()).toContain('content-length: 1500');
  expect(head.toLowerCase()).not.toContain('chunked');
  expect(body).toBe('b'.repeat(1500));
  expect(await standing()).toMatchObject({ delayed_answers: 1 });
});

test.each([
  ['of a known length', (body: string) => sized(body)],
  [
    'in chunks',
    (body: string) =>
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ],
])('a long answer %s comes slowly, whole, and says so behind its end', async (_kind, answered) => {
  await start({ bytesPerSecond: 100_000 });
  const body = 'x'.repeat(150_000);
  wire.instance.reply = (line) => void line.socket.write(answered(body));
  const client = wire.client();
  client.send(post('1'));
  const [answer] = await client.answers(1);
  if (answer === undefined) throw new Error('there was no answer');
  expect(answer.body).toBe(body);
  expect(delaysOf(answer).response).toBeGreaterThan(0);
  expect(delaysOf(answer).response).toBeLessThanOrEqual(510);
  // The connection to the instance is in order: it is used again.
  wire.instance.reply = (line) => void line.socket.write(sized('again'));
  client.send(post('2'));
  expect((await client.answers(2))[1]?.body).toBe('again');
  expect(wire.instance.lines).toHaveLength(1);
});

test('a long request comes slowly, and reaches the instance whole', async () => {
  await start({ bytesPerSecond: 200_000 });
  const body = 'r'.repeat(300_000);
  const client = wire.client();
  client.send(post(body));
  const [answer] = await client.answers(1);
  if (answer === undefined) throw new Error('there was no answer');
  expect(wire.instance.seen[0]?.body).toBe(body);
  expect(delaysOf(answer).request).toBeGreaterThan(0);
  expect(await standing()).toMatchObject({ delayed_requests: 1, request_delay_ms: delaysOf(answer).request });
});

test('who goes away while waiting gives back all that was held', async () => {
  await start({ bytesPerSecond: 100 });
  const client = wire.client();
  client.send(post('b'.repeat(1000)));
  await until(async () => ((await standing())?.delayed_requests ?? 0) > 0);
  client.socket.resetAndDestroy();
  await until(async () => (await wire.rig.counters()).slots['0']?.live.client_closed === 1);
  expect(wire.instance.seen).toEqual([]);
  expect(JSON.parse((await wire.rig.admin('GET', '/status')).text).outstanding).toEqual({ wire: 0 });
  await limited(wire, 3, {});
  const next = wire.client();
  next.send(post('x'));
  expect((await next.answers(1))[0]?.status).toBe(200);
});

test('the time limit is the model’s: waiting for bandwidth does not use it up', async () => {
  wire = await startWire({}, { timeoutMs: 1500 });
  await limited(wire, 2, { bytesPerSecond: 10_000 }, { timeoutMs: 1500 });
  const client = wire.client();
  client.send(post('b'.repeat(32_000)));
  const [answer] = await client.answers(1);
  if (answer === undefined) throw new Error('there was no answer');
  expect(answer.status).toBe(200);
  expect(delaysOf(answer).request).toBeGreaterThan(1500);
});

test('copies for a mirror take bandwidth, too', async () => {
  const rig = await startRig();
  try {
    const blue = await rig.instance(says('blue'));
    const green = await rig.instance(says('green'));
    const deployments = [deployment('blue', [blue]), deployment('green', [green])];
    const split = { live: shares({ blue: 100 }), mirror: shares({ green: 50 }) };
    await rig.put(tableOf(1, { deployments, ...split, limits: { bytesPerSecond: 1000 } }));
    const body = 'm'.repeat(400);
    // Of two requests one is copied; without copies both would fit.
    const answers = [await rig.ask({ body }), await rig.ask({ body })];
    await until(async () => (await rig.counters()).slots['1']?.mirror.requests === 1);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { mirror } = (await rig.counters()).slots['1'] ?? {};
    expect(mirror?.bytes_in).toBe(400);
    expect(mirror?.bytes_out).toBeGreaterThan(0);
    // Deep in what the copy took, whatever the machine: a thousand bytes are a second.
    await rig.ask({ body: 'm'.repeat(1000) });
    expect((await rig.counters()).standings.churn?.delayed_requests).toBeGreaterThan(0);
  } finally {
    await rig.close();
  }
  wire = await startWire();
});
