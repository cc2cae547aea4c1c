import type { Assets } from './assets.ts';
import { type Autoscale, type AutoscaleSettings, autoscale, autoscaleSettings } from './autoscale.ts';
import { type Codes, codes } from './codes.ts';
import { type Computes, computes } from './computes.ts';
import { data } from './data.ts';
import { type Deployments, deployments } from './deployments.ts';
import { type Endpoints, endpoints } from './endpoints.ts';
import { type Environments, environments } from './environments.ts';
import { type Events, events } from './events.ts';
import { type Client, type Connection, connect } from './http.ts';
import { type Scores, scores } from './invoke.ts';
import { type LimitsOfWorkspace, limits } from './limits.ts';
import { type Logs, logs } from './logs.ts';
import { type Metrics, metrics } from './metrics.ts';
import { type Models, models } from './models.ts';
import { type Operations, operations } from './operations.ts';
import { type RegistryEnvironments, registryEnvironments } from './registry.ts';
import { type TriedScores, triedScores } from './try-scoring.ts';
import type { DataVersion, WorkspaceKey } from './wire.ts';
import { type Workspaces, workspaces } from './workspaces.ts';

export type TealOptions = Connection & { readonly workspace: WorkspaceKey };

/** One workspace of one Teal. Everything it has is asked for when it is used, nothing before. */
export type Teal = Scores &
  Events &
  TriedScores & {
    readonly workspace: WorkspaceKey;
    readonly endpoints: Endpoints;
    /** The deployments of one endpoint. */
    deployments(endpoint: string): Deployments;
    readonly models: Models;
    readonly environments: Environments;
    /** The environments of a registry, read-only; Teal has one, `azureml`. */
    registry(name: string): RegistryEnvironments;
    readonly codes: Codes;
    readonly data: Assets<DataVersion>;
    readonly computes: Computes;
    readonly logs: Logs;
    readonly metrics: Metrics;
    readonly limits: LimitsOfWorkspace;
    /** Instances by requests in flight, and who decides about them: the deployments of one endpoint. */
    autoscale(endpoint: string): Autoscale;
    /** Autoscale settings of Azure Monitor in the workspace's resource group. */
    readonly autoscaleSettings: AutoscaleSettings;
    readonly operations: Operations;
    readonly workspaces: Workspaces;
    /** Requests of one's own, with the same credential, retries and errors. */
    readonly client: Client;
    /** The same Teal in another workspace. */
    in(workspace: WorkspaceKey): Teal;
  };

/** A typed client of one workspace; runs in Node.js and in browsers. Throws TypeError when an address is none. */
export function createTeal({ workspace, ...connection }: TealOptions): Teal {
  const client = connect(connection);
  return {
    ...scores(client, workspace),
    ...events(client, workspace),
    ...triedScores(client, workspace),
    workspace,
    endpoints: endpoints(client, workspace),
    deployments: (endpoint) => deployments(client, workspace, endpoint),
    models: models(client, workspace),
    environments: environments(client, workspace),
    registry: (name) => registryEnvironments(client, workspace, name),
    codes: codes(client, workspace),
    data: data(client, workspace),
    computes: computes(client, workspace),
    logs: logs(client, workspace),
    metrics: metrics(client, workspace),
    limits: limits(client, workspace),
    autoscale: (endpoint) => autoscale(client, workspace, endpoint),
    autoscaleSettings: autoscaleSettings(client, workspace),
    operations: operations(client, workspace),
    workspaces: workspaces(client),
    client,
    in: (other) => createTeal({ ...connection, workspace: other }),
  };
}
