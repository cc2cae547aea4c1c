import { renderDeployment } from '../../arm/deployment.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Ask, Http } from '../answer.ts';
import { operationUri } from '../lro.ts';

export function shownDeployment(
  http: Http,
  ask: Ask,
  {
    workspace,
    endpoint,
    deployment,
  }: { readonly workspace: Workspace; readonly endpoint: Endpoint; readonly deployment: Deployment },
) {
  return renderDeployment(deployment, {
    workspace,
    endpoint: endpoint.name,
    operationUri: operationUri(
      http,
      ask,
      workspace.location,
      `od:${deployment.uid}:${deployment.generation}`,
    ),
  });
}
