/**
 * What a size costs: endpoints in one table (20 deployments each), and idle connections of one worker.
 * Run: node bench/growth.ts [--smoke]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createPublisher } from '../src/control/publisher.ts';
import { endpointAt, KEY } from './growth-table.ts';

const smoke = process.argv.includes('--smoke');
const sizes = smoke ? [1, 10, 100] : [1, 100, 10_000];
const crowds = smoke ? [10, 100] : [10, 1000, 10_000];
const rounds = smoke ? 4 : 40;
const asksARound = smoke ? 50 : 250;
const changes = smoke ? 10 : 100;
/** Others than the first table has: they are published with all of the table. */
const tokenKeys = { renewed: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };

type Memory = { readonly held: number; readonly rss: number };
type Worker = {
  readonly port: number;
  readonly startedMs: number;
  memory(): Promise<Memory>;
  watch(): Promise<unknown>;
  /** For how long it did one thing at most since then, in ms of processor time. */
  stopped(): Promise<number>;
  end(): void;
};
/** How long it took until it was acknowledged, and for how long it stopped the worker at most. */
type Publication = { readonly ms: number; readonly stoppedMs: number };
type Sized = {
  readonly size: number;
  readonly worker: Worker;
  readonly ask: (count: number) => Promise<number[]>;
  readonly times: number[];
  readonly whole: Publication;
  readonly renewed: Publication;
  readonly change: readonly number[];
  readonly bytes: number;
};

const dir = await mkdtemp(join(tmpdir(), 'teal-growth-'));
const instance = join(dir, 'instance.sock');
const children: ChildProcess[] = [];
try {
  await firstLine(launch('router-instance.ts', instance));
  await endpoints();
  await connections();
} finally {
  for (const child of children) child.kill();
  await rm(dir, { recursive: true, force: true });
}

async function endpoints(): Promise<void> {
  const all: Sized[] = [];
  for (const size of sizes) all.push(await grow(size));
  // In turn, so that the machine's moods hit all sizes alike.
  for (const { ask } of all) await ask(2 * asksARound);
  for (let round = 0; round < rounds; round += 1) {
    for (const { ask, times } of all) times.push(...(await ask(asksARound)));
  }
  const base = quantile(all[0]?.times ?? [], 0.5);
  console.log(
    'whole table: the first one; renewed: all of it again, with other keys for tokens, while it is served.',
  );
  console.log(
    'stopped: the longest that the worker did one thing then, by the processor time of its thread.\n',
  );
  console.log(
    'endpoints  request p50  ratio  change p50    p99 (< 200 ms)  whole table  stopped  renewed  stopped  from disk  memory each',
  );
  for (const { size, worker, times, change, whole, renewed, bytes } of all) {
    const again = await started(runDirOf(size), 1);
    const cells = [
      String(size).padStart(9),
      ms(quantile(times, 0.5), 3).padStart(11),
      (quantile(times, 0.5) / base).toFixed(2).padStart(5),
      ms(quantile(change, 0.5), 1).padStart(10),
      ms(quantile(change, 0.99), 1).padStart(15),
      ms(whole.ms, 0).padStart(11),
      ms(whole.stoppedMs, 1).padStart(7),
      ms(renewed.ms, 0).padStart(7),
      ms(renewed.stoppedMs, 1).padStart(7),
      ms(again.startedMs, 0).padStart(9),
      `${(bytes / 1024).toFixed(1)} KiB`.padStart(11),
    ];
    console.log(cells.join('  '));
    again.end();
    worker.end();
  }
}

