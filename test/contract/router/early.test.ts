/** Answers that come before the request is whole: what is left of it must not become the next one. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import type { Client } from './client.ts';
import { bait } from './fuzz/corpus.ts';
import { scanAnswers } from './scanner.ts';
import { sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
let client: Client;
beforeEach(async () => {
  wire = await startWire();
  client = wire.client();
  // By the head alone, for requests to /early.
  wire.instance.partly = (line) => {
    if (line.bytes.includes(' /early ') && line.bytes.includes('\r\n\r\n')) line.socket.write(sized('early'));
  };
});
afterEach(() => wire.close());

const good = 'POST /good HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';

async function answers(count: number) {
  return (await client.answers(count)).map(({ status, body }) => [status, body]);
}

/** Each sends `body` behind the head, of which `before` bytes come before the answer. */
const framed = {
  'with a length': (body: string) => ({
    head: `POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`,
    rest: body,
  }),
  'in chunks': (body: string) => ({
    head: 'POST /early HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
    rest: `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  }),
};

test.each(Object.entries(framed))('a body %s: the rest of it is read past', async (_name, of) => {
  const { head, rest } = of(bait.repeat(30));
  client.send(head + rest.slice(0, 20));
  expect(await answers(1)).toEqual([[200, 'early']]);
  // An instance that answers without having read all is never asked again on that connection.
  await until(() => wire.instance.lines[0]?.closed === true);
  client.send(rest.slice(20, 100));
  client.send(rest.slice(100) + good);
  expect(await answers(2)).toEqual([
    [200, 'early'],
    [200, 'POST /good'],
  ]);
  expect(wire.instance.seen.map(({ target }) => target)).toEqual(['/good']);
  expect(wire.instance.lines.length).toBe(2);
});

test('a refused request whose body still comes, three times over', async () => {
  for (let round = 1; round <= 3; round += 1) {
    const body = bait.repeat(100);
    client.send(`POST / HTTP/1.1\r\nHost: nobody\r\nContent-Length: ${body.length}\r\n\r\n`);
    await client.answers(2 * round - 1);
    client.send(body.slice(0, 1000));
    client.send(body.slice(1000) + good);
    expect((await answers(2 * round)).slice(-2).map(([status]) => status)).toEqual([404, 200]);
  }
  expect(wire.instance.seen.map(({ target }) => target)).toEqual(['/good', '/good', '/good']);
});

test('when too much is left to read past, the answer closes the connection', async () => {
  const length = 2_000_000;
  client.send(`POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\nsome`);
  await answers(1);
  client.send(bait);
  await client.closed;
  const { answers: heard, rest } = scanAnswers(client.heard);
  expect(heard.length).toBe(1);
  expect(heard[0]?.fields).toContain('connection: close');
  expect(rest).toBe('');
  expect(wire.instance.seen).toEqual([]);
});

test('an answer that streams while the body comes ends when both are whole, and the next one is right', async () => {
  let begun = false;
  wire.instance.partly = (line) => {
    if (begun || !line.bytes.includes(' /early ')) return;
    begun = true;
    line.socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n');
  };
  client.send('POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\nhalf');
  await until(() => client.heard.includes('first'));
  wire.instance.reply = (line, { target }) =>
    void line.socket.write(target === '/early' ? '4\r\nlast\r\n0\r\n\r\n' : sized(`POST ${target}`));
  client.send(`half${good}`);
  expect(await answers(2)).toEqual([
    [200, 'firstlast'],
    [200, 'POST /good'],
  ]);
  expect(wire.instance.lines.length).toBe(1);
});
