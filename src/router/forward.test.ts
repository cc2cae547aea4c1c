import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  by,
  deployment,
  KEY,
  type Rig,
  readAll,
  says,
  shares,
  startRig,
  type TestInstance,
  tableOf,
  until,
} from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const live = shares({ blue: 100 });
const path = '/api/v1/endpoint/churn/score';
const headers = { authorization: `Bearer ${KEY}` };

async function serveBy(instances: readonly TestInstance[], more = {}): Promise<void> {
  await rig.put(tableOf(1, { deployments: [deployment('blue', instances, more)], live }));
}

async function blueCounts() {
  const counts = (await rig.counters()).slots['0'];
  if (counts === undefined) throw new Error('slot 0 has no counters');
  return counts.live;
}

test('both ways stream: first bytes are there before the last ones are sent', async () => {
  const echo = await rig.instance((incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    incoming.pipe(response);
  });
  await serveBy([echo]);
  const asked = request({ host: '127.0.0.1', port: rig.worker.port, method: 'POST', path, headers });
  asked.flushHeaders();
  const [response] = await once(asked, 'response');
  asked.write('first');
  expect(String((await once(response, 'data'))[0])).toBe('first');
  asked.write('second');
  expect(String((await once(response, 'data'))[0])).toBe('second');
  asked.end();
  await once(response, 'end');
  expect(await blueCounts()).toMatchObject({ requests: 1, status_2xx: 1 });
});

