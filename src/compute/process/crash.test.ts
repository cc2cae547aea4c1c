/** Control may die at any instant; what it leaves is adopted or removed, and strangers are left alone. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstanceOrder } from '../../domain/ports.ts';
import { find, instance, score } from '../driver.suite.ts';
import { startOf } from './identity.ts';
import { readRecord, writeRecord } from './record.ts';
import { makeProcessRig, type ProcessRig } from './rig.suite.ts';

const patience = { timeout: 60_000, interval: 10 };
const echo = 'def init(): pass\ndef run(raw_data): return raw_data\n';
/** Runs until a file is there, and makes one to say that it does. */
const held = (begun: string, end: string) => `
import os, time
def init(): pass
def run(raw_data):
    open(${JSON.stringify(begun)}, "w").close()
    while not os.path.exists(${JSON.stringify(end)}): time.sleep(0.01)
    return raw_data
`;

describe('after a crash of control', () => {
  let rig: ProcessRig;
  beforeEach(() => {
    rig = makeProcessRig();
  });
  afterEach(() => rig.close());

  const ready = async (id: string, script = echo) => {
    await rig.driver.start(rig.orderOf(id, script));
    await expect.poll(async () => (await find(rig.driver, id))?.said, patience).toEqual({ kind: 'ready' });
    return instance(rig.driver, id);
  };
  const record = (id: string) => {
    const found = readRecord(rig.folder(id));
    if (found === undefined) throw new Error(`no record of ${id}`);
    return found;
  };

  test('instances that a killed control process started go on and are adopted', async () => {
    const pid = await startAndBeKilled(rig.orderOf('i1', echo), rig.home);
    expect(startOf(pid)).toBeUndefined();
    const found = await instance(rig.driver, 'i1');
    expect(found).toMatchObject({ alive: true, said: null, exit: null });
    await expect.poll(() => rig.driver.probe('i1', 1000), patience).toBe(true);
    expect((await score(found.address, '{}')).status).toBe(200);
    await rig.driver.stop('i1', 5000);
    expect(await instance(rig.driver, 'i1')).toMatchObject({ alive: false });
  });

  test('a process whose number was not yet written down is found', async () => {
    const { address } = await ready('i1');
    const { pid } = record('i1');
    writeRecord(rig.folder('i1'), { ...record('i1'), pid: null, processStart: null });
    const next = rig.restart();
    expect(await instance(next, 'i1')).toMatchObject({ alive: true, address });
    expect(record('i1').pid).toBe(pid);
  });

  test('an instance that was never started is listed as dead and can be started or forgotten', async () => {
    await ready('i1');
    await rig.driver.stop('i1', 5000);
    rmSync(join(rig.folder('i1'), 'exit.json'));
    writeRecord(rig.folder('i1'), { ...record('i1'), pid: null, processStart: null });
    const next = rig.restart();
    expect(await instance(next, 'i1')).toMatchObject({ alive: false, said: null, exit: null });
    await next.start(rig.orderOf('i1', echo));
    await expect.poll(() => next.probe('i1', 1000), patience).toBe(true);
  });

  test('what is no instance is removed, its process too', async () => {
    await ready('i1');
    const pid = rig.pid('i1');
    rmSync(join(rig.folder('i1'), 'instance.json'));
    mkdirSync(join(rig.home, 'instances', '.new-i2'));
    mkdirSync(join(rig.home, 'instances', '.gone-i3-0a'));
    const next = rig.restart();
    expect(await next.list()).toEqual([]);
    await expect.poll(() => startOf(pid), patience).toBeUndefined();
    await expect.poll(() => readdirSync(join(rig.home, 'instances')), patience).toEqual([]);
  });

  test('a drain that was begun is not hurried by a second one', async () => {
    const [begun, end] = [join(rig.home, 'begun'), join(rig.home, 'end')];
    const { address } = await ready('i1', held(begun, end));
    const answer = score(address, '{}');
    await expect.poll(() => existsSync(begun), patience).toBe(true);
    const first = rig.driver.stop('i1', 60_000).catch((error: Error) => error);
    await expect.poll(() => record('i1').stoppingAt, patience).not.toBeNull();
    const next = rig.restart();
    expect(await first).toMatchObject({ code: 'unavailable' });
    const second = next.stop('i1', 60_000);
    // As long as one that is hurried would need to end.
    await sleep(200);
    writeFileSync(end, '');
    await second;
    expect((await answer).status).toBe(200);
  });

  test('a stranger with the same number is not taken for the instance, nor stopped', async () => {
    await ready('i1');
    await rig.driver.stop('i1', 5000);
    const stranger = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    try {
      await once(stranger, 'spawn');
      writeRecord(rig.folder('i1'), { ...record('i1'), pid: stranger.pid ?? null });
      const next = rig.restart();
      expect((await instance(next, 'i1')).alive).toBe(false);
      await next.stop('i1', 0);
      await next.forget('i1');
      expect(startOf(stranger.pid ?? 0)).toBeDefined();
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  test('why an instance ended is still known', async () => {
    await rig.driver.start(rig.orderOf('i1', 'def init(): raise KeyError("age")\ndef run(d): return d\n'));
    await expect.poll(async () => (await instance(rig.driver, 'i1')).alive, patience).toBe(false);
    expect(await instance(rig.restart(), 'i1')).toMatchObject({
      said: { kind: 'failed', failure: { code: 'UserScriptInitFailed' } },
      exit: { code: 3, signal: null },
    });
  });

  test('programs that a script started end with its instance', async () => {
    const marker = join(rig.home, 'child.pid');
    const script = `
import subprocess
def init():
    child = subprocess.Popen(["sleep", "60"])
    open(${JSON.stringify(marker)}, "w").write(str(child.pid))
def run(raw_data): return raw_data
`;
    for (const end of [() => rig.driver.stop('i1', 5000), () => rig.crash('i1')]) {
      await ready('i1', script);
      const child = Number(readFileSync(marker, 'utf8'));
      expect(startOf(child)).toBeDefined();
      await end();
      await expect.poll(() => startOf(child), patience).toBeUndefined();
    }
    expect(existsSync(join(rig.folder('i1'), 'scoring.sock'))).toBe(false);
  });

  test('a process that ignores TERM is killed after the grace', async () => {
    const stubborn = join(rig.home, 'stubborn.py');
    writeFileSync(
      stubborn,
      'import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n' +
        'os.write(3, b\'garbage\\n[]\\n{"event":"later"}\\n{"event":"ready"}\\n\')\ntime.sleep(60)\n',
    );
    const next = rig.restart(stubborn);
    await next.start(rig.orderOf('i1', echo));
    await expect.poll(async () => (await find(next, 'i1'))?.said, patience).toEqual({ kind: 'ready' });
    await next.stop('i1', 50);
    expect(await instance(next, 'i1')).toMatchObject({ alive: false, exit: { signal: 'SIGKILL' } });
  });
});

/** Runs a control process that starts one instance and is killed at once; returns its pid. */
async function startAndBeKilled(order: InstanceOrder, home: string): Promise<number> {
  const driver = join(import.meta.dirname, 'driver.ts');
  const workerPath = join(import.meta.dirname, '../../../worker/teal_worker');
  const options = JSON.stringify({ home, workerPath, serverVersion: 'teal/test', datastore: home });
  const program = `
    import { createProcessDriver } from ${JSON.stringify(driver)};
    const driver = createProcessDriver({ ...${options}, log: () => {} });
    await driver.start(${JSON.stringify(order)});
    process.kill(process.pid, 'SIGKILL');
  `;
  const control = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const [, signal] = await once(control, 'exit');
  expect(signal).toBe('SIGKILL');
  return control.pid ?? 0;
}
