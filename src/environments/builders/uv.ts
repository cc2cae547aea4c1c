import { basename, join } from 'node:path';
import type { Builder, Site } from './builder.ts';
import { interpreterOf } from './interpreter-of.ts';
import { type PipSettings, uvArguments, uvVariables } from './pip-settings.ts';

/** uv in pip's place, looking where pip is configured to look. */
export function uvBuilder(uv: string, pip: PipSettings): Builder {
  return { kind: 'uv', make: (site) => make(uv, pip, site) };
}

async function make(uv: string, pip: PipSettings, { step, ...site }: Site): Promise<void> {
  const { requirements } = site.plan;
  const interpreter = interpreterOf(site.interpreter, site.plan);
  const variables = uvVariables(pip, process.env);
  await step(uv, ['venv', '--python', interpreter.path, site.env], { variables });
  if (requirements.length === 0) return;
  const python = join(site.env, 'bin/python');
  const args = ['pip', 'install', '--python', python, ...uvArguments(pip, requirements)];
  await step(uv, [...args, '-r', basename(site.requirementsFile)], { variables });
}
