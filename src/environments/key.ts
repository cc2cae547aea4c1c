/** The name under which an environment is kept. */
import { createHash } from 'node:crypto';
import type { EnvironmentDefinition } from '../domain/deployment.ts';
import { DomainError } from '../domain/errors.ts';
import { type Plan, planOf } from './definition/plan.ts';
import { chooseInterpreter, type Interpreter, versionText } from './python/choose.ts';

/** uv and venv make the same environments; conda and micromamba make others. */
export type Family = 'pypi' | 'conda';

/**
 * 32 hex digits. Comments, the order of packages and of unrelated keys, and the image make no difference:
 * nothing of them reaches the environment. A malformed conda file has a key, too: its build fails under it.
 */
export function environmentKey(
  definition: EnvironmentDefinition,
  family: Family,
  found: readonly Interpreter[],
): string {
  const plan = attempt(definition);
  const content = plan === null ? { malformed: definition.condaFile } : contentOf(plan, family, found);
  return createHash('sha256')
    .update(JSON.stringify({ family, ...content }))
    .digest('hex')
    .slice(0, 32);
}

export function isKey(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

function contentOf(plan: Plan, family: Family, found: readonly Interpreter[]): object {
  const python = plan.python.text;
  const requirements = plan.requirements.toSorted();
  if (family === 'conda') {
    const { channels, dependencies, pip } = plan.conda;
    const conda = { channels, dependencies: dependencies.toSorted(), pip: pip.toSorted() };
    return { python, requirements: plan.source === 'conda' ? [] : requirements, conda };
  }
  const choice = chooseInterpreter(plan.python, found);
  return { python, requirements, interpreter: choice === undefined ? null : versionText(choice.interpreter) };
}

function attempt(definition: EnvironmentDefinition): Plan | null {
  try {
    return planOf(definition);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
