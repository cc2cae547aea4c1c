/** Starting: what is refused and in which words, what is left behind (nothing), who may look in. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { childrenOf, isRunning, rolesOf } from '../support/processes.ts';
import { restOf } from '../support/rest.ts';
import { environment, newHome, startTeal, type Teal, until } from '../support/teal.ts';

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(more: readonly string[] = [], home?: string): Promise<Teal> {
  const teal = await startTeal(more, home);
  closers.push(teal.close);
  return teal;
}

function emptyHome(): string {
  const home = newHome();
  closers.push(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

type Ended = { readonly code: number | null; readonly said: string; readonly pid: number };

/** `teal up` that is expected to end by itself. */
async function tryUp(home: string, ...more: string[]): Promise<Ended> {
  const child = spawn(join(root, 'bin/teal'), ['up', ...more], {
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  closers.push(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said, pid: child.pid ?? 0 };
}

/** It said why in a sentence, and neither a process nor a claim on the home is left. */
function expectRefused(home: string, ended: Ended, ...words: (string | RegExp)[]): void {
  expect({ code: ended.code, said: ended.said }).toMatchObject({ code: 1 });
  for (const word of words) expect(ended.said).toMatch(word);
  expect(ended.said).not.toMatch(/^\s+at /m);
  expect(ended.said.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(isRunning(ended.pid)).toBe(false);
  for (const file of ['run/server.json', 'run/supervisor.json'])
    expect(existsSync(join(home, file))).toBe(false);
  expect(strays(home)).toEqual([]);
}

/** Processes that have something of the home open or on their command line. */
function strays(home: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(home);
      } catch {
        return false;
      }
    });
}

/** A port that is taken, behind one that is free: below those that the system gives to whoever asks for any. */
async function takenPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const [before, server] = [await listening(port - 1), await listening(port)];
    before?.close();
    if (before !== undefined && server !== undefined) return port;
  }
  throw new Error('no two ports in a row are free');
}

/** Undefined when somebody else listens there. */
async function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return undefined;
  }
  closers.push(() => void server.close());
  return server;
}

describe('a start that cannot be', () => {
  test('on a port that is taken, for control or for scoring', async () => {
    const port = await takenPort();
    const home = emptyHome();
    expectRefused(home, await tryUp(home, '--port', String(port)), `Port ${port}`, 'EADDRINUSE', '--port');
    expectRefused(home, await tryUp(home, '--port', String(port - 1)), `Port ${port}`, 'EADDRINUSE');
  });

  test('on an address that is not of this machine', async () => {
    const home = emptyHome();
    const ended = await tryUp(home, '--port', '0', '--host', '192.0.2.1');
    expectRefused(home, ended, '192.0.2.1');
  });

  test('on a home that another one has', async () => {
    const teal = await start();
    const before = readFileSync(join(teal.home, 'run/server.json'), 'utf8');
    const ended = await tryUp(teal.home, '--port', '0');
    expect(ended.code).toBe(1);
    expect(ended.said).toContain(teal.home);
    expect(ended.said).toContain(`process ${teal.server.pid}`);
    expect(readFileSync(join(teal.home, 'run/server.json'), 'utf8')).toBe(before);
    expect((await restOf(teal).call('GET', '/onlineEndpoints')).status).toBe(200);
  });

  test('twice at the same moment: one of them serves', async () => {
    const home = emptyHome();
    const results = await Promise.allSettled([start([], home), start([], home), start([], home)]);
    const started = results.filter(({ status }) => status === 'fulfilled');
    expect(started).toHaveLength(1);
  });

  test('with a database that is broken: it is left as it is', async () => {
    const home = emptyHome();
    mkdirSync(join(home, 'state'), { recursive: true });
    const garbage = 'not a database, but somebody may want it back\n'.repeat(200);
    writeFileSync(join(home, 'state/teal.db'), garbage);
    const ended = await tryUp(home, '--port', '0');
    expectRefused(home, ended, join(home, 'state/teal.db'), 'cannot be used', 'restore');
    expect(readFileSync(join(home, 'state/teal.db'), 'utf8')).toBe(garbage);
  });

  test('with a database of a newer Teal: it is left as it is', async () => {
    const teal = await startTeal();
    closers.push(() => rmSync(teal.home, { recursive: true, force: true }));
    await until(
      'the end',
      () => teal.process.kill('SIGTERM') && teal.process.exitCode === null,
      (on) => !on,
    );
    const database = new Database(join(teal.home, 'state/teal.db'));
    database.pragma('user_version = 999');
    database.close();
    const ended = await tryUp(teal.home, '--port', '0');
    expectRefused(teal.home, ended, 'schema version 999', 'newer Teal');
  });
});

