import { endpointId } from '../arm/ids.ts';
import type { Deployment } from '../domain/deployment.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { DomainError } from '../domain/errors.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Ask, Http } from './answer.ts';

/** The workspace of the path. Throws not-found that names what is missing. */
export async function workspaceOf(http: Http, ask: Ask): Promise<Workspace> {
  const { subscription = '', group = '', workspace = '' } = ask.params;
  const found = await http.parts.store.rows.workspaces.find({
    subscription,
    resourceGroup: group,
    name: workspace,
  });
  if (found !== undefined) return found;
  throw new DomainError(
    'not-found',
    `The workspace '${workspace}' was not found in resource group '${group}' of subscription '${subscription}'.`,
  );
}

/** The endpoint of the path and its workspace. Throws not-found. */
export async function endpointOf(
  http: Http,
  ask: Ask,
): Promise<{ readonly workspace: Workspace; readonly endpoint: Endpoint }> {
  const workspace = await workspaceOf(http, ask);
  const name = ask.params.endpoint ?? '';
  const endpoint = await http.parts.store.rows.endpoints.find(name);
  if (endpoint !== undefined && endpoint.workspaceUid === workspace.uid) return { workspace, endpoint };
  throw new DomainError(
    'not-found',
    `The online endpoint '${name}' was not found in workspace '${workspace.name}'.`,
    {
      target: endpointId(workspace, name),
    },
  );
}

/** The deployment of the path, its endpoint and its workspace. Throws not-found. */
export async function deploymentOf(
  http: Http,
  ask: Ask,
): Promise<{ readonly workspace: Workspace; readonly endpoint: Endpoint; readonly deployment: Deployment }> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const name = ask.params.deployment ?? '';
  const deployment = await http.parts.store.rows.deployments.find(endpoint.uid, name);
  if (deployment !== undefined) return { workspace, endpoint, deployment };
  throw new DomainError(
    'not-found',
    `The deployment '${name}' was not found on endpoint '${endpoint.name}'.`,
  );
}
