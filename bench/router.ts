/** A router worker for a benchmark: its program, its table, its doors. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { adminSocket } from '../src/router/admin.ts';
import type { CountersReport } from '../src/router/count.ts';
import { encodeTable } from '../src/table/codec.ts';
import type { Table, TableAddress } from '../src/table/table.ts';

export const routerProgram = join(import.meta.dirname, 'router-worker.ts');
export const instanceProgram = join(import.meta.dirname, 'router-instance.ts');

export type Layout = {
  readonly key: string;
  /** In a fixed order: the place in it is the slot of the counters. */
  readonly deployments: Readonly<Record<string, TableAddress>>;
  /** Percent. */
  readonly live: Readonly<Record<string, number>>;
  readonly mirror: Readonly<Record<string, number>>;
  readonly version?: number;
  /** Default 60,000: longer than any run. */
  readonly timeoutMs?: number;
};

/** A table with one endpoint, `bench`, guarded by a key. */
export function tableOf({ key, deployments, live, mirror, version = 1, timeoutMs = 60_000 }: Layout): Table {
  const shares = (map: Readonly<Record<string, number>>) =>
    Object.entries(map).map(([deployment, percent]) => ({ deployment, hundredths: 100 * percent }));
  const listed = Object.entries(deployments).map(([name, address], slot) => ({
    name,
    revision: 1,
    slot,
    timeoutMs,
    maxConcurrentPerInstance: 256,
    pendingLimit: 2000,
    scoringPath: '/score',
    instances: [{ id: name, address }],
  }));
  const hashes = [createHash('sha256').update(key).digest('hex')];
  const auth = { kind: 'key', hashes } as const;
  const bench = { name: 'bench', auth, deployments: listed, live: shares(live), mirror: shares(mirror) };
  return { version, tokenKeys: {}, endpoints: [bench] };
}

/** The port that the program printed. */
export async function portOf(log: string): Promise<number | undefined> {
  const line = /^\d+$/m.exec(readFileSync(log, 'utf8'));
  return line === null ? undefined : Number(line[0]);
}

/** Gives the worker a newer table; the time in ms from the sent bytes to its acknowledgement. */
export async function push(runDir: string, table: Table): Promise<number> {
  const text = encodeTable(table);
  const start = performance.now();
  const { status, body } = await ask(runDir, 'PUT', '/table', text);
  if (status !== 200) throw new Error(`the router refused a table: ${status} ${body}`);
  return performance.now() - start;
}

export async function counters(runDir: string): Promise<CountersReport> {
  return JSON.parse((await ask(runDir, 'GET', '/counters', '')).body) as CountersReport;
}

type Told = { readonly status: number; readonly body: string };

function ask(runDir: string, method: string, path: string, text: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath: adminSocket(runDir, 0), method, path }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        body += piece;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    call.once('error', reject);
    call.end(text);
  });
}
