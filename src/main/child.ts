import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Ports, RoleConfig, RoleMessage, StopRequest } from './config.ts';

/** A role that is kept running: started again, with backoff, whenever it dies. */
export type Kept = {
  readonly ports: Ports;
  /** Asks it to end and waits; after `killAfterMs` it is killed. */
  stop(request: StopRequest, killAfterMs: number): Promise<void>;
};

const entry = fileURLToPath(new URL('./role.ts', import.meta.url));
/**
 * A young generation of 3 MB instead of up to 48: the control plane is idle most of the time, and garbage that nobody
 * collects is memory that instances could use. Routers keep the default, they make garbage by the request.
 */
const execArgv: Readonly<Record<RoleConfig['role'], string[]>> = {
  control: ['--max-semi-space-size=1', '--max-old-space-size=1024'],
  router: [],
};

const longestPauseMs = 10_000;
const stableAfterMs = 30_000;

/** Starts a role and resolves when it is ready for the first time; rejects with its own words when it cannot start. */
export async function keep(config: RoleConfig, logFile: string, say: (line: string) => void): Promise<Kept> {
  let stopping = false;
  let failures = 0;
  let current = await launch(config, logFile);
  const fixed = { ...config, ...current.ports };

  const guard = (): void => {
    const bornAt = Date.now();
    current.process.once('exit', (code, signal) => {
      if (stopping) return;
      failures = Date.now() - bornAt > stableAfterMs ? 0 : failures + 1;
      const pause = failures === 0 ? 0 : Math.min(longestPauseMs, 100 * 2 ** failures);
      say(`${config.role} ended (${signal ?? `exit code ${code}`}) and is started again`);
      setTimeout(() => void restart(), pause);
    });
  };
  const restart = async (): Promise<void> => {
    if (stopping) return;
    try {
      current = await launch(fixed, logFile);
      if (stopping) current.process.kill('SIGKILL');
      else guard();
    } catch (cause) {
      failures += 1;
      say(
        `${config.role} could not be started again: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
      setTimeout(() => void restart(), Math.min(longestPauseMs, 100 * 2 ** failures));
    }
  };
  guard();
  return {
    ports: current.ports,
    stop: (request, killAfterMs) => {
      stopping = true;
      return end(current.process, request, killAfterMs);
    },
  };
}

type Launched = { readonly process: ChildProcess; readonly ports: Ports };

function launch(config: RoleConfig, logFile: string): Promise<Launched> {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(entry, [], { stdio: ['ignore', log, log, 'ipc'], execArgv: execArgv[config.role] });
  closeSync(log);
  child.send(config);
  return new Promise((resolve, reject) => {
    child.once('message', (message: RoleMessage) => {
      if (message.kind === 'failed') return reject(new Error(message.message));
      const { kind: _, ...ports } = message;
      resolve({ process: child, ports });
    });
    child.once('exit', (code, signal) =>
      reject(new Error(`${config.role} ended while it started (${signal ?? code}); see ${logFile}`)),
    );
    child.once('error', reject);
  });
}

function end(child: ChildProcess, request: StopRequest, killAfterMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.send(request);
  });
}
