/** Limits that are counted when something is added: what is there already stays, also when a limit falls below it. */
import type { Endpoint } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { effectiveLimit, type LimitLayers, mostOf } from '../../domain/limits.ts';
import type { Rows } from '../../domain/store.ts';
import type { Workspace } from '../../domain/workspace.ts';

/** What was set for an endpoint, on it and on its workspace. */
export async function layersOf(
  rows: Pick<Rows, 'limits'>,
  { uid, workspaceUid, spec }: Pick<Endpoint, 'uid' | 'workspaceUid' | 'spec'>,
): Promise<LimitLayers> {
  const [workspace, endpoint] = await Promise.all([rows.limits.of(workspaceUid), rows.limits.of(uid)]);
  return { compute: spec.compute, workspace, endpoint };
}

/** Throws bad-argument when the workspace's subscription has as many endpoints as it may have. */
export async function checkEndpoints(rows: Rows, { uid, subscription }: Workspace): Promise<void> {
  const layers = { compute: null, workspace: await rows.limits.of(uid), endpoint: {} };
  const most = mostOf('endpointsPerSubscription', layers);
  const workspaces = await rows.workspaces.list();
  const own = new Set(workspaces.filter((one) => one.subscription === subscription).map((one) => one.uid));
  const count = (await rows.endpoints.list()).filter(({ workspaceUid }) => own.has(workspaceUid)).length;
  if (count >= most) refuse('name', `There are ${count} endpoints already; at most ${most} are allowed.`);
}

/** Throws bad-argument when the endpoint has as many deployments as it may have. */
export async function checkDeployments(rows: Rows, { uid }: Endpoint, layers: LimitLayers): Promise<void> {
  const most = mostOf('deploymentsPerEndpoint', layers);
  const count = (await rows.deployments.list(uid)).length;
  if (count >= most) {
    refuse('name', `The endpoint has ${count} deployments already; at most ${most} are allowed.`);
  }
}

/**
 * Throws bad-argument for more instances than a deployment may have, unless it has them already, and for less than `least`,
 * which is 0 for one that may sleep.
 */
export function checkInstances(
  wanted: number,
  { least, present }: { readonly least: 0 | 1; readonly present: number },
  layers: LimitLayers,
): void {
  const most = mostOf('instancesPerDeployment', layers);
  if (Number.isInteger(wanted) && wanted >= least && (wanted <= most || wanted <= present)) return;
  const allowed = Number.isFinite(most) ? `it must be ${least} to ${most}` : `it must be at least ${least}`;
  refuse('instance_count', `instance_count is ${wanted}; ${allowed}.`);
}

/**
 * Throws bad-argument when autoscale is to go further than the limit of instances, unless it might before: what is there
 * stays, also when the limit falls below it, and is kept to the limit when it is decided.
 */
export function checkMaximum(
  { field, wanted, before }: { readonly field: string; readonly wanted: number; readonly before: number },
  layers: LimitLayers,
): void {
  const { value } = effectiveLimit('instancesPerDeployment', layers);
  if (value === 'none' || wanted <= Math.max(value, before)) return;
  refuse(field, `${field} is ${wanted}; it must be at most ${value}, the limit instances-per-deployment.`);
}

function refuse(target: string, message: string): never {
  throw new DomainError('bad-argument', message, { target });
}
