/** Microsoft.Insights/autoscaleSettings of Azure Monitor. */

import { renderSetting, sentProperties, settingId } from '../../arm/autoscale/render.ts';
import { autoscaleBody, measuredIds, profilesOf, resourceOf } from '../../arm/autoscale/setting.ts';
import { omit } from '../../arm/envelope.ts';
import { deploymentId } from '../../arm/ids.ts';
import { putAutoscaleSetting, removeAutoscaleSetting } from '../../control/commands/put-autoscale-setting.ts';
import type { AutoscaleSetting, SettingKey } from '../../domain/autoscale/ports.ts';
import type { MetricOf } from '../../domain/autoscale/settings.ts';
import type { Deployment } from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, ok, page } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { merged } from '../merge-patch.ts';
import { groupOf } from '../workspaces/read.ts';

/** GET autoscaleSettings of a resource group or of a subscription. */
export async function listSettings(http: Http, ask: Ask): Promise<Answer> {
  const { subscription = '', group } = ask.params;
  const all = await http.parts.store.rows.autoscale.settings();
  const here = all.filter(
    (one) => same(one.subscription, subscription) && (group === undefined || same(one.resourceGroup, group)),
  );
  const above = `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
  const path = `${above}/providers/Microsoft.Insights/autoscaleSettings`;
  return page(http, ask, path, here.map(renderSetting));
}

/** GET autoscaleSettings/{name}. */
export async function getSetting(http: Http, ask: Ask): Promise<Answer> {
  return ok(renderSetting(await settingOf(http, ask)));
}

/** PUT autoscaleSettings/{name}: 201 when it is new. It governs from now on, when it is enabled. */
export async function putSetting(http: Http, ask: Ask): Promise<Answer> {
  const key = await keyOf(http, ask);
  const body = autoscaleBody(ask.body);
  const { targetResourceUri } = body.properties;
  const path = 'properties.targetResourceUri';
  const target = await foundOf(http, targetResourceUri, path);
  if (target.deployment === undefined) {
    throw new DomainError(
      'bad-argument',
      `${path} is '${targetResourceUri}', an endpoint; its deployments are scaled, each by a setting of its own.`,
      { target: path },
    );
  }
  const measured = new Map<string, MetricOf>();
  for (const { id, path: at } of measuredIds(body)) {
    const { endpoint, deployment } = await foundOf(http, id, at);
    measured.set(id, { endpoint: endpoint.name, deployment: deployment?.name ?? null });
  }
  const profiles = profilesOf(body, (id) => measured.get(id) ?? { endpoint: '', deployment: null });
  const { setting, created } = await putAutoscaleSetting(http.parts, {
    ...key,
    caller: callerOf(ask, settingId(key)),
    deploymentUid: target.deployment.uid,
    location: body.location ?? 'local',
    tags: body.tags ?? {},
    enabled: body.properties.enabled ?? false,
    target: {
      id: deploymentId(target.workspace, target.endpoint.name, target.deployment.name),
      endpoint: target.endpoint.name,
      deployment: target.deployment.name,
    },
    profiles,
    sent: sentProperties(body, key.name),
  });
  http.autoscaler.changed();
  return { status: created ? 201 : 200, body: renderSetting(setting) };
}

/** PATCH autoscaleSettings/{name}: tags and properties; absent members stay. */
export async function patchSetting(http: Http, ask: Ask): Promise<Answer> {
  const shown = renderSetting(await settingOf(http, ask));
  return putSetting(http, { ...ask, body: merged(omit(shown, ['systemData']), ask.body) });
}

/** DELETE autoscaleSettings/{name}: 204 when there is none. The number of instances stays as it is. */
export async function removeSetting(http: Http, ask: Ask): Promise<Answer> {
  const key = await keyOf(http, ask);
  const removed = await removeAutoscaleSetting(http.parts, { key, caller: callerOf(ask, settingId(key)) });
  http.autoscaler.changed();
  return { status: removed ? 200 : 204 };
}

async function settingOf(http: Http, ask: Ask): Promise<AutoscaleSetting> {
  const key = await keyOf(http, ask);
  const found = await http.parts.store.rows.autoscale.setting(key);
  if (found !== undefined) return found;
  throw new DomainError(
    'not-found',
    `The autoscale setting '${key.name}' was not found in resource group '${key.resourceGroup}'.`,
    { target: settingId(key) },
  );
}

async function keyOf(http: Http, ask: Ask): Promise<SettingKey> {
  const { subscription = '', setting: name = '' } = ask.params;
  const { name: resourceGroup } = await groupOf(http, ask);
  if (!/^[^<>%&?/\\#\s]{1,260}$/.test(name)) {
    throw new DomainError(
      'bad-argument',
      `The name of the autoscale setting is '${name}'; it must be 1 to 260 characters without blanks and < > % & ? / \\ #.`,
      { target: 'name' },
    );
  }
  return { subscription, resourceGroup, name };
}

type Found = {
  readonly workspace: Workspace;
  readonly endpoint: Endpoint;
  readonly deployment: Deployment | undefined;
};

/** What an id in a body names. Throws bad-argument with the path when it is not there. */
async function foundOf({ parts }: Http, id: string, path: string): Promise<Found> {
  const { workspace: key, endpoint: name, deployment: of } = resourceOf(id, path);
  const { workspaces, endpoints, deployments } = parts.store.rows;
  const workspace = await workspaces.find(key);
  const endpoint = workspace && (await endpoints.find(name));
  if (endpoint !== undefined && endpoint.workspaceUid === workspace?.uid) {
    const deployment = of === null ? undefined : await deployments.find(endpoint.uid, of);
    if (of === null || deployment !== undefined) return { workspace, endpoint, deployment };
  }
  throw new DomainError('bad-argument', `${path} is '${id}', which does not exist.`, { target: path });
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
