import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { matchSpecName } from '../definition/match-spec.ts';
import type { Plan } from '../definition/plan.ts';
import type { Builder } from './builder.ts';

/** micromamba or conda itself: the conda file means exactly what it says. */
export function condaBuilder(kind: 'micromamba' | 'conda', program: string): Builder {
  return {
    kind,
    make: async ({ plan, env, step }) => {
      const file = join(dirname(env), 'environment.yaml');
      await writeFile(file, stringify(document(plan)));
      const command = kind === 'micromamba' ? ['create', '-y'] : ['env', 'create', '-y'];
      await step(program, [...command, '-p', env, '-f', file]);
    },
  };
}

/** The definition as a conda file of its own: with a Python, with pip where pip has work, without a name. */
function document({ source, conda, requirements, python }: Plan): unknown {
  const pip = source === 'conda' ? conda.pip : requirements;
  const named = new Set(conda.dependencies.map((entry) => matchSpecName(entry)));
  const interpreter = named.has('python')
    ? []
    : [`python${python.text === '' ? '=3.11' : ` ${python.text}`}`];
  const installer = pip.length === 0 || named.has('pip') ? [] : ['pip'];
  return {
    channels: conda.channels.length === 0 ? ['conda-forge'] : conda.channels,
    dependencies: [
      ...interpreter,
      ...conda.dependencies,
      ...installer,
      ...(pip.length === 0 ? [] : [{ pip }]),
    ],
  };
}
