import type { Handler } from './answer.ts';
import { getBuildLog } from './assets/build-log.ts';
import { getFile, listFiles } from './assets/files.ts';
import { putVersion } from './assets/put-version.ts';
import { getContainer, getVersion, listContainers, listVersions, putContainer } from './assets/read.ts';
import { startPendingUpload } from './assets/upload.ts';
import { getAutoscale, putAutoscale, removeAutoscale } from './autoscale/own.ts';
import { getSetting, listSettings, patchSetting, putSetting, removeSetting } from './autoscale/settings.ts';
import { put as putCompute } from './computes/put.ts';
import { getCompute, listComputes } from './computes/read.ts';
import { getDatastore, listDatastores, listSecrets } from './datastores/read.ts';
import { get as getDeployment } from './deployments/get.ts';
import { getLogPiece, getLogs } from './deployments/get-logs.ts';
import { listAll as listAllDeployments } from './deployments/in-workspace.ts';
import { list as listDeployments } from './deployments/list.ts';
import { patch as patchDeployment } from './deployments/patch.ts';
import { put as putDeployment } from './deployments/put.ts';
import { remove as removeDeployment } from './deployments/remove.ts';
import { listKeys, regenerateKeys, token } from './endpoints/credentials.ts';
import { get as getEndpoint } from './endpoints/get.ts';
import { listInstances } from './endpoints/instances.ts';
import { list as listEndpoints } from './endpoints/list.ts';
import { patch as patchEndpoint } from './endpoints/patch.ts';
import { put as putEndpoint } from './endpoints/put.ts';
import { remove as removeEndpoint } from './endpoints/remove.ts';
import { undo } from './endpoints/undo.ts';
import { streamEvents } from './events/stream.ts';
import { listHistory } from './history/list.ts';
import { verifyHistory } from './history/verify.ts';
import { getLimits, patchLimits } from './limits/endpoint.ts';
import { getWorkspaceLimits, patchWorkspaceLimits } from './limits/workspace.ts';
import { listLoad } from './load/list.ts';
import { listLogs } from './logs/list.ts';
import { metricDefinitions } from './metrics/definitions.ts';
import { listMetrics } from './metrics/list.ts';
import { listOperations, operationResult, operationStatus } from './operations.ts';
import {
  getCurated,
  getCuratedBuildLog,
  getCuratedVersion,
  listCurated,
  listCuratedVersions,
} from './registries/curated.ts';
import { score, swagger } from './scoring/score.ts';
import { put as putWorkspace } from './workspaces/put.ts';
import {
  getGroup,
  getSubscription,
  getWorkspace,
  listGroups,
  listSubscriptions,
  listWorkspaces,
} from './workspaces/read.ts';

export type Route = {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  readonly path: string;
  readonly handler: Handler;
  /** The first api-version that is taken, where Azure's clients send older ones than to Azure ML. */
  readonly oldest?: string;
  /** The handler reads the body itself, whatever its type. */
  readonly streams?: true;
};

const provider = 'providers/Microsoft.MachineLearningServices';
const group = '/subscriptions/:subscription/resourceGroups/:group';
const workspaces = `${group}/${provider}/workspaces`;
const workspace = `${workspaces}/:workspace`;
const endpoint = `${workspace}/onlineEndpoints/:endpoint`;
const deployment = `${endpoint}/deployments/:deployment`;
const datastore = `${workspace}/datastores/:datastore`;
const asset = `${workspace}/:kind/:name`;
const version = `${asset}/versions/:version`;
const registry = `${group}/${provider}/registries/:registry`;
const insights = 'providers/Microsoft.Insights';
const autoscaleSettings = `${group}/${insights}/autoscaleSettings`;
const autoscaleSetting = `${autoscaleSettings}/:setting`;
/** Azure Monitor's first version of autoscale. */
const oldest = '2014-04-01';
const location = `/subscriptions/:subscription/${provider}/locations/:location`;

