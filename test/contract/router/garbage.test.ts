/** Instances that speak no HTTP, or more of it than they were asked for: nobody gets what is not theirs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import type { Client } from './client.ts';
import { type Heard, scanAnswers, valuesOf } from './scanner.ts';
import { type Line, sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
let client: Client;
beforeAll(async () => {
  wire = await startWire({}, { maxConcurrentPerInstance: 1 });
});
beforeEach(() => {
  client = wire.client();
  wire.instance.reply = (line, { target }) => void line.socket.write(sized(`this is ${target}`));
});
afterAll(() => wire.close());

const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** The next request of the same client gets its own answer, over another connection than `spoilt`. */
async function isUnharmed(spoilt: Line | undefined): Promise<void> {
  await until(() => spoilt?.closed === true);
  const before = scanAnswers(client.heard).answers.length;
  client.send(get('/next'));
  expect((await client.answers(before + 1)).at(-1)).toMatchObject({ status: 200, body: 'this is /next' });
}

/** Answers /bad with `bytes` and everybody else as it should. Gives the connection. */
function spoil(bytes: string, end: boolean): () => Line | undefined {
  let spoilt: Line | undefined;
  wire.instance.reply = (line, { target }) => {
    if (target !== '/bad') return void line.socket.write(sized(`this is ${target}`));
    spoilt = line;
    if (end) line.socket.end(bytes, 'latin1');
    else line.socket.write(bytes, 'latin1');
  };
  return () => spoilt;
}

const ok = 'HTTP/1.1 200 OK\r\n';
const evil = sized('evil');

