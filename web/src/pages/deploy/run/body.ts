import type { DeploymentBody, EndpointBody } from '../../../../../src/sdk/wire.ts';
import { curatedRegistry } from '../../environments/loader.ts';
import { type Draft, type Made, variablesOf } from '../draft.ts';
import type { Known } from '../known.ts';
import { codeFrom, environmentFrom } from '../steps.ts';

export function endpointBody({ endpoint }: Draft): EndpointBody {
  const { compute, cluster, auth } = endpoint;
  return { properties: { authMode: auth, ...(compute === 'Kubernetes' && { compute: cluster.trim() }) } };
}

/** Once what it needs is registered. */
export function deploymentBody(draft: Draft, known: Known): DeploymentBody {
  const { instanceType, instances, variables } = draft.deployment;
  const environmentId = environmentOf(draft, known);
  const codeId = codeOf(draft, known);
  return {
    sku: { name: 'Default', capacity: Number(instances) },
    properties: {
      endpointComputeType: known.isKubernetes ? 'Kubernetes' : 'Managed',
      model: modelOf(draft),
      instanceType,
      environmentVariables: variablesOf(variables),
      ...(environmentId !== undefined && { environmentId }),
      ...(codeId !== undefined && { codeConfiguration: { codeId, scoringScript: draft.code.script } }),
    },
  };
}

export function modelOf({ model }: Draft): string {
  if (model.from === 'upload') return model.made === null ? '' : reference(model.made);
  return model.version === '' ? `azureml:${model.name}@latest` : reference(model);
}

function codeOf(draft: Draft, known: Known): string | undefined {
  const { made, registered } = draft.code;
  switch (codeFrom(draft, known)) {
    case 'upload':
      return made === null ? undefined : reference(made);
    case 'registered':
      return `azureml:${registered}`;
    case 'none':
      return undefined;
  }
}

function environmentOf(draft: Draft, known: Known): string | undefined {
  const { curated, own, version, made } = draft.environment;
  switch (environmentFrom(draft, known)) {
    case 'curated':
      return `azureml://registries/${curatedRegistry}/environments/${curated}/labels/latest`;
    case 'own':
      return version === '' ? `azureml:${own}@latest` : reference({ name: own, version });
    case 'conda':
      return made === null ? undefined : reference(made);
    case 'none':
      return undefined;
  }
}

function reference({ name, version }: NonNullable<Made>): string {
  return `azureml:${name}:${version}`;
}
