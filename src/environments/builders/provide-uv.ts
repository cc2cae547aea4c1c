/** Gets uv onto this machine when it is not there: one attempt in a while, and doing without is fine. */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/ports.ts';
import { findProgram, isExecutable } from '../process/find-program.ts';
import { Stopped } from '../process/step-failed.ts';
import type { Interpreter } from '../python/choose.ts';
import type { Step } from './builder.ts';

/** The path of uv, or undefined when it can neither be found nor installed. */
export type ProvideUv = (step: Step, interpreters: readonly Interpreter[]) => Promise<string | undefined>;

const installMs = 60_000;
const retryAfterMs = 600_000;

export function createProvideUv(tools: string, path: string, clock: Clock): ProvideUv {
  const installed = join(tools, 'uv/bin/uv');
  let failedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<string | undefined> | undefined;
  const install = async (step: Step, interpreters: readonly Interpreter[]): Promise<string | undefined> => {
    const maker = interpreters.find(({ makesVenvs }) => makesVenvs);
    if (maker === undefined) return undefined;
    try {
      await installWith(maker, tools, step);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      failedAt = clock.now();
    }
    return isExecutable(installed) ? installed : undefined;
  };
  return async (step, interpreters) => {
    const present = findProgram('uv', path) ?? (isExecutable(installed) ? installed : undefined);
    if (present !== undefined || clock.now() - failedAt < retryAfterMs) return present;
    running ??= install(step, interpreters).finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** uv's program does not care where it lies, so that it can be installed aside and moved into place whole. */
async function installWith(interpreter: Interpreter, tools: string, step: Step): Promise<void> {
  const draft = join(tools, `uv.${randomUUID()}`);
  const deadline = Date.now() + installMs;
  await mkdir(tools, { recursive: true });
  try {
    await step(interpreter.path, ['-I', '-m', 'venv', draft], { timeoutMs: installMs });
    const timeoutMs = Math.max(1, deadline - Date.now());
    await step(join(draft, 'bin/python'), ['-m', 'pip', 'install', '--no-color', 'uv'], { timeoutMs });
    await step(join(draft, 'bin/uv'), ['--version'], { timeoutMs: 10_000 });
    // fails when another process was quicker, and then its uv is the one
    await rename(draft, join(tools, 'uv'));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