/** A worker that got a whole table of this size, then many changes of one endpoint. */
async function grow(size: number): Promise<Sized> {
  const runDir = runDirOf(size);
  await mkdir(runDir);
  const worker = await started(runDir, 0);
  const before = await worker.memory();
  const publisher = createPublisher(runDir);
  const endpoints = Array.from({ length: size }, (_, at) => endpointAt(at, instance));
  const publish = async (tokenKeys: Record<string, string>): Promise<Publication> => {
    await worker.watch();
    const took = await timed(() => publisher.publish({ tokenKeys, endpoints }));
    return { ms: took, stoppedMs: await worker.stopped() };
  };
  const whole = await publish({});
  const { held } = await worker.memory();
  const ask = await client(worker.port, size);
  await ask(2 * asksARound);
  const renewed = await publish(tokenKeys);
  const change: number[] = [];
  for (let round = 0; round < changes; round += 1) {
    const endpoint = endpointAt((round * 7919) % size, instance, round % 2 === 0 ? 50 : 10);
    change.push(
      await timed(() => publisher.publish({ tokenKeys, endpoints: [endpoint] }, new Set([endpoint.name]))),
    );
  }
  await publisher.close();
  return { size, worker, ask, times: [], whole, renewed, change, bytes: (held - before.held) / size };
}

async function connections(): Promise<void> {
  const runDir = join(dir, 'idle');
  await mkdir(runDir);
  const worker = await started(runDir, 0);
  await createPublisher(runDir).publish({ tokenKeys: {}, endpoints: [endpointAt(0, instance)] });
  await (await client(worker.port, 1))(100);
  const before = await worker.memory();
  const open: Socket[] = [];
  console.log('\nidle connections  memory each  resident each');
  for (const crowd of crowds) {
    while (open.length < crowd) open.push(await idler(worker.port));
    const { held, rss } = await worker.memory();
    const each = [held - before.held, rss - before.rss].map(
      (bytes) => `${(bytes / crowd / 1024).toFixed(1)} KiB`,
    );
    console.log(`${String(crowd).padStart(16)}  ${each[0]?.padStart(11)}  ${each[1]?.padStart(13)}`);
  }
  for (const socket of open) socket.destroy();
  worker.end();
}

/** A connection that was used once. */
async function idler(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.write(requestFor('e0'));
  const [answer] = await once(socket, 'data');
  if (!String(answer).startsWith('HTTP/1.1 200')) throw new Error(`unexpected answer: ${answer}`);
  return socket;
}

/** Sequential requests on one connection; gives the ms of each. */
async function client(port: number, size: number): Promise<(count: number) => Promise<number[]>> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return async (count) => {
    const times: number[] = [];
    while (times.length < count) {
      // Few, but from all over the table: each has its connections to the instance after the first rounds.
      const sampled = Math.floor(Math.random() * Math.min(size, 32));
      const request = requestFor(`e${Math.floor((sampled * size) / 32) % size}`);
      const start = performance.now();
      socket.write(request);
      const [answer] = await once(socket, 'data');
      times.push(performance.now() - start);
      if (!String(answer).startsWith('HTTP/1.1 200')) throw new Error(`unexpected answer: ${answer}`);
    }
    return times;
  };
}

/** No two heads are alike: what a worker remembers of heads would favour a table of one endpoint. */
function requestFor(endpoint: string): string {
  const head = `POST /api/v1/endpoint/${endpoint}/score HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${KEY}`;
  return `${head}\r\nx-n: ${Math.random()}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`;
}

async function started(runDir: string, index: number): Promise<Worker> {
  const start = performance.now();
  const child = launch('growth-worker.ts', runDir, String(index));
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const port = Number((await once(lines, 'line'))[0]);
  const say = async (word: string): Promise<string> => {
    child.stdin?.write(`${word}\n`);
    return String((await once(lines, 'line'))[0]);
  };
  return {
    port,
    startedMs: performance.now() - start,
    memory: async () => JSON.parse(await say('memory')) as Memory,
    watch: () => say('watch'),
    stopped: async () => Number(await say('stopped')),
    end: () => void child.kill(),
  };
}

function launch(script: string, ...words: string[]): ChildProcess {
  const path = join(import.meta.dirname, script);
  const child = spawn(process.execPath, ['--expose-gc', path, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<void> {
  await once(child.stdout as NodeJS.ReadableStream, 'data');
}

function runDirOf(size: number): string {
  return join(dir, `run-${size}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function ms(value: number, digits: number): string {
  return `${value.toFixed(digits)} ms`;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
