/** The steps of the wizard, in their order, and the fields of each: a field's name begins with its step. */
import type { CodeFrom, Draft, EnvironmentFrom } from './draft.ts';
import type { Known } from './known.ts';

export const stepTitles = {
  endpoint: 'Endpoint',
  model: 'Model',
  code: 'Scoring script',
  environment: 'Environment',
  deployment: 'Deployment',
  traffic: 'Live traffic',
  review: 'Review',
} as const;

export type StepId = keyof typeof stepTitles;

export type FieldId =
  | 'endpoint.name'
  | 'endpoint.cluster'
  | 'endpoint.auth'
  | 'model.name'
  | 'model.version'
  | 'model.files'
  | 'model.newName'
  | 'model.newVersion'
  | 'model.type'
  | 'code.from'
  | 'code.files'
  | 'code.registered'
  | 'code.script'
  | 'environment.from'
  | 'environment.curated'
  | 'environment.own'
  | 'environment.conda'
  | 'environment.name'
  | 'deployment.name'
  | 'deployment.instanceType'
  | 'deployment.instances'
  | 'deployment.variables';

/** Without the first one where the endpoint is there already. */
export function stepsFor(endpoint: string | undefined): readonly StepId[] {
  const all = Object.keys(stepTitles) as StepId[];
  return endpoint === undefined ? all : all.filter((step) => step !== 'endpoint');
}

export function stepOf(field: FieldId): StepId {
  return field.slice(0, field.indexOf('.')) as StepId;
}

export function codeFrom({ code }: Draft, { isMlflow }: Pick<Known, 'isMlflow'>): CodeFrom {
  return code.from || (isMlflow ? 'none' : 'upload');
}

export function environmentFrom(draft: Draft, known: Pick<Known, 'isMlflow'>): EnvironmentFrom {
  return draft.environment.from || (codeFrom(draft, known) === 'none' ? 'none' : 'curated');
}

/** Whether the new deployment is to get all live requests: usual where nobody else gets any. */
export function isLive({ traffic }: Draft, { served, others }: Pick<Known, 'served' | 'others'>): boolean {
  return served.length === 0 && (traffic.isLive ?? others.length === 0);
}
