import { once } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
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
  const asked = request({ host: '127.0.0.1', port: rig.worker.port, method: 'POST', path, headers });
  asked.on('error', () => undefined);
  asked.end('{}');
  await until(() => slow.seen.length === 1);
  asked.destroy();
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
    }, 100);
  });
  await serveBy([drip], { timeoutMs: 800 });
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

/** Answers one request on a connection and closes it, unannounced, when the next one's first bytes come. */
async function startFickle(dir: string): Promise<{ path: string; connections: Socket[]; close(): void }> {
  const connections: Socket[] = [];
  const socketPath = join(dir, 'fickle.s');
  const server = createServer((socket) => {
    connections.push(socket);
    let answered = false;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (answered) socket.destroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{"by": "fickle"}');
      answered = true;
    });
  });
  server.listen({ path: socketPath });
  await once(server, 'listening');
  const close = () => {
    for (const socket of connections) socket.destroy();
    server.close();
  };
  return { path: socketPath, connections, close };
}

test('a kept connection that turns out dead is tried once more on a fresh one', async () => {
  const fickle = await startFickle(rig.dir);
  const address = { kind: 'unix', path: fickle.path } as const;
  const blue = { ...deployment('blue', []), instances: [{ id: 'f', address }] };
  await rig.put(tableOf(1, { deployments: [blue], live }));
  for (let round = 0; round < 5; round += 1)
    expect(by(await rig.ask({ body: `{"n":${round}}` }))).toBe('fickle');
  expect(fickle.connections.length).toBe(5);
  expect(await blueCounts()).toMatchObject({ requests: 5, status_2xx: 5, retried: 4, connection_failed: 0 });
  fickle.close();
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
