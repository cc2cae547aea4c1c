import {
  deploymentFacts,
  deploymentRefusal,
  endpointFacts,
  endpointRefusal,
  requireAllowed,
} from '../../domain/allowed.ts';
import type { AssetVersion } from '../../domain/asset.ts';
import type { CollectorSpec } from '../../domain/data-collector.ts';
import type { Deployment, DeploymentSpec, EnvironmentDefinition, RunSpec } from '../../domain/deployment.ts';
import { DomainError } from '../../domain/errors.ts';
import { checkName } from '../../domain/names.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows, StoredRevision } from '../../domain/store.ts';
import type { Parts } from '../parts.ts';
import { checkDeployment, checkOwnEnvironment, checkScript } from './check-deployment.ts';
import { checkDeployments, checkInstances, checkMaximum, layersOf } from './check-room.ts';
import { type Condition, checkCondition } from './conditions.ts';
import { refuseOtherGovernor } from './governor.ts';
import { servedWithoutCode } from './no-code.ts';
import { born, type Caller, record, touched } from './record.ts';

export type PutDeployment = Caller & {
  readonly endpointUid: string;
  readonly name: string;
  readonly spec: DeploymentSpec;
  /** What the ids in the spec stand for. */
  readonly model: AssetVersion | null;
  readonly code: AssetVersion | null;
  /** Null when the deployment names none: then it is the model's own, or the one for definitions without a conda file. */
  readonly environment: EnvironmentDefinition | null;
  /** Null when nothing is to be collected. */
  readonly collector: CollectorSpec | null;
  readonly condition: Condition;
};

export type DeploymentChange = {
  readonly deployment: Deployment;
  readonly operation: Operation;
  readonly created: boolean;
};

/**
 * Creates a deployment or replaces what is wanted of it. What instances run becomes a new revision only when it
 * changed (or the last one failed); scaling and settings of the router leave the instances alone.
 */
export async function putDeployment(parts: Parts, command: PutDeployment): Promise<DeploymentChange> {
  const name = command.name.toLowerCase();
  checkName('deployment', name);
  checkDeployment(command.spec);
  const run = await runSpec(parts, command);
  return parts.store.change(async (rows) => {
    const endpoint = await rows.endpoints.get(command.endpointUid);
    if (endpoint === undefined) throw new DomainError('not-found', 'The endpoint does not exist any more.');
    const before = await rows.deployments.find(endpoint.uid, name);
    checkCondition(command.condition, before?.generation, `deployment '${name}'`);
    if (before === undefined) requireAllowed(endpointRefusal('addDeployment', endpointFacts(endpoint)));
    else requireAllowed(deploymentRefusal('edit', deploymentFacts(before, endpoint)));
    const layers = await layersOf(rows, endpoint);
    if (before === undefined) await checkDeployments(rows, endpoint, layers);
    const present = before?.spec.instanceCount ?? 0;
    checkInstances(
      command.spec.instanceCount,
      { least: await leastInstances(rows, before), present },
      layers,
    );
    const wanted = mostByUtilization(command.spec);
    const asked = { field: 'scale_settings.max_instances', wanted, before: mostByUtilization(before?.spec) };
    checkMaximum(asked, layers);
    if (before !== undefined && command.spec.scaleSettings.kind !== 'default') {
      await refuseOtherGovernor(rows, { endpoint: endpoint.name, deployment: before }, 'scale_settings');
    }
    const revisions = before === undefined ? [] : await rows.revisions.list(before.uid);
    const target = targetRevision(parts, before, revisions, run);
    const isNew = !revisions.some(({ number }) => number === target);
    const spec = isNew ? awake(command.spec) : command.spec;
    const deployment = next(parts, { ...command, name, spec }, before, target);
    await rows.deployments.save(deployment);
    if (isNew) {
      const now = parts.clock.now();
      await rows.revisions.add({
        deploymentUid: deployment.uid,
        number: target,
        digest: digestOf(parts, run),
        run,
        createdAt: now,
      });
    }
    const change = {
      workspaceUid: endpoint.workspaceUid,
      object: 'deployment',
      objectUid: deployment.uid,
      verb: before === undefined ? 'create' : 'update',
      generation: deployment.generation,
      startedAt: deployment.modifiedAt,
    } as const;
    const operation = await record(rows, command, change, {
      endpoint,
      deployment: name,
      before: before === undefined ? null : parts.pictures.deployment(before),
      after: parts.pictures.deployment(deployment),
    });
    return { deployment, operation, created: before === undefined };
  });
}

