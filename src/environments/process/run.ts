/** Runs one command of a build: own process group, every line handed on, stoppable at any time. */
import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';
import { StepFailed, Stopped } from './step-failed.ts';

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
  /** Called at once with the id of the process, which is its group's, too. */
  readonly started?: (pid: number) => void;
  readonly line: (text: string) => void;
};

/** How long a child may take to end after TERM before its group is killed. */
const graceMs = 2_000;

/**
 * Resolves with the lines of both streams after exit code 0.
 * @throws StepFailed after any other end; Stopped when `stop` was raised
 */
export async function run(command: Command): Promise<readonly string[]> {
  if (command.stop.aborted) throw new Stopped();
  const lines: string[] = [];
  const { code, error } = await finished(command, (line) => {
    lines.push(line);
    command.line(line);
  });
  if (command.stop.aborted) throw new Stopped();
  if (error === null && code === 0) return lines;
  throw new StepFailed(`${command.program} ${error ?? `ended with ${code}`}`, lines);
}

type End = { readonly code: number | string | null; readonly error: string | null };

function finished(command: Command, line: (text: string) => void): Promise<End> {
  return new Promise((resolve) => {
    const child = spawn(command.program, command.args, {
      cwd: command.folder,
      env: command.environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) command.started?.(child.pid);
    let late = false;
    let closed = false;
    let ending = false;
    const end = () => {
      ending = true;
      endGroup(child.pid, () => closed);
    };
    const timer = setTimeout(() => {
      late = true;
      end();
    }, command.timeoutMs);
    command.stop.addEventListener('abort', end, { once: true });
    const flush = [splitLines(child.stdout, line), splitLines(child.stderr, line)];
    const finish = (outcome: End) => {
      closed = true;
      // the leader is gone, but somebody who ignored TERM may still be writing
      if (ending && child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
      clearTimeout(timer);
      command.stop.removeEventListener('abort', end);
      for (const last of flush) last();
      resolve(late ? { ...outcome, error: `took longer than ${command.timeoutMs / 1000} s` } : outcome);
    };
    child.once('error', (error) => finish({ code: null, error: `could not be run: ${error.message}` }));
    child.once('close', (code, signal) => finish({ code: code ?? signal, error: null }));
  });
}

/** `isGone` waits for the streams, too: a grandchild that ignores TERM keeps them open. */
function endGroup(pid: number | undefined, isGone: () => boolean): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => {
    if (!isGone()) signalGroup(pid, 'SIGKILL');
  }, graceMs).unref();
}

/** True when the group had somebody to hear it. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Both newline and carriage return end a line, so that progress bars do not pile up. */
function splitLines(stream: NodeJS.ReadableStream, line: (text: string) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const emit = (text: string) => {
    const clean = stripVTControlCharacters(text).trimEnd();
    if (clean.trim() !== '') line(clean);
  };
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + decoder.write(chunk)).split(/[\r\n]+/);
    rest = parts.pop() ?? '';
    for (const part of parts) emit(part);
  });
  return () => emit(rest + decoder.end());
}
