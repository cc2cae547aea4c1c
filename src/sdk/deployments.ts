import { type Change, changeHeaders, settled } from './change.ts';
import type { Ask, Client, Method } from './http.ts';
import { type Following, followed } from './log-tail.ts';
import { type Operation, operationOf } from './operation.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import type { DeploymentBody, DeploymentResource, Patch, WorkspaceKey } from './wire.ts';

/** The scoring program's own output, or what building its environment said. */
export type LogContainer = 'InferenceServer' | 'StorageInitializer';

/**
 * Deployments of one endpoint. Changes are waited for, unless `wait` is false; `begin…` gives the operation instead.
 * All throw ArmError: 404 for what is not there, 400 with the field in `target` for a wrong body, 412 when a guard does
 * not hold, 200 when the change itself failed (its code says how; its message ends with the log).
 */
export type Deployments = {
  get(name: string, ask?: Pick<Ask, 'signal'>): Promise<DeploymentResource>;
  list(): Paged<DeploymentResource>;
  /** Creates a deployment or replaces what is wanted of it. What runs goes on until the new revision is ready. */
  put(name: string, body: DeploymentBody, change?: Change): Promise<DeploymentResource>;
  beginPut(
    name: string,
    body: DeploymentBody,
    change?: Change,
  ): Promise<Operation<DeploymentResource, DeploymentResource>>;
  /** Changes what the patch names (JSON merge patch): absent members stay, null clears. */
  update(name: string, patch: Patch<DeploymentBody>, change?: Change): Promise<DeploymentResource>;
  beginUpdate(
    name: string,
    patch: Patch<DeploymentBody>,
    change?: Change,
  ): Promise<Operation<DeploymentResource, DeploymentResource>>;
  /** Sets the number of instances. */
  scale(name: string, instances: number, change?: Change): Promise<DeploymentResource>;
  /** Refused while it has traffic; no error when there is none. */
  remove(name: string, change?: Change): Promise<void>;
  beginRemove(name: string, change?: Change): Promise<Operation<void, void>>;
  /**
   * The last `tail` lines (5000 unless given) of one instance, or of the build of the environment. Throws ArmError with
   * 404 for an `instance` that the deployment does not have, or no longer.
   */
  logs(name: string, ask?: LogAsk & Pick<Ask, 'signal'>): Promise<string>;
  /**
   * The lines as they are written, until the loop is left or the signal is aborted (then its reason is thrown). Goes on
   * with another instance when the followed one has ended; with `instance` it ends there.
   */
  followLogs(name: string, ask?: Pick<LogAsk, 'container' | 'instance'> & Following): AsyncIterable<string>;
};

export type LogAsk = {
  readonly container?: LogContainer;
  readonly tail?: number;
  /** The id of an instance; one is chosen unless given. */
  readonly instance?: string | undefined;
};

/** The deployments of one endpoint. */
export function deployments(client: Client, workspace: WorkspaceKey, endpoint: string): Deployments {
  const path = (name: string) => paths.deployment(workspace, endpoint, name);
  const get: Deployments['get'] = async (name, ask) =>
    (await client.call<DeploymentResource>('GET', path(name), ask)).body;
  const begin = async (method: Method, name: string, body: unknown, change: Change) => {
    const { signal } = change;
    const headers = changeHeaders(change);
    const reply = await client.call<DeploymentResource>(method, path(name), { body, headers, signal });
    return operationOf(client, reply, (_accepted, ask) => get(name, ask));
  };
  const beginRemove: Deployments['beginRemove'] = async (name, change = {}) => {
    const ask = { headers: changeHeaders(change), signal: change.signal };
    const reply = await client.call<void>('DELETE', path(name), ask);
    return operationOf(client, reply, async () => {});
  };
  const update: Deployments['update'] = (name, patch, change = {}) =>
    settled(begin('PATCH', name, patch, change), change);
  const logs: Deployments['logs'] = async (name, ask = {}) => {
    const { container = 'InferenceServer', tail, instance, signal } = ask;
    const { body } = await client.call<{ content: string }>('POST', `${path(name)}/getLogs`, {
      body: { containerType: container, tail, instanceId: instance },
      repeatable: true,
      signal,
    });
    return body.content;
  };
  const followLogs: Deployments['followLogs'] = (
    name,
    { container = 'InferenceServer', instance, ...following } = {},
  ) => followed(client, { path: `${path(name)}/logs`, query: { container, instance } }, following);
  return {
    get,
    list: () => paged(client, paths.deployments(workspace, endpoint)),
    put: (name, body, change = {}) => settled(begin('PUT', name, body, change), change),
    beginPut: (name, body, change = {}) => begin('PUT', name, body, change),
    update,
    beginUpdate: (name, patch, change = {}) => begin('PATCH', name, patch, change),
    scale: (name, instances, change) => update(name, { sku: { capacity: instances } }, change),
    remove: (name, change = {}) => settled(beginRemove(name, change), change),
    beginRemove,
    logs,
    followLogs,
  };
}
