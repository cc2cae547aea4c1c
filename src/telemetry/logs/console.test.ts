import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProcessDriver } from '../../compute/process/driver.ts';
import { openStore } from '../../store/open.ts';
import { ConsoleLog } from './console.ts';
import { openMarks } from './marks.ts';
import { openSegments } from './segments.ts';

let home: string;
let driver: ReturnType<typeof createProcessDriver>;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'teal-console-'));
  mkdirSync(join(home, 'logs'));
  for (const id of ['i-1', 'i-2']) addDead(id);
  driver = createProcessDriver({
    home,
    workerPath: home,
    serverVersion: 'x',
    datastore: home,
    log: () => undefined,
    cgroup: null,
  });
});
afterEach(() => {
  driver.close();
  rmSync(home, { recursive: true, force: true });
});

/** What a driver finds of an instance that ended before it was there. */
function addDead(id: string): void {
  const folder = join(home, 'instances', id);
  mkdirSync(folder, { recursive: true });
  const record = { id, deploymentUid: 'd', revision: 1, pid: null, processStart: null, startedAt: 1 };
  const sockets = { socket: join(folder, 's'), healthSocket: join(folder, 'h'), socketFolder: null };
  writeFileSync(join(folder, 'instance.json'), JSON.stringify({ ...record, ...sockets, cgroup: null }));
}

const print = (id: string, text: string) =>
  writeFileSync(join(home, 'instances', id, 'inference-server.log'), text, { flag: 'a' });

async function opened(): Promise<ConsoleLog> {
  const store = await openStore(':memory:');
  const segments = openSegments({ folder: join(home, 'logs'), name: 'console', mostBytes: 1_000_000 });
  return new ConsoleLog({
    segments,
    marks: await openMarks(join(home, 'marks.json')),
    driver,
    rows: store.rows,
    now: () => Date.UTC(2026, 0, 2),
    log: () => undefined,
  });
}

const lines = () =>
  readdirSync(join(home, 'logs'))
    .flatMap((file) => readFileSync(join(home, 'logs', file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string>);
const shown = () => lines().map((line) => [line.TimeGenerated, line.InstanceId, line.Message]);

test('what instances print is taken in once, with its own time where it has one', async () => {
  const log = await opened();
  print('i-1', 'no time yet\n2026-01-02 03:04:05,678 I [7] azmlinfsrv - "ready"\nTraceback:\n\n  é\n');
  print('i-2', 'other\n');
  await log.look();
  await log.look();
  await log.close();
  const ready = '2026-01-02T03:04:05.678Z';
  expect(shown()).toEqual([
    ['2026-01-02T00:00:00.000Z', 'i-1', 'no time yet'],
    [ready, 'i-1', '2026-01-02 03:04:05,678 I [7] azmlinfsrv - "ready"'],
    [ready, 'i-1', 'Traceback:'],
    [ready, 'i-1', '  é'],
    ['2026-01-02T00:00:00.000Z', 'i-2', 'other'],
  ]);
  expect(log.counts()).toEqual({ log: 'console', written: 5, dropped: new Map() });
  expect(Object.keys(lines()[0] ?? {})).toEqual([
    ...[
      'TimeGenerated',
      'OperationName',
      'AzureMLWorkspaceId',
      'EndpointName',
      'DeploymentName',
      'InstanceId',
    ],
    ...['ContainerName', 'ContainerImageName', 'Message'],
  ]);
});

test('another control process goes on where the last one ended', async () => {
  const first = await opened();
  print('i-1', 'one\n');
  await first.close();
  print('i-1', 'two\n');
  const second = await opened();
  await second.close();
  expect(shown().map(([, , message]) => message)).toEqual(['one', 'two']);
});

test('the last words of an instance are kept before it is forgotten', async () => {
  const log = await opened();
  print('i-1', 'line\nlast words without an end');
  await log.finish('i-1');
  await driver.forget('i-1');
  await log.close();
  expect(shown().map(([, , message]) => message)).toEqual(['line', 'last words without an end']);
});

test('what the disk does not take is taken in when it does', async () => {
  const log = await opened();
  rmSync(join(home, 'logs'), { recursive: true });
  writeFileSync(join(home, 'logs'), 'in the way');
  print('i-1', 'one\n');
  await log.look();
  rmSync(join(home, 'logs'));
  await log.look();
  await log.close();
  expect(shown().map(([, , message]) => message)).toEqual(['one']);
});
