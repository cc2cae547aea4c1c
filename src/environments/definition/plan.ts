/** What has to be installed, decided from the definition's text alone. */
import type { EnvironmentDefinition } from '../../domain/deployment.ts';
import { basePython, baseRequirements } from './base.ts';
import { type CondaFile, parseCondaFile } from './conda.ts';
import { withNumpyAbi } from './numpy-abi.ts';
import { toPypi, withoutReplaced } from './pypi.ts';
import { anyPython, type PythonRequest } from './python-request.ts';
import { canonicalRequirement } from './requirement-line.ts';

export type Plan = {
  readonly source: 'conda' | 'requirements' | 'base';
  /** Lines of a requirements file; their order is the author's. */
  readonly requirements: readonly string[];
  readonly python: PythonRequest;
  /** For builders that speak conda themselves: the match specs as written. */
  readonly conda: Pick<CondaFile, 'channels' | 'dependencies' | 'pip'>;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
};

const nothing = { channels: [], dependencies: [], pip: [] } as const;

const basePlan: Plan = {
  source: 'base',
  requirements: baseRequirements,
  python: basePython,
  conda: nothing,
  warnings: [],
  notes: ['no conda file: building the base packages'],
};

/** @throws DomainError bad-argument when the conda file cannot be understood */
export function planOf(definition: EnvironmentDefinition): Plan {
  if (definition.condaFile === null) return basePlan;
  const file = parseCondaFile(definition.condaFile);
  if (file.kind === 'requirements') return requirementsPlan(file.lines);
  const pip = withoutReplaced(file.pip).kept;
  const pypi = toPypi(file);
  const { requirements, notes } = withNumpyAbi(pypi.requirements);
  return {
    source: 'conda',
    ...pypi,
    requirements,
    notes: [...pypi.notes, ...notes],
    conda: { channels: file.channels, dependencies: file.dependencies, pip },
  };
}

function requirementsPlan(lines: readonly string[]): Plan {
  const { kept, notes } = withoutReplaced(lines);
  return {
    source: 'requirements',
    requirements: [...new Set(kept.map(canonicalRequirement))],
    python: anyPython,
    conda: nothing,
    warnings: [],
    notes,
  };
}
