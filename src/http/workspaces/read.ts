import { workspaceId } from '../../arm/ids.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';

const tenantId = '00000000-0000-0000-0000-000000000000';

/** GET workspaces of a resource group. */
export async function listWorkspaces(http: Http, ask: Ask): Promise<Answer> {
  const { subscription = '', group } = ask.params;
  const all = await http.parts.store.rows.workspaces.list();
  const here = all.filter(
    (workspace) =>
      same(workspace.subscription, subscription) &&
      (group === undefined || same(workspace.resourceGroup, group)),
  );
  return ok({ value: here.map((workspace) => shown(http, workspace)) });
}

/** GET workspaces/{name}. */
export async function getWorkspace(http: Http, ask: Ask): Promise<Answer> {
  return ok(shown(http, await workspaceOf(http, ask)));
}

/** GET /subscriptions and /subscriptions/{id}. */
export async function listSubscriptions(http: Http): Promise<Answer> {
  return ok({ value: (await subscriptions(http)).map(shownSubscription) });
}

export async function getSubscription(http: Http, ask: Ask): Promise<Answer> {
  const { subscription = '' } = ask.params;
  const found = (await subscriptions(http)).find((id) => same(id, subscription));
  if (found === undefined)
    throw new DomainError('not-found', `The subscription '${subscription}' was not found.`);
  return ok(shownSubscription(found));
}

/** GET resourcegroups of a subscription, or one of them. */
export async function listGroups(http: Http, ask: Ask): Promise<Answer> {
  return ok({ value: await groups(http, ask) });
}

export async function getGroup(http: Http, ask: Ask): Promise<Answer> {
  return ok(await groupOf(http, ask));
}

/** The resource group of the path. Throws not-found. */
export async function groupOf(http: Http, ask: Ask) {
  const { subscription = '', group = '' } = ask.params;
  const found = (await groups(http, ask)).find(({ name }) => same(name, group));
  if (found !== undefined) return found;
  throw new DomainError(
    'not-found',
    `The resource group '${group}' was not found in subscription '${subscription}'.`,
  );
}

async function subscriptions(http: Http): Promise<string[]> {
  const all = await http.parts.store.rows.workspaces.list();
  return [...new Set(all.map(({ subscription }) => subscription))];
}

async function groups(http: Http, ask: Ask) {
  const { subscription = '' } = ask.params;
  const all = (await http.parts.store.rows.workspaces.list()).filter((workspace) =>
    same(workspace.subscription, subscription),
  );
  const byName = new Map(all.map((workspace) => [workspace.resourceGroup, workspace]));
  return [...byName.values()].map(({ resourceGroup, location }) => ({
    id: `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`,
    name: resourceGroup,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    managedBy: null,
    tags: {},
    properties: { provisioningState: 'Succeeded' },
  }));
}

/** Samples cut the registry's name out of the ninth field of its id, so the ids have Azure's shape. */
export function shown(http: Http, workspace: Workspace) {
  const scope = `/subscriptions/${workspace.subscription}/resourceGroups/${workspace.resourceGroup}/providers`;
  return {
    id: workspaceId(workspace),
    name: workspace.name,
    type: 'Microsoft.MachineLearningServices/workspaces',
    location: workspace.location,
    kind: 'Default',
    sku: { name: 'Basic', tier: 'Basic' },
    tags: {},
    identity: { type: 'SystemAssigned', principalId: workspace.uid, tenantId },
    properties: {
      friendlyName: workspace.name,
      description: '',
      workspaceId: workspace.uid,
      storageAccount: `${scope}/Microsoft.Storage/storageAccounts/teal`,
      containerRegistry: `${scope}/Microsoft.ContainerRegistry/registries/teal`,
      keyVault: `${scope}/Microsoft.KeyVault/vaults/teal`,
      applicationInsights: `${scope}/Microsoft.Insights/components/teal`,
      publicNetworkAccess: 'Enabled',
      managedNetwork: { isolationMode: 'Disabled' },
      mlFlowTrackingUri: trackingUri(http, workspace),
      provisioningState: 'Succeeded',
      hbiWorkspace: false,
    },
    systemData: {
      createdAt: new Date(workspace.createdAt).toISOString(),
      createdBy: 'teal',
      createdByType: 'Application',
    },
  };
}

/** azureml-mlflow rewrites it as soon as a client is made, so it is there although nothing is tracked behind it. */
function trackingUri(http: Http, workspace: Workspace): string {
  return `azureml://${new URL(http.secureUrl()).host}/mlflow/v1.0${workspaceId(workspace)}`;
}

function shownSubscription(id: string) {
  return { id: `/subscriptions/${id}`, subscriptionId: id, displayName: 'Teal', tenantId, state: 'Enabled' };
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