describe('a claim on a home', () => {
  test.each([
    ['of a process that ended', { pid: 4_000_000, startTime: '1' }],
    ['of a process whose number another one has now', { pid: process.pid, startTime: '1' }],
    ['that is broken', undefined],
  ])('%s is taken over', async (_what, claim) => {
    const home = newHome();
    mkdirSync(join(home, 'run'), { recursive: true });
    writeFileSync(join(home, 'run/supervisor.json'), claim === undefined ? '{"pid":' : JSON.stringify(claim));
    writeFileSync(join(home, 'run/server.json'), '{"url":"http://127.0.0.1:1","pid":1}');
    const teal = await start([], home);
    expect((await restOf(teal).call('GET', '/onlineEndpoints')).status).toBe(200);
    const held = JSON.parse(readFileSync(join(home, 'run/supervisor.json'), 'utf8'));
    expect(held.pid).toBe(teal.server.pid);
  });
});

describe('a Teal that runs', () => {
  test('is closed to other users, and listens on this machine only', async () => {
    const teal = await start();
    const mode = (path: string) => (statSync(join(teal.home, path)).mode & 0o777).toString(8);
    expect(['', 'state', 'run', 'logs'].map(mode)).toEqual(['700', '700', '700', '700']);
    const table = join(teal.home, 'run/table.json');
    await until(
      'the first table',
      () => existsSync(table),
      (there) => there,
    );
    const files = [
      'admin-token',
      'run/server.json',
      'run/supervisor.json',
      'run/table.json',
      'logs/control.log',
    ];
    expect(files.map(mode)).toEqual(files.map(() => '600'));
    expect(readFileSync(join(teal.home, 'admin-token'), 'utf8').trim()).toMatch(/^[\w-]{43}$/);
    for (const url of [teal.server.url, teal.server.scoringUrl]) {
      const { hostname, port } = new URL(url);
      expect(hostname).toBe('127.0.0.1');
      for (const host of otherAddresses()) expect(await canConnect(host, Number(port))).toBe(false);
    }
  });

  test('keeps its admin token and its address file over a start', async () => {
    const home = emptyHome();
    const first = await startTeal([], home);
    first.process.kill('SIGTERM');
    await once(first.process, 'exit');
    expect(existsSync(join(home, 'run/server.json'))).toBe(false);
    expect(existsSync(join(home, 'run/supervisor.json'))).toBe(false);
    const second = await start([], home);
    expect(second.token).toBe(first.token);
  });

  test('told to end while it starts: it ends in order', async () => {
    const home = emptyHome();
    const child = spawn(join(root, 'bin/teal'), ['up', '--port', '0'], {
      env: environment(home),
      stdio: 'ignore',
    });
    closers.push(() => void child.kill('SIGKILL'));
    const claimed = () => existsSync(join(home, 'run/supervisor.json'));
    await until('the claim on the home', claimed, (there) => there);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(claimed()).toBe(false);
    expect(existsSync(join(home, 'run/server.json'))).toBe(false);
    expect(childrenOf(child.pid ?? 0)).toEqual([]);
  });

  test('ends with all its processes on TERM and on INT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const teal = await start();
      const { control, routers } = await rolesOf(teal);
      teal.process.kill(signal);
      const [code] = (await once(teal.process, 'exit')) as [number | null];
      expect(code).toBe(0);
      expect([control, ...routers].filter(isRunning)).toEqual([]);
      expect(childrenOf(teal.server.pid)).toEqual([]);
    }
  });
});

function otherAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((cards) =>
    (cards ?? []).flatMap(({ family, internal, address }) =>
      family === 'IPv4' && !internal ? [address] : [],
    ),
  );
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
    socket.setTimeout(2000, () => end(false));
  });
}
