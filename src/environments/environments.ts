/** Python environments on this machine, kept under `<home>/environments/<key>`. */
import { statfsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EnvironmentDefinition } from '../domain/deployment.ts';
import { noLog } from '../domain/logs.ts';
import type { Clock, Environments } from '../domain/ports.ts';
import { buildEnvironment, type Order, type Workshop } from './build.ts';
import { readBuildLog } from './build-log.ts';
import { type BuilderChoice, builderChoice, createPickBuilder } from './builders/pick.ts';
import { failureMessage } from './failure.ts';
import { environmentKey, isKey } from './key.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { Stopped } from './process/step-failed.ts';
import { createInterpreters } from './python/interpreters.ts';
import { createSlots } from './slots.ts';

export type EnvironmentsOptions = {
  /** Teal's own folder; `environments/` and `tools/` appear below it. */
  readonly home: string;
  readonly clock: Clock;
  readonly log: (
    level: 'info' | 'warn' | 'error',
    message: string,
    fields?: Readonly<Record<string, unknown>>,
  ) => void;
  /** Folders in which interpreters and tools are looked for, instead of PATH and the usual places. */
  readonly path?: string;
  /** Instead of the variable TEAL_ENVIRONMENT_BUILDER. */
  readonly builder?: BuilderChoice;
};

const buildsAtOnce = 2;

/** @throws DomainError bad-argument when TEAL_ENVIRONMENT_BUILDER names no builder */
export function createEnvironments(options: EnvironmentsOptions): Environments {
  const { clock, log, path } = options;
  const home = resolve(options.home);
  const choice = options.builder ?? builderChoice(process.env.TEAL_ENVIRONMENT_BUILDER);
  const family = choice === 'micromamba' || choice === 'conda' ? 'conda' : 'pypi';
  const findInterpreters = createInterpreters(clock, path);
  const searched = { path: path ?? process.env.PATH ?? '', clock };
  const pickBuilder = createPickBuilder(choice, join(home, 'tools'), searched);
  const closing = new AbortController();
  const listeners = new Set<(key: string) => void>();
  const folderOf = (key: string) => join(home, 'environments', key);
  const keyOf = (definition: EnvironmentDefinition) => environmentKey(definition, family, findInterpreters());
  const ledger = createLedger(folderOf);
  const work = createWork({
    workshop: { clock, path, findInterpreters, pickBuilder, stop: closing.signal },
    ledger,
    home,
    log,
    ended: (key) => {
      for (const listener of listeners) listener(key);
    },
  });
  const running = new Set<Promise<void>>();
  return {
    keyOf,
    status: ledger.status,
    build: (definition) => {
      const key = keyOf(definition);
      const { state } = ledger.status(key);
      if (closing.signal.aborted || state === 'building' || state === 'built') return;
      const task = work(key, { definition, folder: folderOf(key) });
      running.add(task);
      void task.finally(() => running.delete(task));
    },
    log: async (key, place) => (isKey(key) ? readBuildLog(join(folderOf(key), 'build.log'), place) : noLog),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

type Work = {
  readonly workshop: Workshop;
  readonly ledger: Ledger;
  readonly home: string;
  readonly log: EnvironmentsOptions['log'];
  readonly ended: (key: string) => void;
};

/** Never rejects: how a build ended is written in the ledger. */
function createWork({ workshop, ledger, home, log, ended }: Work) {
  const slot = createSlots(buildsAtOnce);
  const { clock } = workshop;
  return async (key: string, order: Omit<Order, 'progress'>): Promise<void> => {
    const since = clock.now();
    const progress = (line: string) => ledger.building(key, since, line);
    progress('');
    try {
      const { builder, seconds } = await slot(() => buildEnvironment(workshop, { ...order, progress }));
      ledger.settle(key);
      log('info', 'environment built', { key, builder, seconds });
    } catch (error) {
      ledger.settle(key);
      if (error instanceof Stopped) return;
      const message = failureMessage(error, freeBytes(home));
      ledger.failed(key, message, clock.now());
      log('warn', 'environment failed', { key, message });
    }
    try {
      ended(key);
    } catch (error) {
      log('error', 'a listener of the environments failed', { key, error: String(error) });
    }
  };
}

function freeBytes(home: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(home);
    return bavail * bsize;
  } catch {
    return null;
  }
}
