/** Real workers for the tests of this driver, and their end whatever happens. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InstanceOrder } from '../../domain/ports.ts';
import { type Behaviour, begun, type Rig } from '../driver.suite.ts';
import { createProcessDriver, type ProcessDriver } from './driver.ts';
import { hasProcess } from './entry.ts';
import { killGroup } from './identity.ts';
import { readRecord } from './record.ts';

export type ProcessRig = Omit<Rig, 'driver' | 'restart'> & {
  readonly home: string;
  readonly driver: ProcessDriver;
  readonly restart: (workerPath?: string) => ProcessDriver;
  /** What the drivers logged. */
  readonly lines: readonly string[];
  folder(id: string): string;
  pid(id: string): number;
  /** An order for a scoring script of the test's own. */
  orderOf(id: string, script: string, changes?: Partial<InstanceOrder>): InstanceOrder;
};

const worker = resolve(import.meta.dirname, '../../../worker/teal_worker');
let python: string | undefined;

/** The interpreter itself, not a wrapper that looks for one. */
export function pythonPath(): string {
  python ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();
  return python;
}

export function makeProcessRig(homeName = 'home'): ProcessRig {
  const place = mkdtempSync(join(tmpdir(), 'teal-compute-'));
  const home = join(place, homeName);
  const drivers: ProcessDriver[] = [];
  const lines: string[] = [];
  const open = (workerPath = worker) => {
    const driver = createProcessDriver({
      home,
      workerPath,
      serverVersion: 'teal/test',
      datastore: join(home, 'datastore'),
      log: (line) => lines.push(line),
    });
    drivers.push(driver);
    return driver;
  };
  const folder = (id: string) => join(home, 'instances', id);
  const pid = (id: string) => readRecord(folder(id))?.pid ?? Number.NaN;
  const orderOf = (id: string, script: string, changes: Partial<InstanceOrder> = {}): InstanceOrder => {
    const root = join(place, 'code', id);
    mkdirSync(join(root, 'onlinescoring'), { recursive: true });
    writeFileSync(join(root, 'onlinescoring', 'score.py'), script);
    return { ...plainOrder(id, root), ...changes };
  };
  return {
    home,
    driver: open(),
    lines,
    folder,
    pid,
    orderOf,
    order: (id, behaviour) => orderOf(id, scriptOf(behaviour)),
    crash: (id) => process.kill(pid(id), 'SIGKILL'),
    restart(workerPath) {
      for (const driver of drivers) driver.close();
      return open(workerPath);
    },
    async close() {
      for (const driver of drivers) driver.close();
      for (const id of readdirSync(join(home, 'instances'))) {
        const record = readRecord(folder(id));
        if (record?.pid && hasProcess(record)) killGroup(record.pid);
        if (record?.socketFolder) rmSync(record.socketFolder, { recursive: true, force: true });
      }
      rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
}

function plainOrder(id: string, root: string): InstanceOrder {
  return {
    id,
    endpoint: 'churn',
    deployment: 'blue',
    deploymentUid: 'd1',
    revision: 1,
    python: pythonPath(),
    code: { root, leaf: 'onlinescoring', script: 'score.py' },
    model: null,
    modelMountPath: null,
    environmentVariables: {},
    workerCount: 1,
    collector: null,
    cpus: null,
    memoryBytes: null,
  };
}

function scriptOf(behaviour: Behaviour): string {
  switch (behaviour.kind) {
    case 'echo':
      return 'def init(): pass\ndef run(raw_data): return raw_data\n';
    case 'slow':
      return `import time\ndef init(): pass\ndef run(raw_data):\n    print(${JSON.stringify(begun)})\n    time.sleep(${behaviour.ms / 1000})\n    return raw_data\n`;
    case 'fails':
      return `def init(): raise ValueError(${JSON.stringify(behaviour.message)})\ndef run(raw_data): return raw_data\n`;
    default:
      return behaviour satisfies never;
  }
}
