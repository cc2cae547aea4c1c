/** What is missing or wrong before anything is sent. */
import { nameProblem } from '../../../../src/sdk/names.ts';
import { type Draft, variablesOf } from './draft.ts';
import type { Known } from './known.ts';
import { codeFrom, environmentFrom, type FieldId, type StepId, stepOf } from './steps.ts';
import type { Picked } from './store.ts';

/** What is missing is said once somebody wants to go on; what is wrong, at once. */
export type Flaw = { readonly text: string; readonly isMissing: boolean };
export type Flaws = Partial<Record<FieldId, Flaw>>;

/** Azure's limit, and Teal's. */
export const mostInstances = 50;

type Given = { readonly draft: Draft; readonly known: Known; readonly picked: Picked };

export function flawsOf(given: Given): Flaws {
  const { known } = given;
  return {
    ...(known.endpoint === undefined && !given.draft.endpoint.isMade && endpointFlaws(given)),
    ...modelFlaws(given),
    ...codeFlaws(given),
    ...environmentFlaws(given),
    ...deploymentFlaws(given),
  };
}

export function isWhole(flaws: Flaws, step: StepId): boolean {
  return (Object.keys(flaws) as FieldId[]).every((field) => stepOf(field) !== step);
}

function endpointFlaws({ draft: { endpoint }, known }: Given): Flaws {
  const { name, compute, cluster, auth } = endpoint;
  return {
    ...named('endpoint.name', 'endpoint', name),
    ...(known.endpoints.has(name.toLowerCase()) &&
      wrong('endpoint.name', `There is an endpoint '${name}' already. Choose another name.`)),
    ...(compute === 'Kubernetes' &&
      cluster.trim() === '' &&
      missing('endpoint.cluster', 'Name the attached compute.')),
    ...(compute === 'Kubernetes' &&
      auth === 'AADToken' &&
      wrong('endpoint.auth', 'An endpoint on Kubernetes takes keys or Azure ML tokens.')),
  };
}

function modelFlaws({ draft: { model }, picked }: Given): Flaws {
  if (model.from === 'registered')
    return model.name === '' ? missing('model.name', 'Choose a model, or upload one.') : {};
  if (model.made !== null) return {};
  return {
    ...(picked.model === undefined && notPicked('model.files', model.leaf, 'Choose the files of the model.')),
    ...named('model.newName', 'model', model.newName),
    ...(model.newVersion !== '' && named('model.newVersion', 'version', model.newVersion)),
  };
}

function codeFlaws({ draft, known, picked }: Given): Flaws {
  const { code } = draft;
  const from = codeFrom(draft, known);
  if (from === 'none') return {};
  const script = code.script === '' ? missing('code.script', 'Choose the file with init() and run().') : {};
  if (from === 'registered')
    return code.registered === '' ? missing('code.registered', 'Choose code.') : script;
  if (picked.code === undefined && code.made === null)
    return notPicked('code.files', code.leaf, 'Choose the folder or file of the scoring script.');
  return script;
}

function environmentFlaws({ draft, known }: Given): Flaws {
  const { curated, own, conda, name } = draft.environment;
  switch (environmentFrom(draft, known)) {
    case 'curated':
      return curated === '' ? missing('environment.curated', 'Choose an environment.') : {};
    case 'own':
      return own === '' ? missing('environment.own', 'Choose an environment.') : {};
    case 'conda':
      return {
        ...(conda.trim() === '' && missing('environment.conda', 'Paste a conda file, or pick one.')),
        ...(name !== '' && named('environment.name', 'environment', name)),
      };
    case 'none':
      return known.isMlflow && codeFrom(draft, known) !== 'none'
        ? wrong('environment.from', 'A scoring script of your own for an MLflow model needs an environment.')
        : {};
  }
}

function deploymentFlaws({ draft: { deployment }, known }: Given): Flaws {
  const { name, instanceType, instances, variables, made } = deployment;
  const count = Number(instances);
  const isCount = /^\d+$/.test(instances) && count >= 1 && count <= mostInstances;
  return {
    ...named('deployment.name', 'deployment', name),
    ...([...known.deployments].some((one) => one.toLowerCase() === name.toLowerCase()) &&
      name !== made &&
      wrong('deployment.name', `There is a deployment '${name}' already. Choose another name.`)),
    ...(instanceType === '' && missing('deployment.instanceType', 'Choose an instance type.')),
    ...(!isCount && wrong('deployment.instances', `A whole number from 1 to ${mostInstances}.`)),
    ...variableFlaws(variables),
  };
}

function variableFlaws(text: string): Flaws {
  try {
    variablesOf(text);
    return {};
  } catch (error) {
    return wrong('deployment.variables', error instanceof Error ? error.message : String(error));
  }
}

function named(field: FieldId, of: Parameters<typeof nameProblem>[0], name: string): Flaws {
  if (name === '') return missing(field, 'Give it a name.');
  const problem = nameProblem(of, name);
  return problem === undefined ? {} : wrong(field, problem);
}

/** Files that were picked before a reload are known by name alone. */
function notPicked(field: FieldId, leaf: string, text: string): Flaws {
  if (leaf === '') return missing(field, text);
  return wrong(field, `Choose '${leaf}' again: a browser does not keep files when a page is loaded anew.`);
}

function wrong(field: FieldId, text: string): Flaws {
  return { [field]: { text, isMissing: false } };
}

function missing(field: FieldId, text: string): Flaws {
  return { [field]: { text, isMissing: true } };
}
