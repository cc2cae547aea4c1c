/** Heads that were read before on a connection, of requests and of answers: nothing of the last one is left in the next. */
import { afterEach, expect, test } from 'vitest';
import { KEY, keyAuth } from '../../../src/router/rig.suite.ts';
import { scanAnswers } from './scanner.ts';
import { limited, sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
afterEach(() => wire.close());

const ROUNDS = 50;

test('requests that take turns on a connection are each let in, or not, by what they say themselves', async () => {
  wire = await startWire();
  await limited(wire, 2, undefined, {}, keyAuth(KEY));
  wire.instance.reply = (line, { target, body }) => void line.socket.write(sized(`${target} ${body}`));
  const heads = [
    [`GET /1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n\r\n`, 200, '/1 '],
    ['GET /1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer other\r\n\r\n', 401],
    [
      `POST /2 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: 3\r\n\r\ntwo`,
      200,
      '/2 two',
    ],
    [
      `GET /1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nazureml-model-deployment: no\r\n\r\n`,
      404,
    ],
  ] as const;
  // Each behind each other, and behind itself.
  const turns = Array.from({ length: ROUNDS }, (_, at) => heads[(at * at + (at >> 2)) % heads.length]);
  const client = wire.client();
  client.send(turns.map((turn) => turn?.[0]).join(''));
  const answers = await client.answers(ROUNDS);
  expect(answers.map(({ status, body }) => (status === 200 ? [status, body] : [status]))).toEqual(
    turns.map((turn) => turn?.slice(1)),
  );
  // Another key, and what was let in before is let in no more.
  await limited(wire, 3, undefined, {}, keyAuth('another'));
  client.send(heads[0][0]);
  expect((await client.answers(ROUNDS + 1)).at(-1)?.status).toBe(401);
});

test('answers that take turns on a connection are each told as they are', async () => {
  wire = await startWire();
  const kinds: readonly string[] = [
    sized('one', 'x-kind: a\r\n'),
    sized('two', 'x-kind: a\r\n'),
    sized('three', 'x-kind: b\r\n'),
    'HTTP/1.1 500 No\r\nx-kind: c\r\ncontent-length: 4\r\n\r\nfour',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nx-kind: a\r\ncontent-length: 3\r\n\r\nsix',
  ];
  let asked = 0;
  const turn = (at: number): number => (at * at + (at >> 2)) % kinds.length;
  wire.instance.reply = (line) => void line.socket.write(kinds[turn(asked++)] ?? '');
  const client = wire.client();
  client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(ROUNDS));
  await client.answers(ROUNDS);
  const told = scanAnswers(client.heard).answers.map(({ status, body }) => `${status} ${body}`);
  const bodies = ['200 one', '200 two', '200 three', '424 four', '200 six'];
  expect(told).toEqual(Array.from({ length: ROUNDS }, (_, at) => bodies[turn(at)]));
  const seen = [...client.heard.matchAll(/x-kind: (.)/g)].map(([, kind]) => kind);
  expect(seen.join('')).toBe(Array.from({ length: ROUNDS }, (_, at) => 'aabca'[turn(at)]).join(''));
  expect(wire.instance.lines).toHaveLength(1);
});