function mostByUtilization(spec: DeploymentSpec | undefined): number {
  return spec?.scaleSettings.kind === 'target_utilization' ? spec.scaleSettings.maxInstances : 0;
}

/** 0 for a deployment that may sleep (`teal autoscale set --min 0`), so that what a client read of it may come back. */
async function leastInstances(rows: Rows, before: Deployment | undefined): Promise<0 | 1> {
  const [governed] = before === undefined ? [] : await rows.autoscale.governed([before.uid]);
  return governed?.policy?.minimum === 0 ? 0 : 1;
}

/** What never ran is not believed to run: an update of one that sleeps wakes it. */
function awake(spec: DeploymentSpec): DeploymentSpec {
  return spec.instanceCount === 0 ? { ...spec, instanceCount: 1 } : spec;
}

async function runSpec(parts: Parts, command: PutDeployment): Promise<RunSpec> {
  const { spec, model, collector } = command;
  return {
    model:
      model?.spec.kind === 'models'
        ? { name: model.name, version: model.version, digest: model.spec.digest }
        : null,
    ...(await served(parts, command)),
    environmentVariables: spec.environmentVariables,
    instanceType: spec.instanceType,
    modelMountPath: spec.modelMountPath,
    resources: spec.resources,
    ...(collector === null ? {} : { collector: { ...collector, source: command.objectId } }),
  };
}

/** By the user's script, or by one of the worker's for a model that needs none. */
async function served(parts: Parts, command: PutDeployment): Promise<Pick<RunSpec, 'code' | 'environment'>> {
  const { spec, model, code, environment } = command;
  if (code?.spec.kind !== 'codes' || spec.code === null) {
    return servedWithoutCode(parts, command);
  }
  checkOwnEnvironment(model, environment);
  const { digest } = code.spec;
  const { script } = spec.code;
  await checkScript(parts.files, digest, script);
  return { code: { digest, script }, environment: environment ?? { image: null, condaFile: null } };
}

function targetRevision(
  parts: Parts,
  before: Deployment | undefined,
  revisions: readonly StoredRevision[],
  run: RunSpec,
): number {
  const current = revisions.find(({ number }) => number === before?.targetRevision);
  const unchanged = current?.digest === digestOf(parts, run) && before?.failure === null;
  return unchanged ? current.number : Math.max(0, ...revisions.map(({ number }) => number)) + 1;
}

/** Of what a run is, whatever the order in which its members were written. */
function digestOf(parts: Parts, run: RunSpec): string {
  return parts.hash(JSON.stringify(run, inOrder));
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function next(
  parts: Parts,
  command: PutDeployment,
  before: Deployment | undefined,
  target: number,
): Deployment {
  const now = parts.clock.now();
  if (before !== undefined) {
    return {
      ...before,
      spec: command.spec,
      generation: before.generation + 1,
      targetRevision: target,
      version: before.version + 1,
      ...touched(before, command.actor, now),
    };
  }
  return {
    uid: parts.newId(),
    endpointUid: command.endpointUid,
    name: command.name,
    spec: command.spec,
    generation: 1,
    observedGeneration: 0,
    targetRevision: target,
    servingRevision: null,
    failure: null,
    version: 1,
    deleting: false,
    ...born(command.actor, now),
  };
}
