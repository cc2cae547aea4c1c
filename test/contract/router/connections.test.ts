/** What clients may do with a connection, and what they may not. */
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import { scanAnswers } from './scanner.ts';
import { sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());

const patience = { idle: 75, head: 30, linger: 30 };
const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`;
const post = (target: string, body: string): string =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (target: string, body: string): string =>
  `POST ${target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

test('requests in one piece, canonical and not, are answered in their order', async () => {
  wire = await startWire();
  const late: (() => void)[] = [];
  // The fourth is answered before the third.
  wire.instance.reply = (line, { target, body }) => {
    const answer = () => void line.socket.write(sized(`${target} ${body}`));
    if (target === '/3') late.push(answer);
    else answer();
    if (target === '/4') for (const one of late.splice(0)) one();
  };
  const client = wire.client();
  const big = 'b'.repeat(100_000);
  client.send(post('/1', 'one') + get('/2') + chunked('/3', 'three') + post('/4', 'four') + post('/5', big));
  await client.answers(5);
  const { answers, rest } = scanAnswers(client.heard);
  expect(answers.map(({ body }) => body)).toEqual(['/1 one', '/2 ', '/3 three', '/4 four', `/5 ${big}`]);
  expect(rest).toBe('');
});

test.each([
  ['one', post('/1', 'one'), 1],
  ['one with a large body', post('/1', 'b'.repeat(300_000)), 1],
  ['three', get('/1') + post('/2', 'two') + post('/3', 'b'.repeat(100_000)), 3],
  ['one that is not canonical', chunked('/1', 'one'), 1],
  ['canonical ones, then one that is not', get('/1') + chunked('/2', 'two'), 2],
  ['one, and half a head', `${get('/1')}GET /2 HTT`, 1],
])('a client that sends %s and closes its half is answered', async (_name, text, count) => {
  wire = await startWire();
  const client = wire.client();
  client.send(text);
  client.socket.end();
  await client.closed;
  const { answers, rest } = scanAnswers(client.heard);
  expect(answers.map(({ status }) => status)).toEqual(Array(count).fill(200));
  expect(rest).toBe('');
});

test('a body that ends early is no request: the instance never has it whole', async () => {
  wire = await startWire();
  const client = wire.client();
  client.send(`${get('/1')}POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf`);
  await until(() => wire.instance.lines.some(({ bytes }) => bytes.includes('POST /2')));
  client.socket.end();
  await client.closed;
  await until(() => wire.instance.lines.every(({ bytes, closed }) => closed || !bytes.includes('POST /2')));
  expect(wire.instance.seen.map(({ target }) => target)).toEqual(['/1']);
  expect(scanAnswers(client.heard).answers.length).toBe(1);
});

test('what follows a body is the next request, not more of it', async () => {
  wire = await startWire();
  const client = wire.client();
  client.send(
    'POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbodyGET /2 HTTP/1.1\r\nHost: x\r\n\r\njunk\r\n\r\n',
  );
  await client.closed;
  expect(wire.instance.seen.map(({ target, body }) => [target, body])).toEqual([
    ['/1', 'body'],
    ['/2', ''],
  ]);
  expect(scanAnswers(client.heard).answers.map(({ status }) => status)).toEqual([200, 200, 400]);
});

test.each([
  ['canonical so far', 'POST /slow HTTP/1.1\r\nHost: x\r\n'],
  ['too long for the express lane', `POST /slow HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`],
])('a head that does not come to its end, %s: 408, and closed', async (_name, text) => {
  wire = await startWire({ patience: { ...patience, head: 1 } });
  const client = wire.client();
  client.send(text);
  await client.closed;
  expect(scanAnswers(client.heard).answers.map(({ status }) => status)).toEqual([408]);
  expect(wire.instance.lines).toEqual([]);
});

test('a connection without a request is closed after a while, without a word', async () => {
  wire = await startWire({ patience: { ...patience, idle: 1 } });
  const client = wire.client();
  await client.closed;
  expect(client.heard).toBe('');
});

test('a body that does not come to its end: 408, nothing whole at the instance, and closed', async () => {
  wire = await startWire({ patience: { ...patience, linger: 1 } }, { timeoutMs: 100 });
  const client = wire.client();
  client.send('POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf');
  await client.closed;
  expect(scanAnswers(client.heard).answers.map(({ status }) => status)).toEqual([408]);
  await until(() => wire.instance.lines.every(({ closed }) => closed));
  expect(wire.instance.seen).toEqual([]);
});

test('a long head is read, at once or in pieces; one over the limit is 431, and closed', async () => {
  wire = await startWire();
  const long = `GET /long HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(30_000)}\r\n\r\n`;
  const client = wire.client();
  client.send(long);
  await client.answers(1);
  client.send(long.slice(0, 20_000));
  await until(() => client.socket.writableLength === 0);
  client.send(long.slice(20_000));
  await client.answers(2);
  expect(wire.instance.seen.map(({ target }) => target)).toEqual(['/long', '/long']);
  const over = wire.client();
  over.send(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`);
  await over.closed;
  expect(scanAnswers(over.heard).answers.map(({ status }) => status)).toEqual([431]);
  expect(wire.instance.seen.length).toBe(2);
});
