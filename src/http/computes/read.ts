import { workspaceId } from '../../arm/ids.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';

/** GET computes: none is listed, because every name stands for this machine. */
export async function listComputes(http: Http, ask: Ask): Promise<Answer> {
  await workspaceOf(http, ask);
  return ok({ value: [] });
}

/** GET computes/{name}: any name is an attached Kubernetes cluster, so that programs written for one find theirs. */
export async function getCompute(http: Http, ask: Ask): Promise<Answer> {
  return ok(shown(await workspaceOf(http, ask), ask.params.compute ?? ''));
}

export function shown(workspace: Workspace, name: string) {
  return {
    id: `${workspaceId(workspace)}/computes/${name}`,
    name,
    type: 'Microsoft.MachineLearningServices/workspaces/computes',
    location: workspace.location,
    tags: {},
    properties: {
      computeType: 'Kubernetes',
      computeLocation: workspace.location,
      description: 'Every name stands for the machine that this Teal runs on.',
      provisioningState: 'Succeeded',
      provisioningErrors: null,
      isAttachedCompute: true,
      disableLocalAuth: false,
      resourceId: null,
      properties: { namespace: 'default', defaultInstanceType: 'defaultinstancetype', instanceTypes: {} },
      createdOn: new Date(workspace.createdAt).toISOString(),
      modifiedOn: new Date(workspace.createdAt).toISOString(),
    },
  };
}
