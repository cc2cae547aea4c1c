import { stringify } from 'yaml';
import { matchSpecName } from '../definition/match-spec.ts';
import { canonicalName, requirementName } from '../definition/requirement-line.ts';
import type { Packages } from './packages.ts';

/**
 * What loads the model is MLflow, which most files list but some leave to the server: then it is the version that wrote
 * the model. The skinny one loads models only beside pandas, which it does not bring along.
 */
export function withMlflow(packages: Packages, version: string | undefined): Packages {
  const names = new Set([...packages.conda.map(condaName), ...packages.pip.map(requirementName)]);
  if (names.has('mlflow')) return packages;
  const missing = names.has('mlflow-skinny')
    ? ['pandas'].filter((name) => !names.has(name))
    : [version === undefined ? 'mlflow' : `mlflow==${released(version)}`];
  return { ...packages, pip: [...packages.pip, ...missing] };
}

/** As a conda file, which is what environments are built from. */
export function condaTextOf({ channels, conda, pip }: Packages): string {
  return stringify({
    ...(channels.length === 0 ? {} : { channels }),
    dependencies: [...conda, ...(pip.length === 0 ? [] : [{ pip }])],
  });
}

/** A version under development was never released; what came of it was. */
function released(version: string): string {
  return version.replace(/\.?dev\d*$|\+.*$/, '');
}

function condaName(entry: unknown): string | undefined {
  const name = typeof entry === 'string' ? matchSpecName(entry) : undefined;
  return name === undefined ? undefined : canonicalName(name);
}
