/**
 * What the router adds to one small request: a sequential client over one kept connection, through a router worker and
 * straight to the instance's socket, in turn, so that the machine's moods hit both. Then what many clients get through.
 * Run: node bench/router-overhead.ts [requests a side, default 6000]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFile } from '../src/router/table-file.ts';
import { encodeTable } from '../src/table/codec.ts';
import type { Table } from '../src/table/table.ts';
import { quantile } from './figures.ts';
import { tableOf } from './router.ts';

const KEY = 'bench-key';
const BODY = '{"data":[[1,2,3,4,5,6,7,8,9,10],[10,9,8,7,6,5,4,3,2,1]]}';
const ROUNDS = 20;
const CLIENTS = 32;
const total = Number(process.argv[2] ?? 6000);

const dir = await mkdtemp(join(tmpdir(), 'teal-bench-'));
const instancePath = join(dir, 'instance.sock');
const children: ChildProcess[] = [];
try {
  await started('router-instance.ts', instancePath);
  await writeFile(tableFile(dir), encodeTable(table()));
  const port = Number(await started('router-worker.ts', dir));
  await measure(port);
} finally {
  for (const child of children) child.kill();
  await rm(dir, { recursive: true, force: true });
}

async function measure(port: number): Promise<void> {
  const direct = await client(connect(instancePath), '/score');
  const routed = await client(connect(port, '127.0.0.1'), '/api/v1/endpoint/bench/score');
  await direct(2000);
  await routed(2000);
  const times = { direct: [] as number[], routed: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.direct.push(...(await direct(Math.ceil(total / ROUNDS))));
    times.routed.push(...(await routed(Math.ceil(total / ROUNDS))));
  }
  report('direct', times.direct);
  report('router', times.routed);
  const [inner, outer] = [quantile(times.direct, 0.5), quantile(times.routed, 0.5)];
  console.log(`median overhead ${(outer - inner).toFixed(3)} ms, ratio ${(outer / inner).toFixed(2)}`);
  const many = await Promise.all(
    Array.from({ length: CLIENTS }, () => client(connect(port, '127.0.0.1'), '/api/v1/endpoint/bench/score')),
  );
  const before = performance.now();
  const crowd = (await Promise.all(many.map((run) => run(Math.ceil(total / CLIENTS))))).flat();
  const seconds = (performance.now() - before) / 1000;
  report(`router, ${CLIENTS} clients`, crowd);
  console.log(
    `${Math.round(crowd.length / seconds)} requests/s (client, router and instance share the machine)`,
  );
}

/** Runs requests one after the other on one connection; gives the ms of each. */
async function client(socket: Socket, path: string): Promise<(count: number) => Promise<number[]>> {
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${KEY}\r\ncontent-type: application/json`;
  const request = Buffer.from(`${head}\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`);
  return (count) =>
    new Promise((resolve, reject) => {
      const times: number[] = [];
      let startedAt = 0;
      const next = () => {
        startedAt = performance.now();
        socket.write(request);
      };
      const onData = (chunk: Buffer) => {
        const text = chunk.toString('latin1');
        if (!text.startsWith('HTTP/1.1 200') || !text.endsWith(']}')) {
          reject(new Error(`unexpected answer: ${text}`));
          return;
        }
        times.push(performance.now() - startedAt);
        if (times.length < count) next();
        else {
          socket.off('data', onData);
          resolve(times);
        }
      };
      socket.on('data', onData);
      next();
    });
}

function table(): Table {
  const address = { kind: 'unix', path: instancePath } as const;
  const whole = tableOf({ key: KEY, deployments: { blue: address }, live: { blue: 100 }, mirror: {} });
  console.log(`table of ${encodeTable(whole).length} bytes, ${total} requests a side`);
  return whole;
}

async function started(script: string, argument: string): Promise<string> {
  const path = join(import.meta.dirname, script);
  const child = spawn(process.execPath, [path, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(child.stdout, 'data');
  return String(line).trim();
}

function report(name: string, times: readonly number[]): void {
  const shown = [0.5, 0.9, 0.99].map((q) => `p${q * 100} ${quantile(times, q).toFixed(3)} ms`);
  console.log(`${name}: ${shown.join(', ')}`);
}