describe('what is no answer is 424 with 502, and the end of the connection', () => {
  test.each<[name: string, bytes: string, end?: boolean]>([
    ['no HTTP', 'hello\r\n\r\n'],
    ['nothing, and the end', '', true],
    ['half a head, and the end', `${ok}content-le`, true],
    ['a head without its empty line, and the end', `${ok}content-length: 0\r\n`, true],
    ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\ncontent-length: 0\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n'],
    [
      'length and coding',
      `${ok}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n`,
    ],
    ['two lengths', `${ok}content-length: 4\r\ncontent-length: 0\r\n\r\nevil`],
    ['the same length twice', `${ok}content-length: 4\r\ncontent-length: 4\r\n\r\nevil`],
    ['a length that is none', `${ok}content-length: +4\r\n\r\nevil`],
    ['a list of lengths', `${ok}content-length: 4, 4\r\n\r\nevil`],
    ['a length with a no-break space', `${ok}content-length: 4\xa0\r\n\r\nevil`],
    ['a coding that nobody undoes', `${ok}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['chunked with a no-break space', `${ok}transfer-encoding: chunked\xa0\r\n\r\n0\r\n\r\n`],
    ['chunks in HTTP/1.0', 'HTTP/1.0 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a folded field', `${ok}x: a\r\n b\r\ncontent-length: 0\r\n\r\n`],
    ['bare LF', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n\r\n\r\n'],
    ['bare CR in a value', `${ok}x: a\rset-cookie: evil\r\ncontent-length: 0\r\n\r\n`],
    ['NUL in a value', `${ok}x: a\0\r\ncontent-length: 0\r\n\r\n`],
    ['a space before the colon', `${ok}content-length : 4\r\n\r\nevil`],
    ['a head that is too long', `${ok}x: ${'x'.repeat(70_000)}\r\n\r\n`],
    [
      'other protocols',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\nevil',
    ],
    ['an interim answer with a body', `HTTP/1.1 103 Hints\r\ncontent-length: 4\r\n\r\nevil${evil}`],
    ['an interim answer and the end', 'HTTP/1.1 102 Processing\r\n\r\n', true],
  ])('%s', async (_name, bytes, end = false) => {
    const spoilt = spoil(bytes, end);
    client.send(get('/bad'));
    const [answer] = (await client.answers(1)) as [Heard];
    expect(answer.status).toBe(424);
    expect(valuesOf(answer, 'ms-azureml-model-error-statuscode')).toEqual(['502']);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'FailedDependency' } });
    await isUnharmed(spoilt());
  });
});

describe('what breaks behind the head is seen to be broken', () => {
  const chunked = `${ok}transfer-encoding: chunked\r\n\r\n`;
  test.each<[name: string, bytes: string, end?: boolean]>([
    ['a chunk size that is none', `${chunked}4\r\ngood\r\nxyz\r\nevil\r\n0\r\n\r\n`],
    ['a chunk size with a space', `${chunked}4\r\ngood\r\n4 \r\nevil\r\n0\r\n\r\n`],
    ['a chunk size with a sign', `${chunked}4\r\ngood\r\n+4\r\nevil\r\n0\r\n\r\n`],
    ['a chunk size that is too large', `${chunked}4\r\ngood\r\nfffffffffffffffff\r\nevil\r\n0\r\n\r\n`],
    ['a chunk that is longer than it says', `${chunked}4\r\ngoodevil\r\n0\r\n\r\n`],
    ['bare LF behind a size', `${chunked}4\r\ngood\r\n4\nevil\r\n0\r\n\r\n`],
    ['a length in the trailer', `${chunked}4\r\ngood\r\n0\r\ncontent-length: 4\r\n\r\nevil`],
    ['a trailer that is none', `${chunked}4\r\ngood\r\n0\r\nnonsense\r\n\r\n`],
    ['fewer bytes than the length says', `${ok}content-length: 10\r\n\r\ngood`, true],
  ])('%s', async (_name, bytes, end = false) => {
    const spoilt = spoil(bytes, end);
    client.send(get('/bad'));
    await client.closed;
    expect(scanAnswers(client.heard).answers).toEqual([]);
    expect(client.heard).not.toContain('evil');
    client = wire.client();
    await isUnharmed(spoilt());
  });
});

describe('what comes behind an answer belongs to nobody', () => {
  test.each([
    ['with a length', `${sized('right')}${evil}`, 'right'],
    ['with no body', `${sized('')}${evil}`, ''],
    ['in chunks', `${ok}transfer-encoding: chunked\r\n\r\n5\r\nright\r\n0\r\n\r\n${evil}`, 'right'],
    ['of no bytes by its status', `HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\n${evil}`, undefined],
  ])('an answer %s: not to the one who asked, not to the next in line', async (_name, bytes, body) => {
    // Nothing yet: the other one gets in line first.
    const spoilt = spoil('', false);
    const second = wire.client();
    client.send(get('/bad'));
    await until(() => spoilt() !== undefined);
    second.send(get('/second'));
    await until(async () => JSON.parse((await wire.rig.admin('GET', '/status')).text).waiting['0'] === 1);
    spoilt()?.socket.write(bytes);
    const [answer] = (await client.answers(1)) as [Heard];
    if (body === undefined) expect(answer.status).toBe(424);
    else expect(answer).toMatchObject({ status: 200, body });
    expect((await second.answers(1))[0]?.body).toBe('this is /second');
    await isUnharmed(spoilt());
    expect(client.heard + second.heard).not.toContain('evil');
  });

  test('an answer that nobody asked for, while the connection is idle', async () => {
    client.send(get('/first'));
    await client.answers(1);
    const line = wire.instance.lines.at(-1);
    line?.socket.write(evil);
    await isUnharmed(line);
    expect(client.heard).not.toContain('evil');
  });
});

test('interim answers are passed over, together with the real one or before it', async () => {
  const interim = 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
  spoil(interim + sized('together'), false);
  client.send(get('/bad'));
  await client.answers(1);
  const spoilt = spoil(interim, false);
  client.send(get('/bad'));
  await until(() => spoilt() !== undefined);
  spoilt()?.socket.write(sized('later'));
  expect((await client.answers(2)).map(({ body }) => body)).toEqual(['together', 'later']);
  expect(client.heard).not.toMatch(/HTTP\/1\.1 10[23]/);
});
