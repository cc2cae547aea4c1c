/** One build of one environment: lock, make in place, check, and only then say that it is there. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentDefinition } from '../domain/deployment.ts';
import type { Clock } from '../domain/ports.ts';
import { type BuildLog, openBuildLog } from './build-log.ts';
import type { Step } from './builders/builder.ts';
import type { PickBuilder } from './builders/pick.ts';
import { type Built, readBuilt, writeBuilt, writeWhole } from './built.ts';
import { checkEnvironment } from './check.ts';
import { type Plan, planOf } from './definition/plan.ts';
import { childEnvironment } from './process/child-environment.ts';
import { acquire, type Lock } from './process/lock.ts';
import { run } from './process/run.ts';
import { Stopped } from './process/step-failed.ts';
import { type Choice, chooseInterpreter, versionText } from './python/choose.ts';
import type { FindInterpreters } from './python/interpreters.ts';

export type Workshop = {
  readonly clock: Clock;
  readonly path: string | undefined;
  readonly findInterpreters: FindInterpreters;
  readonly pickBuilder: PickBuilder;
  readonly stop: AbortSignal;
};

export type Order = {
  readonly definition: EnvironmentDefinition;
  /** Absolute path of the folder of this environment's key. */
  readonly folder: string;
  readonly progress: (line: string) => void;
};

/** Longer than the slowest honest build; a resolver that hangs must not hang for ever. */
const stepMs = 1_800_000;

/**
 * Another process may be building the same: then its work is waited for and used.
 * @throws DomainError, StepFailed, file system errors; Stopped when told to stop
 */
export async function buildEnvironment(workshop: Workshop, order: Order): Promise<Built> {
  const plan = planOf(order.definition);
  await mkdir(order.folder, { recursive: true });
  const lock = await acquire(join(order.folder, 'lock'), workshop.stop, (pid) =>
    order.progress(`process ${pid} is building this environment`),
  );
  try {
    return readBuilt(order.folder) ?? (await make(workshop, order, { plan, lock }));
  } finally {
    lock.release();
  }
}

async function make(
  workshop: Workshop,
  order: Order,
  { plan, lock }: { readonly plan: Plan; readonly lock: Lock },
): Promise<Built> {
  const { folder } = order;
  const began = workshop.clock.now();
  const log = openBuildLog(join(folder, 'build.log'), workshop.clock.now);
  const note = (line: string) => {
    log(line);
    order.progress(line);
  };
  try {
    const choice = chooseInterpreter(plan.python, workshop.findInterpreters());
    const warnings = [...plan.warnings, ...(choice?.warning ? [choice.warning] : [])];
    announce(plan, choice, note);
    await prepare(order, plan);
    const step = stepper(workshop, { folder, lock, note, log });
    const interpreter = choice?.interpreter;
    const builder = await workshop.pickBuilder({ step, note, interpreter }, workshop.findInterpreters());
    const env = join(folder, 'env');
    const requirementsFile = join(folder, 'requirements.txt');
    await builder.make({ plan, interpreter, env, requirementsFile, step, note });
    note('checking the environment');
    const { python, version, packages } = await checkEnvironment(env, step);
    const seconds = (workshop.clock.now() - began) / 1000;
    const builtAt = new Date(workshop.clock.now()).toISOString();
    const built = {
      python,
      pythonVersion: version,
      builder: builder.kind,
      warnings,
      packages,
      builtAt,
      seconds,
    };
    await writeBuilt(folder, built);
    note(`built with ${builder.kind} in ${seconds.toFixed(1)} s`);
    return built;
  } catch (error) {
    log(error instanceof Stopped ? 'stopped' : `failed: ${error instanceof Error ? error.message : error}`);
    throw error;
  }
}

function announce(plan: Plan, choice: Choice | undefined, note: BuildLog): void {
  for (const line of plan.notes) note(line);
  for (const warning of plan.warnings) note(`warning: ${warning}`);
  if (choice === undefined) return;
  if (choice.warning !== null) note(`warning: ${choice.warning}`);
  note(`python ${versionText(choice.interpreter)} at ${choice.interpreter.path}`);
}

/** Whatever an interrupted build left is of no use: nobody knows how far it came. */
async function prepare({ folder, definition }: Order, plan: Plan): Promise<void> {
  await rm(join(folder, 'env'), { recursive: true, force: true, maxRetries: 3 });
  await rm(join(folder, 'built.json'), { force: true });
  const { requirements, python } = plan;
  await writeWhole(folder, 'definition.json', { ...definition, python: python.text, requirements });
  await writeFile(join(folder, 'requirements.txt'), requirements.map((line) => `${line}\n`).join(''));
}

function stepper(
  { stop, path }: Workshop,
  { folder, lock, note, log }: { folder: string; lock: Lock; note: BuildLog; log: BuildLog },
): Step {
  return (program, args, { variables = {}, timeoutMs = stepMs, unlogged = false } = {}) => {
    log(`$ ${[program, ...args.map((arg) => (/[\s;"]/.test(arg) ? '…' : arg))].join(' ')}`);
    const environment = { ...childEnvironment(path), ...variables };
    const line = unlogged ? () => {} : note;
    return run({ program, args, environment, folder, timeoutMs, stop, started: lock.employ, line });
  };
}
