/** Where in the wizard the reason of a failure lies, and what to do about it. */
import { ArmError } from '../../../../../src/sdk/errors.ts';
import { fieldProblems } from '../../../parts/problem.ts';
import { type FieldId, type StepId, stepOf } from '../steps.ts';
import type { StageId } from '../store.ts';

/** By what was being done: the service's names of fields, the longer ones first. */
const targets: Readonly<Record<StageId, Readonly<Record<string, FieldId>>>> = {
  model: {
    name: 'model.newName',
    version: 'model.newVersion',
    'properties.modelUri': 'model.files',
    'properties.modelType': 'model.type',
  },
  code: { 'properties.codeUri': 'code.files' },
  environment: { name: 'environment.name', 'properties.condaFile': 'environment.conda' },
  endpoint: {
    name: 'endpoint.name',
    'If-None-Match': 'endpoint.name',
    'properties.compute': 'endpoint.cluster',
    'properties.authMode': 'endpoint.auth',
    auth_mode: 'endpoint.auth',
  },
  deployment: {
    name: 'deployment.name',
    'If-None-Match': 'deployment.name',
    instance_type: 'deployment.instanceType',
    'properties.instanceType': 'deployment.instanceType',
    instance_count: 'deployment.instances',
    sku: 'deployment.instances',
    model: 'model.name',
    'properties.model': 'model.name',
    'code_configuration.scoring_script': 'code.script',
    'code_configuration.code': 'code.registered',
    code_configuration: 'code.from',
    'properties.codeConfiguration': 'code.from',
    environment_variables: 'deployment.variables',
    'properties.environmentVariables': 'deployment.variables',
    environment: 'environment.from',
    'properties.environmentId': 'environment.from',
    condaFile: 'environment.conda',
  },
  traffic: {},
};

/** What each field has to say, in the service's words. */
export function said(stage: StageId, error: unknown): Partial<Record<FieldId, string>> {
  const places = targets[stage];
  const { fields, isPlaced } = fieldProblems(
    error,
    Object.fromEntries(Object.keys(places).map((target) => [target, target])),
  );
  if (!isPlaced) return versionTaken(stage, error);
  return Object.fromEntries(Object.entries(fields).map(([target, message]) => [places[target], message]));
}

/** Clients know this refusal by its detail alone, for it names no field. */
function versionTaken(stage: StageId, error: unknown): Partial<Record<FieldId, string>> {
  if (stage !== 'model' || !(error instanceof ArmError)) return {};
  const detail = error.details.find(({ code }) => code === 'AssetVersionExists');
  return detail === undefined ? {} : { 'model.newVersion': detail.message };
}

export function firstStep(fields: Partial<Record<FieldId, string>>): StepId | undefined {
  const [first] = Object.keys(fields) as FieldId[];
  return first && stepOf(first);
}

export type Advice = { readonly words: string; readonly step: StepId | undefined };

const again = 'Everything you typed is kept.';

/** What to do next about a failure that belongs to no single field. */
export function adviceOf(stage: StageId, error: unknown): Advice {
  const code = error instanceof ArmError && error.status === 200 ? error.code : '';
  if (code === 'ImageBuildFailure')
    return { step: 'environment', words: `Correct the packages, then create again. ${again}` };
  if (code.startsWith('UserScript'))
    return {
      step: 'code',
      words: `Correct the scoring script or what it needs, choose it again, then create again. ${again}`,
    };
  if (code !== '')
    return { step: 'deployment', words: `The log says how far it came. Then create again. ${again}` };
  return { step: stage === 'traffic' ? undefined : stage, words: `Try again. ${again}` };
}
