/** What the router's tests share: a worker in a folder of its own, tiny instances on Unix sockets, a client. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Share, Table, TableAuth, TableDeployment, TableEndpoint } from '../table/table.ts';
import type { CountersReport } from './count.ts';
import { type RouterOptions, type RouterWorker, startRouterWorker } from './worker.ts';

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
};

export type Ask = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
};

export type TestInstance = {
  readonly path: string;
  readonly sockets: Set<Socket>;
  readonly seen: IncomingMessage[];
  close(): Promise<void>;
};

export type Rig = {
  readonly dir: string;
  readonly worker: RouterWorker;
  readonly lines: string[];
  instance(handler: RequestListener, name?: string): Promise<TestInstance>;
  put(table: Table): Promise<Answer>;
  admin(method: string, path: string, body?: string): Promise<Answer>;
  counters(): Promise<CountersReport>;
  ask(ask?: Ask): Promise<Answer>;
  close(): Promise<void>;
};

export const KEY = 'a-key';

export function keyAuth(...keys: string[]): TableAuth {
  return { kind: 'key', hashes: keys.map((key) => createHash('sha256').update(key).digest('hex')) };
}

export function deployment(
  name: string,
  instances: readonly TestInstance[],
  more: Partial<TableDeployment> = {},
): TableDeployment {
  return {
    name,
    revision: 1,
    slot: name === 'blue' ? 0 : 1,
    timeoutMs: 5000,
    maxConcurrentPerInstance: 64,
    pendingLimit: 1000,
    scoringPath: '/score',
    instances: instances.map(({ path }) => ({ id: path, address: { kind: 'unix', path } })),
    ...more,
  };
}

export function shares(percents: Record<string, number>): readonly Share[] {
  return Object.entries(percents).map(([name, percent]) => ({
    deployment: name,
    hundredths: Math.round(percent * 100),
  }));
}

export function tableOf(version: number, endpoint: Partial<TableEndpoint>): Table {
  const deployments = endpoint.deployments ?? [];
  const whole: TableEndpoint = {
    name: 'churn',
    auth: keyAuth(KEY),
    deployments,
    live: [],
    mirror: [],
    ...endpoint,
  };
  return { version, tokenKeys: {}, endpoints: [whole] };
}

export async function startRig(options: Partial<RouterOptions> = {}): Promise<Rig> {
  const dir = options.runDir ?? (await mkdtemp(join(tmpdir(), 'teal-router-')));
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const base: RouterOptions = { index: 0, host: '127.0.0.1', port: 0, runDir: dir, reusePort: false, log };
  const worker = await startRouterWorker({ ...base, ...options, runDir: dir });
  const agent = new Agent({ keepAlive: true });
  const instances: TestInstance[] = [];
  const socketPath = join(dir, `router-${options.index ?? 0}.sock`);
  const admin = (method: string, path: string, body?: string) => send({ socketPath, path, method }, {}, body);
  return {
    dir,
    worker,
    lines,
    admin,
    instance: async (handler, name) => {
      const made = await startInstance(join(dir, `${name ?? instances.length}.s`), handler);
      instances.push(made);
      return made;
    },
    put: (table) => admin('PUT', '/table', JSON.stringify(table)),
    counters: async () => JSON.parse((await admin('GET', '/counters')).text) as CountersReport,
    ask: (ask = {}) =>
      send(
        {
          host: '127.0.0.1',
          port: worker.port,
          agent: ask.agent ?? agent,
          method: ask.method ?? 'POST',
          path: ask.path ?? '/api/v1/endpoint/churn/score',
        },
        { authorization: `Bearer ${KEY}`, ...ask.headers },
        ask.body ?? (ask.method === 'GET' ? undefined : '{}'),
      ),
    close: async () => {
      agent.destroy();
      await worker.stop(0);
      await Promise.all(instances.map((instance) => instance.close()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function startInstance(path: string, handler: RequestListener): Promise<TestInstance> {
  const sockets = new Set<Socket>();
  const seen: IncomingMessage[] = [];
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    seen.push(incoming);
    handler(incoming, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen({ path });
  await once(server, 'listening');
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { path, sockets, seen, close };
}

export function send(
  where: Parameters<typeof request>[1],
  headers: Record<string, string>,
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> =
      body === undefined || 'transfer-encoding' in headers
        ? {}
        : { 'content-length': String(Buffer.byteLength(body)) };
    const asked = request({ ...where, headers: { ...length, ...headers } }, (response) => {
      readAll(response).then((whole) => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: whole,
          text: whole.toString('utf8'),
        });
      }, reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers `{"by": name}` when the whole request was read. */
export function says(name: string): RequestListener {
  return (incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ by: name }));
    });
  };
}

/** Polls a condition; a bound, not a timing: it fails the test when it never comes. */
export async function until(condition: () => boolean | Promise<boolean>, rounds = 6000): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the condition did not come about');
}

export function by(answer: Answer): string {
  return String((JSON.parse(answer.text) as { by: string }).by);
}