test('a body of 20 MB goes through unchanged without being held whole', async () => {
  const held: ServerResponse[] = [];
  const sink = await rig.instance((incoming, response) => {
    if (held.push(response) === 1) incoming.pause();
    else void readAll(incoming).then((body) => response.end(String(body.length)));
  });
  await serveBy([sink], { timeoutMs: 20_000 });
  const big = Buffer.alloc(20_000_000, 7);
  const asked = request({
    host: '127.0.0.1',
    port: rig.worker.port,
    method: 'POST',
    path,
    headers: { ...headers, 'content-length': String(big.length) },
  });
  let drained = false;
  asked.write(big, () => {
    drained = true;
  });
  await until(() => held.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // The instance reads nothing, so the client cannot have got rid of its body.
  expect(drained).toBe(false);
  const incoming = sink.seen[0];
  if (incoming === undefined) throw new Error('no request arrived');
  const [body, [response]] = await Promise.all([
    readAll(incoming).then((whole) => {
      held[0]?.end(whole);
      return whole;
    }),
    once(asked, 'response'),
    new Promise<void>((resolve) => asked.end(resolve)),
  ]);
  expect(body.equals(big)).toBe(true);
  expect((await readAll(response)).equals(big)).toBe(true);
});

test('a client that leaves takes the upstream request with it and is no failure', async () => {
  const held: TestInstance[] = [];
  const slow = await rig.instance((incoming) => void incoming.resume());
  held.push(slow);
  await serveBy([slow], { maxConcurrentPerInstance: 1 });
  const asked = connect(rig.worker.port, '127.0.0.1');
  asked.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-length: 2\r\n\r\n{}`,
  );
  await until(() => slow.seen.length === 1);
  asked.resetAndDestroy();
  await until(() => slow.sockets.size === 0);
  await until(async () => (await blueCounts()).client_closed === 1);
  expect(await blueCounts()).toMatchObject({
    requests: 1,
    status_424: 0,
    status_408: 0,
    connection_failed: 0,
  });
});

test('an answer that breaks off after its head is cut for the client too', async () => {
  const cut = await rig.instance((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { 'content-length': '100' });
    response.write('some', () => response.destroy());
  });
  await serveBy([cut]);
  await expect(rig.ask()).rejects.toThrow();
  await until(async () => (await blueCounts()).answer_cut === 1);
});

test('a stream may last longer than the timeout while bytes move, and ends when they stop', async () => {
  const drip = await rig.instance((incoming, response) => {
    incoming.resume();
    let left = 10;
    const timer = setInterval(() => {
      left -= 1;
      response.write('.');
      if (left === 0) clearInterval(timer);
    }, 300);
  });
  await serveBy([drip], { timeoutMs: 2500 });
  const asked = request({ host: '127.0.0.1', port: rig.worker.port, method: 'POST', path, headers });
  asked.end('{}');
  const [response] = await once(asked, 'response');
  let dots = 0;
  response.on('data', (chunk: Buffer) => {
    dots += chunk.length;
  });
  await expect(once(response, 'end')).rejects.toThrow();
  expect(dots).toBe(10);
});

/** Answers one request on a connection and closes it, unannounced and unread, when the next one's first bytes come. */
const fickle = `
import os, select, socket, sys
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
door.listen()
print("ready", flush=True)
while True:
    client, _ = door.accept()
    client.recv(65536)
    client.sendall(b'HTTP/1.1 200 OK\\r\\ncontent-length: 16\\r\\n\\r\\n{"by": "fickle"}')
    select.select([client], [], [])
    client.close()
`;

test('a kept connection that turns out dead, its request unread, is replaced by a fresh one', async () => {
  const socketPath = join(rig.dir, 'fickle.s');
  const instance = spawn('python3', ['-c', fickle, socketPath], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(instance.stdout, 'data');
    const address = { kind: 'unix', path: socketPath } as const;
    const blue = { ...deployment('blue', []), instances: [{ id: 'f', address }] };
    await rig.put(tableOf(1, { deployments: [blue], live }));
    for (let round = 0; round < 5; round += 1)
      expect(by(await rig.ask({ body: `{"n":${round}}` }))).toBe('fickle');
    expect(await blueCounts()).toMatchObject({
      requests: 5,
      status_2xx: 5,
      retried: 4,
      connection_failed: 0,
    });
  } finally {
    instance.kill();
  }
});

test('one that closes after it has read the request may have worked on it: never tried again', async () => {
  let answered = 0;
  const reader = await rig.instance((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      answered += 1;
      if (answered === 1) response.end('{"by":"reader"}');
      else incoming.socket.destroy();
    });
  });
  await serveBy([reader]);
  expect(by(await rig.ask())).toBe('reader');
  const lost = await rig.ask();
  expect(lost.status).toBe(424);
  expect(lost.headers['ms-azureml-model-error-statuscode']).toBe('502');
  expect(reader.seen.length).toBe(2);
  expect(await blueCounts()).toMatchObject({ requests: 2, retried: 0, connection_failed: 1 });
});

test('a reset on a fresh connection is not tried again: 424 with 502', async () => {
  const rude = await rig.instance((incoming) => incoming.socket.destroy());
  await serveBy([rude]);
  const answer = await rig.ask();
  expect(answer.status).toBe(424);
  expect(answer.headers['ms-azureml-model-error-statuscode']).toBe('502');
  expect(answer.headers['ms-azureml-model-error-reason']).toBe('model_error');
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'FailedDependency' } });
  expect(rude.seen.length).toBe(1);
  expect(await blueCounts()).toMatchObject({ status_424: 1, connection_failed: 1, retried: 0 });
});

test('an instance that is gone costs nobody an answer while another one lives', async () => {
  const gone = await rig.instance(says('gone'));
  const alive = await rig.instance(says('alive'));
  await gone.close();
  await serveBy([gone, alive]);
  for (let round = 0; round < 20; round += 1) expect(by(await rig.ask())).toBe('alive');
  const big = await rig.ask({ body: Buffer.alloc(300_000) });
  expect(by(big)).toBe('alive');
  expect((await blueCounts()).retried).toBeLessThan(5);
});

test('a client that asks first hears Continue only when it may pass', async () => {
  await serveBy([await rig.instance(says('blue'))]);
  const talk = async (key: string): Promise<string> => {
    const socket = connect(rig.worker.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (heard.endsWith('100 Continue\r\n\r\n')) socket.write('{}');
    });
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n`,
    );
    await until(() => /HTTP\/1.1 (200|401)[\s\S]*\}$/.test(heard));
    socket.destroy();
    return heard;
  };
  expect(await talk(KEY)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
  expect(await talk('wrong')).toMatch(/^HTTP\/1.1 401 /);
});

test('bytes that are not HTTP get the error shape', async () => {
  const socket = connect(rig.worker.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nbad header\r\n\r\n');
  const heard = (await readAll(socket)).toString();
  expect(heard).toMatch(/^HTTP\/1.1 400 /);
  expect(heard).toContain('{"error":{"code":"BadRequest"');
});
