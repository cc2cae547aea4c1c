/**
 * What may be done with an endpoint or a deployment in which state, and why not: the one table of it. Commands refuse by it,
 * and pages read it through `arm/allowed.ts` before they offer an action. It knows of states alone: values that somebody gives
 * have their own checks, and so have limits that operators set.
 */
import type { Deployment } from './deployment.ts';
import { type AuthMode, type Endpoint, type Percentages, percentOf } from './endpoint.ts';
import { DomainError } from './errors.ts';

/** Why an action is refused, as the client reads it. */
export type Refusal = {
  readonly code: 'bad-argument' | 'conflict';
  readonly message: string;
  readonly target?: string;
};

export type EndpointFacts = {
  readonly name: string;
  readonly deleting: boolean;
  readonly authMode: AuthMode;
  /** False on an attached compute. */
  readonly managed: boolean;
};

export type DeploymentFacts = {
  readonly name: string;
  readonly deleting: boolean;
  /** Whether a revision of it was ever ready; null where nobody can tell. */
  readonly serving: boolean | null;
  readonly endpoint: Pick<EndpointFacts, 'name' | 'deleting' | 'managed'>;
  /** Live traffic of its endpoint. */
  readonly traffic: Percentages;
};

export type EndpointAction =
  | 'edit'
  | 'setTraffic'
  | 'setMirror'
  | 'addDeployment'
  | 'listKeys'
  | 'regenerateKey'
  | 'issueToken'
  | 'undo'
  | 'delete';

/** `edit` is everything of it, the number of its instances included. */
export type DeploymentAction = 'edit' | 'takeTraffic' | 'takeMirror' | 'delete';

type Rule<F> = (facts: F) => Refusal | undefined;

const endpointRules: Readonly<Record<EndpointAction, readonly Rule<EndpointFacts>[]>> = {
  edit: [staysHere],
  setTraffic: [staysHere],
  setMirror: [staysHere, mayMirror],
  addDeployment: [staysHere],
  listKeys: [hasKeys],
  regenerateKey: [staysHere, hasKeys],
  issueToken: [hasTokens],
  undo: [staysHere],
  // Repeating it is harmless.
  delete: [],
};

const deploymentRules: Readonly<Record<DeploymentAction, readonly Rule<DeploymentFacts>[]>> = {
  edit: [({ endpoint }) => staysHere(endpoint), isNotDeleted],
  takeTraffic: [({ endpoint }) => staysHere(endpoint), isServing],
  takeMirror: [
    ({ endpoint }) => staysHere(endpoint),
    ({ endpoint }) => mayMirror(endpoint),
    isServing,
    hasNoLiveTraffic,
  ],
  delete: [isIdle],
};

/** Why an action on an endpoint is refused; undefined when it is allowed. */
export function endpointRefusal(action: EndpointAction, facts: EndpointFacts): Refusal | undefined {
  return first(endpointRules[action], facts);
}

/** Why an action on a deployment is refused; undefined when it is allowed. */
export function deploymentRefusal(action: DeploymentAction, facts: DeploymentFacts): Refusal | undefined {
  return first(deploymentRules[action], facts);
}

export const endpointActions = Object.keys(endpointRules) as readonly EndpointAction[];
export const deploymentActions = Object.keys(deploymentRules) as readonly DeploymentAction[];

/** What the table wants to know of an endpoint that is kept here. */
export function endpointFacts({ name, deleting, spec }: Endpoint): EndpointFacts {
  return { name, deleting, authMode: spec.authMode, managed: spec.compute === null };
}

/** The same of a deployment. */
export function deploymentFacts(
  { name, deleting, servingRevision }: Pick<Deployment, 'name' | 'deleting' | 'servingRevision'>,
  endpoint: Endpoint,
): DeploymentFacts {
  return {
    name,
    deleting,
    serving: servingRevision !== null,
    endpoint: endpointFacts(endpoint),
    traffic: endpoint.spec.traffic,
  };
}

/** Throws what a refusal says; nothing for none. */
export function requireAllowed(refusal: Refusal | undefined): void {
  if (refusal === undefined) return;
  const { code, message, target } = refusal;
  throw new DomainError(code, message, target === undefined ? {} : { target });
}

function first<F>(rules: readonly Rule<F>[], facts: F): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(facts);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function staysHere({ name, deleting }: Pick<EndpointFacts, 'name' | 'deleting'>): Refusal | undefined {
  if (!deleting) return undefined;
  return { code: 'conflict', message: `The endpoint '${name}' is being deleted; wait until it is gone.` };
}

function mayMirror({ managed }: Pick<EndpointFacts, 'managed'>): Refusal | undefined {
  if (managed) return undefined;
  return {
    code: 'bad-argument',
    message: 'mirror_traffic is available on managed endpoints only; this endpoint names a compute.',
    target: 'mirror_traffic',
  };
}

function hasKeys({ name, authMode }: EndpointFacts): Refusal | undefined {
  if (authMode === 'key') return undefined;
  return { code: 'bad-argument', message: `The endpoint '${name}' uses ${authMode}, not keys.` };
}

function hasTokens({ name, authMode }: EndpointFacts): Refusal | undefined {
  if (authMode !== 'key') return undefined;
  return {
    code: 'bad-argument',
    message: `The endpoint '${name}' uses keys, not tokens; list its keys instead.`,
  };
}

function isNotDeleted({ name, deleting }: DeploymentFacts): Refusal | undefined {
  if (!deleting) return undefined;
  return { code: 'conflict', message: `The deployment '${name}' is being deleted; wait until it is gone.` };
}

function isServing({ name, deleting, serving }: DeploymentFacts): Refusal | undefined {
  if (!deleting && serving !== false) return undefined;
  const why = deleting ? 'it is being deleted' : 'wait until it is in state Succeeded';
  return {
    code: 'bad-argument',
    message: `The deployment '${name}' is not ready to take requests; ${why}.`,
  };
}

/** Mirrored traffic does not hold a deployment back. */
function isIdle({ name, traffic }: DeploymentFacts): Refusal | undefined {
  const percent = percentOf(traffic, name);
  if (percent === 0) return undefined;
  return {
    code: 'bad-argument',
    message: `The deployment '${name}' takes ${percent} percent of live traffic; set its traffic to 0 before you delete it.`,
    target: 'name',
  };
}

function hasNoLiveTraffic({ name, traffic }: DeploymentFacts): Refusal | undefined {
  const percent = percentOf(traffic, name);
  if (percent === 0) return undefined;
  return {
    code: 'bad-argument',
    message: `The deployment '${name}' takes ${percent} percent of live traffic; a deployment has live or mirrored traffic, not both.`,
    target: 'mirror_traffic',
  };
}