/** Every ARM operation: one line each, one handler each. All need the admin token and an api-version. */
export const routes: readonly Route[] = [
  { method: 'GET', path: '/subscriptions', handler: listSubscriptions },
  { method: 'GET', path: '/subscriptions/:subscription', handler: getSubscription },
  { method: 'GET', path: '/subscriptions/:subscription/resourceGroups', handler: listGroups },
  { method: 'GET', path: group, handler: getGroup },
  { method: 'GET', path: `/subscriptions/:subscription/${provider}/workspaces`, handler: listWorkspaces },
  { method: 'GET', path: workspaces, handler: listWorkspaces },
  { method: 'GET', path: workspace, handler: getWorkspace },
  { method: 'PUT', path: workspace, handler: putWorkspace },
  { method: 'GET', path: `${workspace}/limits`, handler: getWorkspaceLimits },
  { method: 'PATCH', path: `${workspace}/limits`, handler: patchWorkspaceLimits },

  { method: 'GET', path: `${workspace}/events`, handler: streamEvents },
  { method: 'GET', path: `${workspace}/load`, handler: listLoad },
  { method: 'GET', path: `${workspace}/operations`, handler: listOperations },

  { method: 'GET', path: `${workspace}/onlineDeployments`, handler: listAllDeployments },
  { method: 'GET', path: `${workspace}/onlineEndpoints`, handler: listEndpoints },
  { method: 'GET', path: endpoint, handler: getEndpoint },
  { method: 'PUT', path: endpoint, handler: putEndpoint },
  { method: 'PATCH', path: endpoint, handler: patchEndpoint },
  { method: 'DELETE', path: endpoint, handler: removeEndpoint },
  { method: 'POST', path: `${endpoint}/listKeys`, handler: listKeys },
  { method: 'POST', path: `${endpoint}/regenerateKeys`, handler: regenerateKeys },
  { method: 'POST', path: `${endpoint}/token`, handler: token },
  { method: 'GET', path: `${endpoint}/history`, handler: listHistory },
  { method: 'POST', path: `${endpoint}/verifyHistory`, handler: verifyHistory },
  { method: 'POST', path: `${endpoint}/undo`, handler: undo },
  { method: 'GET', path: `${endpoint}/instances`, handler: listInstances },
  { method: 'GET', path: `${endpoint}/limits`, handler: getLimits },
  { method: 'PATCH', path: `${endpoint}/limits`, handler: patchLimits },
  { method: 'POST', path: `${endpoint}/score`, handler: score, streams: true },
  { method: 'GET', path: `${endpoint}/swagger`, handler: swagger },

  { method: 'GET', path: `${endpoint}/deployments`, handler: listDeployments },
  { method: 'GET', path: deployment, handler: getDeployment },
  { method: 'PUT', path: deployment, handler: putDeployment },
  { method: 'PATCH', path: deployment, handler: patchDeployment },
  { method: 'DELETE', path: deployment, handler: removeDeployment },
  { method: 'POST', path: `${deployment}/getLogs`, handler: getLogs },
  { method: 'GET', path: `${deployment}/logs`, handler: getLogPiece },
  { method: 'GET', path: `${deployment}/autoscale`, handler: getAutoscale },
  { method: 'PUT', path: `${deployment}/autoscale`, handler: putAutoscale },
  { method: 'DELETE', path: `${deployment}/autoscale`, handler: removeAutoscale },

  {
    method: 'GET',
    path: `/subscriptions/:subscription/${insights}/autoscaleSettings`,
    handler: listSettings,
    oldest,
  },
  { method: 'GET', path: autoscaleSettings, handler: listSettings, oldest },
  { method: 'GET', path: autoscaleSetting, handler: getSetting, oldest },
  { method: 'PUT', path: autoscaleSetting, handler: putSetting, oldest },
  { method: 'PATCH', path: autoscaleSetting, handler: patchSetting, oldest },
  { method: 'DELETE', path: autoscaleSetting, handler: removeSetting, oldest },

  ...[endpoint, deployment].flatMap((resource): Route[] => [
    { method: 'GET', path: `${resource}/${insights}/metrics`, handler: listMetrics, oldest: '2018-01-01' },
    {
      method: 'GET',
      path: `${resource}/${insights}/metricDefinitions`,
      handler: metricDefinitions,
      oldest: '2018-01-01',
    },
  ]),

  { method: 'GET', path: `${workspace}/datastores`, handler: listDatastores },
  { method: 'GET', path: datastore, handler: getDatastore },
  { method: 'POST', path: `${datastore}/listSecrets`, handler: listSecrets },
  { method: 'GET', path: `${workspace}/computes`, handler: listComputes },
  { method: 'GET', path: `${workspace}/computes/:compute`, handler: getCompute },
  { method: 'PUT', path: `${workspace}/computes/:compute`, handler: putCompute },

  { method: 'GET', path: `${workspace}/logs`, handler: listLogs },

  { method: 'GET', path: `${workspace}/:kind`, handler: listContainers },
  { method: 'GET', path: asset, handler: getContainer },
  { method: 'PUT', path: asset, handler: putContainer },
  { method: 'GET', path: `${asset}/versions`, handler: listVersions },
  { method: 'GET', path: version, handler: getVersion },
  { method: 'PUT', path: version, handler: putVersion },
  { method: 'POST', path: `${version}/startPendingUpload`, handler: startPendingUpload },
  { method: 'GET', path: `${version}/buildLog`, handler: getBuildLog },
  { method: 'GET', path: `${version}/files`, handler: listFiles },
  { method: 'GET', path: `${version}/files/*`, handler: getFile },

  { method: 'GET', path: `${registry}/environments`, handler: listCurated },
  { method: 'GET', path: `${registry}/environments/:name`, handler: getCurated },
  { method: 'GET', path: `${registry}/environments/:name/versions`, handler: listCuratedVersions },
  { method: 'GET', path: `${registry}/environments/:name/versions/:version`, handler: getCuratedVersion },
  {
    method: 'GET',
    path: `${registry}/environments/:name/versions/:version/buildLog`,
    handler: getCuratedBuildLog,
  },

  { method: 'GET', path: `${location}/mfeOperationsStatus/:id`, handler: operationStatus },
  { method: 'GET', path: `${location}/mfeOperationResults/:id`, handler: operationResult },
];
