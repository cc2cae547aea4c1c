import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { RunningInstance } from '../../domain/ports.ts';
import { readinessLines, type Said } from './readiness.ts';
import { systemCode } from './storing.ts';

export type Command = {
  readonly python: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
};

export type Exit = NonNullable<RunningInstance['exit']>;

/** What became of a command: a process, or why the system refused to make one. */
export type Launched =
  | { readonly kind: 'running'; readonly pid: number; readonly child: ChildProcess }
  | { readonly kind: 'refused'; readonly error: Promise<unknown> };

const readinessPipe = 3;
// The last words of an instance may still be in the pipe when its death is known.
const lastWordsMs = 250;

/** Starts a process that outlives this one: session and group of its own, output to its log, readiness on fd 3. */
export function launch(command: Command): Launched {
  const log = openSync(command.log, 'a', 0o600);
  try {
    const child = spawn(command.python, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env },
      detached: true,
      stdio: ['ignore', log, log, 'pipe'],
    });
    child.unref();
    if (child.pid !== undefined) return { kind: 'running', pid: child.pid, child };
    return { kind: 'refused', error: new Promise((resolve) => child.once('error', resolve)) };
  } catch (error) {
    return { kind: 'refused', error: Promise.resolve(error) };
  } finally {
    closeSync(log);
  }
}

/** Calls back with what the process says and that it died; the last. */
export function follow(child: ChildProcess, on: { said(said: Said): void; died(exit: Exit): void }): void {
  const pipe = child.stdio[readinessPipe];
  if (pipe instanceof Socket) {
    pipe.setEncoding('utf8');
    pipe.on('data', readinessLines(on.said));
    pipe.on('error', () => {});
    pipe.unref();
  }
  child.once('exit', (code, signal) => {
    const settle = () => on.died({ code, signal });
    if (!(pipe instanceof Socket) || pipe.closed) return settle();
    pipe.once('close', settle);
    setTimeout(settle, lastWordsMs).unref();
  });
}

/** Whether the machine, rather than the order, is why a process could not be made. */
export function isShortage(error: unknown): boolean {
  return ['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(systemCode(error) ?? '');
}
