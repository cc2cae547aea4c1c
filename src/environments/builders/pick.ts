/** Decides which tool builds: what was asked for, else uv, else Python's own venv. */
import { DomainError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import { findProgram } from '../process/find-program.ts';
import { StepFailed, Stopped } from '../process/step-failed.ts';
import type { Interpreter } from '../python/choose.ts';
import type { Builder, BuilderKind, Site, Step } from './builder.ts';
import { condaBuilder } from './micromamba.ts';
import { type PipSettings, readPipSettings } from './pip-settings.ts';
import { createProvideUv } from './provide-uv.ts';
import { uvBuilder } from './uv.ts';
import { venvBuilder } from './venv.ts';

export type BuilderChoice = BuilderKind | 'default';

export type PickBuilder = (
  site: Pick<Site, 'step' | 'note' | 'interpreter'>,
  interpreters: readonly Interpreter[],
) => Promise<Builder>;

const choices = ['default', 'uv', 'venv', 'micromamba', 'conda'] as const;

/** @throws DomainError bad-argument for a word that names no builder */
export function builderChoice(word: string | undefined): BuilderChoice {
  if (word === undefined || word === '') return 'default';
  const choice = choices.find((known) => known === word);
  if (choice !== undefined) return choice;
  throw new DomainError(
    'bad-argument',
    `TEAL_ENVIRONMENT_BUILDER is '${word}'; it must be one of ${choices.join(', ')}.`,
  );
}

/** `path` is searched for uv, micromamba and conda; `tools` is where uv is installed when it is nowhere. */
export function createPickBuilder(
  choice: BuilderChoice,
  tools: string,
  { path, clock }: { readonly path: string; readonly clock: Clock },
): PickBuilder {
  const provideUv = createProvideUv(tools, path, clock);
  return async (site, interpreters) => {
    switch (choice) {
      case 'venv':
        return venvBuilder;
      case 'micromamba':
      case 'conda':
        return condaBuilder(choice, required(choice, findProgram(choice, path)));
      case 'uv':
      case 'default': {
        const uv = await provideUv(site.step, interpreters);
        if (uv !== undefined) return uvBuilder(uv, await pipSettings(site, path));
        if (choice === 'uv') required('uv', uv);
        site.note('uv is neither on PATH nor installable: building with venv and pip');
        return venvBuilder;
      }
      default:
        return choice satisfies never;
    }
  };
}

function required(name: string, program: string | undefined): string {
  if (program !== undefined) return program;
  throw new StepFailed(
    `TEAL_ENVIRONMENT_BUILDER asks for ${name}, but ${name} is not on PATH${name === 'uv' ? ' and pip could not install it' : ''}; install it or choose another builder.`,
    [],
  );
}

/** Asks the interpreter's own pip, else the one on PATH; no pip means nothing is configured. */
async function pipSettings(
  { step, interpreter }: Pick<Site, 'step' | 'interpreter'>,
  path: string,
): Promise<PipSettings> {
  const own = interpreter?.makesVenvs === true ? [interpreter.path, '-I', '-m', 'pip'] : [];
  const onPath = findProgram('pip', path) ?? findProgram('pip3', path);
  for (const [program, ...args] of [own, onPath === undefined ? [] : [onPath]]) {
    const lines = program === undefined ? null : await asked(step, program, args);
    if (lines !== null) return readPipSettings(lines);
  }
  return new Map();
}

async function asked(
  step: Step,
  program: string,
  args: readonly string[],
): Promise<readonly string[] | null> {
  try {
    return await step(program, [...args, 'config', 'list'], { timeoutMs: 20_000, unlogged: true });
  } catch (error) {
    if (error instanceof Stopped) throw error;
    return null;
  }
}
