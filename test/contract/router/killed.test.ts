/** An instance that dies at any byte of its answer: the client gets all of it, or sees that it did not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import { valuesOf } from './scanner.ts';
import { type Line, startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

const body = '{"by": "an instance that is about to die"}';
const half = body.length / 2;
const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

const answers = {
  sized: `${ok}content-length: ${body.length}\r\n\r\n${body}`,
  chunked: `${ok}transfer-encoding: chunked\r\n\r\n${half.toString(16)}\r\n${body.slice(0, half)}\r\n${half.toString(16)}\r\n${body.slice(half)}\r\n0\r\n\r\n`,
  'interim, then sized': `HTTP/1.1 102 Processing\r\n\r\n${ok}content-length: ${body.length}\r\n\r\n${body}`,
};

const requests = {
  'the express lane': (target: string) => `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`,
  'the full lane': (target: string) =>
    `POST ${target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
};

/** Sends what it has and goes: in order, or as a process does that is killed. */
const ways = {
  closes: (line: Line, bytes: string) => void line.socket.end(bytes),
  'is gone': (line: Line, bytes: string) => {
    if (bytes === '') line.socket.destroy();
    else line.socket.write(bytes, () => line.socket.destroy());
  },
};

describe.each(Object.entries(requests))('through %s', (_lane, request) => {
  describe.each(Object.entries(answers))('an answer %s', (_kind, whole) => {
    test.each(Object.entries(ways))('the instance %s behind each of its bytes', async (_way, goes) => {
      wire.instance.reply = (line, { target }) => goes(line, whole.slice(0, Number(target.slice(1))));
      const ask = async (count: number): Promise<void> => {
        const client = wire.client();
        client.send(request(`/${count}`));
        const [answer] = await client.answers(1);
        const where = `${count} of ${whole.length} bytes: ${JSON.stringify(client.heard)}`;
        if (count === whole.length) expect(answer, where).toMatchObject({ status: 200, body });
        else if (answer !== undefined) {
          expect(answer.status, where).toBe(424);
          expect(valuesOf(answer, 'ms-azureml-model-error-statuscode'), where).toEqual(['502']);
        }
        client.socket.destroy();
      };
      await Promise.all(Array.from({ length: whole.length + 1 }, (_, count) => ask(count)));
    });
  });
});

test('after all that, nothing is held and the next answer is right', async () => {
  wire.instance.reply = (line) => void line.socket.write(answers.sized);
  const client = wire.client();
  client.send(requests['the express lane']('/score'));
  expect((await client.answers(1))[0]).toMatchObject({ status: 200, body });
  await until(async () => JSON.parse((await wire.rig.admin('GET', '/status')).text).outstanding.wire === 0);
  expect((await wire.rig.counters()).slots['0']?.live.retried).toBe(0);
});
