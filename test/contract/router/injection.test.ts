/** Neither clients nor scripts speak in the router's name. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from './client.ts';
import { type Heard, type Seen, valuesOf } from './scanner.ts';
import { sized, startWire, type Wire } from './wire.ts';

let wire: Wire;
let client: Client;
beforeAll(async () => {
  wire = await startWire();
});
beforeEach(() => {
  client = wire.client();
  wire.instance.reply = (line) => void line.socket.write(sized('done'));
});
afterAll(() => wire.close());

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const CLIENT_ID = 'x-ms-client-request-id';

/** The same request by either lane: the express one takes it canonical, the full one in chunks. */
const lanes = {
  'the express lane': 'Content-Length: 2\r\n\r\n{}',
  'the full lane': 'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
};

describe.each(Object.entries(lanes))('through %s', (_lane, framed) => {
  async function ask(fields: string): Promise<{ answer: Heard; seen: Seen | undefined }> {
    const before = wire.instance.seen.length;
    client.send(`POST /score HTTP/1.1\r\nHost: x\r\n${fields}${framed}`);
    const [answer] = await client.answers(1);
    if (answer === undefined) throw new Error(`no answer: ${JSON.stringify(client.heard)}`);
    return { answer, seen: wire.instance.seen[before] };
  }

  test.each([
    ['a bare CR', 'blue\rset-cookie: evil'],
    ['a bare LF', 'blue\nset-cookie: evil'],
    ['a folded line', 'blue\r\n set-cookie: evil'],
    ['NUL', 'blue\0'],
    ['DEL', 'blue\x7f'],
  ])('a deployment named with %s is refused, and its connection closed', async (_name, value) => {
    const { answer, seen } = await ask(`azureml-model-deployment: ${value}\r\n`);
    expect([answer.status, seen]).toEqual([400, undefined]);
    await client.closed;
    expect(client.heard).not.toContain('evil');
  });

  test.each([
    'nobody',
    '"},"evil":{"',
    '<b>',
    '%0d%0aset-cookie:evil',
    '\\r\\nset-cookie:evil',
    '__proto__',
    '\xe4',
  ])('a deployment named %j does not exist, and says so in JSON', async (value) => {
    const { answer, seen } = await ask(`azureml-model-deployment: ${value}\r\n`);
    expect([answer.status, seen]).toEqual([404, undefined]);
    expect(Object.keys(JSON.parse(answer.body))).toEqual(['error']);
    expect(valuesOf(answer, 'set-cookie')).toEqual([]);
  });

  test('ids of requests are made by the router; those of clients are cleaned', async () => {
    const long = 'x'.repeat(60);
    const { answer, seen } = await ask(
      `x-request-id: forged\r\nX-Request-ID: again\r\n${CLIENT_ID}: a b<c>\x7e"d"_-9${long}\r\n`,
    );
    const [id] = valuesOf(answer, 'x-request-id');
    expect(id).toMatch(uuid);
    for (const of of [answer, seen ?? { fields: [] }]) {
      expect(valuesOf(of, 'x-request-id')).toEqual([id]);
      expect(valuesOf(of, CLIENT_ID)).toEqual([`abcd_-9${long}`.slice(0, 40)]);
    }
  });

  test('what is of the hop between client and router stays there', async () => {
    const { seen } = await ask(
      'Connection: keep-alive, x-secret\r\nX-Secret: 1\r\nAuthorization: Bearer key\r\nX: y\r\n',
    );
    for (const name of ['connection', 'x-secret', 'authorization'])
      expect(valuesOf(seen ?? { fields: [] }, name)).toEqual([]);
    expect(valuesOf(seen ?? { fields: [] }, 'x')).toEqual(['y']);
    expect(valuesOf(seen ?? { fields: [] }, 'host')).toEqual(['localhost']);
  });

  test('what a script says in the name of the router is not heard', async () => {
    const forged = [
      'x-request-id: forged',
      `${CLIENT_ID}: forged`,
      'azureml-model-deployment: forged',
      'AzureML-Model-Session: forged',
      'ms-azureml-model-error-statuscode: forged',
      'ms-azureml-model-error-reason: forged',
      'x-teal-span: forged',
      'date: forged',
      'keep-alive: forged',
      'connection: x-hop',
      'x-hop: forged',
      'x-kept: yes',
    ];
    wire.instance.reply = (line) => void line.socket.write(sized('done', `${forged.join('\r\n')}\r\n`));
    const { answer } = await ask('');
    expect([answer.status, answer.body]).toEqual([200, 'done']);
    expect(answer.fields.join('\n')).not.toContain('forged');
    expect(valuesOf(answer, 'x-request-id')[0]).toMatch(uuid);
    expect(valuesOf(answer, 'azureml-model-deployment')).toEqual(['blue']);
    expect(valuesOf(answer, 'x-kept')).toEqual(['yes']);
    expect(valuesOf(answer, 'date').map((date) => Number.isNaN(Date.parse(date)))).toEqual([false]);
    for (const line of answer.fields) expect(line).toMatch(/^[\w-]+: ?\S.*$/);
  });

  test('the status behind a 424 is the one that the instance answered with', async () => {
    const forged = 'ms-azureml-model-error-statuscode: 200\r\n';
    wire.instance.reply = (line) =>
      void line.socket.write(`HTTP/1.1 503 No\r\n${forged}content-length: 2\r\n\r\nno`);
    const { answer } = await ask('');
    expect([answer.status, answer.body]).toEqual([424, 'no']);
    expect(valuesOf(answer, 'ms-azureml-model-error-statuscode')).toEqual(['503']);
  });
});
