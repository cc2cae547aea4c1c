import { basename, join } from 'node:path';
import { StepFailed } from '../process/step-failed.ts';
import { versionText } from '../python/choose.ts';
import type { Builder, Site } from './builder.ts';
import { interpreterOf } from './interpreter-of.ts';

/** Python's own venv and pip: slower than uv, present nearly everywhere. */
export const venvBuilder: Builder = { kind: 'venv', make };

async function make({ step, ...site }: Site): Promise<void> {
  const interpreter = interpreterOf(site.interpreter, site.plan);
  if (!interpreter.makesVenvs) {
    throw new StepFailed(
      `Python ${versionText(interpreter)} at ${interpreter.path} comes without venv and ensurepip; install uv, or the system's package for them (on Debian: python3-venv).`,
      [],
    );
  }
  await step(interpreter.path, ['-I', '-m', 'venv', site.env]);
  if (site.plan.requirements.length === 0) return;
  // the bare name is what pip repeats to the user
  await step(join(site.env, 'bin/python'), [
    '-m',
    'pip',
    'install',
    '--no-color',
    '-r',
    basename(site.requirementsFile),
  ]);
}
