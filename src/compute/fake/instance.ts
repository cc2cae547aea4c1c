/** One fake instance: the life of a process, played. */
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceOrder, RunningInstance } from '../../domain/ports.ts';
import { socketPlace } from '../socket-place.ts';
import { type Script, scriptOf } from './script.ts';
import { createFakeServer } from './server.ts';

/** The fields change while it plays. */
export type FakeInstance = {
  readonly order: InstanceOrder;
  readonly script: Script;
  readonly path: string;
  /** Set when the socket's path would be too long in the driver's folder. */
  readonly socketFolder: string | null;
  readonly startedAt: number;
  readonly lines: string[];
  readonly notify: (id: string) => void;
  server: Server;
  timer: NodeJS.Timeout | undefined;
  draining: boolean;
  said: RunningInstance['said'];
  exit: RunningInstance['exit'];
};

const mostLines = 10_000;
const killed = { code: null, signal: 'SIGKILL' } as const;

export type Stage = { readonly runDir: string; readonly notify: (id: string) => void };

/** Listens at once and gets ready, or fails, later. */
export async function playInstance(order: InstanceOrder, stage: Stage): Promise<FakeInstance> {
  const name = `${order.id}.sock`;
  const place = socketPlace(stage.runDir, name);
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const path = join(place.folder, name);
  rmSync(path, { force: true });
  const instance: FakeInstance = {
    order,
    script: scriptOf(order.environmentVariables),
    path,
    socketFolder: place.outside ? place.folder : null,
    startedAt: Date.now(),
    lines: [],
    notify: stage.notify,
    server: createFakeServer({
      healthy: () => instance.said?.kind === 'ready' && isAlive(instance) && !instance.draining,
      draining: () => instance.draining,
      score: (body, gone) => score(instance, body, gone),
    }),
    timer: undefined,
    draining: false,
    said: null,
    exit: null,
  };
  instance.server.listen(path);
  await once(instance.server, 'listening');
  write(
    instance,
    `started instance ${order.id} of deployment ${order.deployment}, revision ${order.revision}`,
  );
  instance.timer = setTimeout(() => speak(instance), instance.script.startMs);
  return instance;
}

export function isAlive(instance: FakeInstance): boolean {
  return instance.exit === null;
}

/** What a process does on TERM, and on KILL after the grace. */
export async function drainInstance(instance: FakeInstance, graceMs: number): Promise<void> {
  if (!isAlive(instance)) return;
  write(instance, 'draining');
  instance.draining = true;
  let drained = false;
  const closed = once(instance.server, 'close').then(() => {
    drained = true;
  });
  instance.server.close();
  const late = new AbortController();
  await Promise.race([closed, sleep(graceMs, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
  end(instance, drained ? { code: 0, signal: null } : killed);
}

/** What a process does on KILL. */
export function crashInstance(instance: FakeInstance): void {
  end(instance, killed);
}

function speak(instance: FakeInstance): void {
  const { failInit, crashAfterMs } = instance.script;
  if (failInit !== null) {
    const { code } = instance.order;
    const script = 'builtIn' in code ? code.builtIn : code.script;
    const message = `init() of ${script} raised ${failInit}`;
    write(instance, message);
    instance.said = { kind: 'failed', failure: { code: 'UserScriptInitFailed', message } };
    end(instance, { code: 3, signal: null });
    return;
  }
  instance.said = { kind: 'ready' };
  write(instance, 'ready');
  if (crashAfterMs !== null) instance.timer = setTimeout(() => crashInstance(instance), crashAfterMs);
  instance.notify(instance.order.id);
}

function end(instance: FakeInstance, exit: NonNullable<RunningInstance['exit']>): void {
  if (!isAlive(instance)) return;
  clearTimeout(instance.timer);
  instance.exit = exit;
  write(instance, exit.signal === null ? `ended with code ${exit.code}` : `ended by ${exit.signal}`);
  instance.server.close();
  instance.server.closeAllConnections();
  if (instance.socketFolder !== null) rmSync(instance.socketFolder, { recursive: true, force: true });
  instance.notify(instance.order.id);
}

async function score(instance: FakeInstance, body: Buffer, gone: AbortSignal) {
  const { scoreMs, status } = instance.script;
  if (scoreMs > 0) {
    write(instance, 'began a request');
    await sleep(scoreMs, undefined, { signal: gone }).catch(() => {});
  }
  if (gone.aborted) return null;
  write(instance, 'scored a request');
  const { id, endpoint, deployment, revision } = instance.order;
  const answer = { endpoint, deployment, revision, instance: id, input: inputOf(body.toString()) };
  return { status, body: JSON.stringify(answer) };
}

function inputOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function write(instance: FakeInstance, text: string): void {
  instance.lines.push(`${new Date().toISOString()} ${text}`);
  if (instance.lines.length > mostLines) instance.lines.shift();
}
