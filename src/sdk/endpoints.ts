import { type Change, changeHeaders, settled } from './change.ts';
import { type Histories, histories } from './history.ts';
import type { Ask, Client, Method } from './http.ts';
import { type Operation, operationOf } from './operation.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import { replaced } from './traffic.ts';
import type {
  DeploymentResource,
  EndpointBody,
  EndpointResource,
  Patch,
  Percentages,
  WorkspaceKey,
} from './wire.ts';

export type Keys = { readonly primaryKey: string; readonly secondaryKey: string };

/** Opens one endpoint. Times are whole unix seconds. */
export type Token = {
  readonly accessToken: string;
  readonly expiryTimeUtc: number;
  readonly refreshAfterTimeUtc: number;
  readonly tokenType: string;
};

/** The instances of a deployment, the oldest first. `servingRevision` is null while none serves. Times are ISO 8601. */
export type RunningInstances = {
  readonly deployment: string;
  readonly targetRevision: number;
  readonly servingRevision: number | null;
  readonly instances: readonly {
    readonly id: string;
    readonly revision: number;
    readonly state: 'starting' | 'ready' | 'unhealthy' | 'stopping' | 'failed';
    readonly startTime: string;
    /** When it entered its state. */
    readonly since: string;
    /** Why it is unhealthy, stopping or failed. */
    readonly reason: string | null;
  }[];
};

/**
 * Online endpoints of a workspace. Changes are waited for, unless `wait` is false; `begin…` gives the operation instead.
 * All throw ArmError: 404 for an endpoint that is not there, 400 with the field in `target` for a wrong body, 412 when a
 * guard does not hold.
 */
export type Endpoints = Histories & {
  get(name: string, ask?: Pick<Ask, 'signal'>): Promise<EndpointResource>;
  list(): Paged<EndpointResource>;
  /** The deployments of all endpoints, by endpoint and name; with `asset`, the id of a version, those that use it. */
  deployments(ask?: { readonly asset?: string } & Pick<Ask, 'signal'>): Paged<DeploymentResource>;
  /** Creates an endpoint or replaces what is wanted of it, whole: traffic that the body does not name becomes 0. */
  put(name: string, body: EndpointBody, change?: Change): Promise<EndpointResource>;
  beginPut(
    name: string,
    body: EndpointBody,
    change?: Change,
  ): Promise<Operation<EndpointResource, EndpointResource>>;
  /** Changes what the patch names (JSON merge patch): absent members stay, null clears. */
  update(name: string, patch: Patch<EndpointBody>, change?: Change): Promise<EndpointResource>;
  beginUpdate(
    name: string,
    patch: Patch<EndpointBody>,
    change?: Change,
  ): Promise<Operation<EndpointResource, EndpointResource>>;
  /**
   * Sets the whole split: percent by deployment, 0 or 100 in sum; a deployment that is not named gets nothing. When it
   * returns, every new request obeys it. Without a guard it goes again when somebody else changed the endpoint meanwhile.
   */
  setTraffic(name: string, traffic: Percentages, change?: Change): Promise<EndpointResource>;
  /** Sets what share of requests is copied to which deployment, answers discarded: at most 50 percent in sum. */
  setMirrorTraffic(name: string, mirror: Percentages, change?: Change): Promise<EndpointResource>;
  /** What runs behind it at this moment, by deployment. */
  instances(name: string, ask?: Pick<Ask, 'signal'>): Promise<readonly RunningInstances[]>;
  /** With its deployments; no error when there is none. */
  remove(name: string, change?: Change): Promise<void>;
  beginRemove(name: string, change?: Change): Promise<Operation<void, void>>;
  /** Of an endpoint whose authMode is Key. */
  keys(name: string, ask?: Pick<Ask, 'signal'>): Promise<Keys>;
  /** Of an endpoint whose authMode is AMLToken or AADToken. */
  token(name: string, ask?: Pick<Ask, 'signal'>): Promise<Token>;
  /** Replaces one key; when it returns, every router refuses the old one. */
  regenerateKey(name: string, key: 'Primary' | 'Secondary', change?: Change): Promise<void>;
};

/** How often a change of traffic is tried on top of somebody else's. */
const mostTries = 5;

/** The online endpoints of a workspace. */
export function endpoints(client: Client, workspace: WorkspaceKey): Endpoints {
  const path = (name: string) => paths.endpoint(workspace, name);
  const get: Endpoints['get'] = async (name, ask) =>
    (await client.call<EndpointResource>('GET', path(name), ask)).body;
  const begin = async (method: Method, name: string, body: unknown, change: Change) => {
    const { signal } = change;
    const headers = changeHeaders(change);
    const reply = await client.call<EndpointResource>(method, path(name), { body, headers, signal });
    const isDone = !reply.headers.has('azure-asyncoperation');
    return operationOf(client, reply, async (accepted, ask) => (isDone ? accepted : get(name, ask)));
  };
  const update: Endpoints['update'] = (name, patch, change = {}) =>
    settled(begin('PATCH', name, patch, change), change);
  const share = async (
    member: 'traffic' | 'mirrorTraffic',
    name: string,
    wanted: Percentages,
    change: Change,
  ) => {
    for (let tries = 1; ; tries++) {
      const { etag, properties } = await get(name, { signal: change.signal });
      const patch = { properties: { [member]: replaced(properties[member], wanted) } };
      try {
        return await update(name, patch, { guard: { ifMatch: etag }, ...change });
      } catch (error) {
        if (change.guard !== undefined || tries >= mostTries || !isOvertaken(error)) throw error;
      }
    }
  };
  const beginRemove: Endpoints['beginRemove'] = async (name, change = {}) => {
    const ask = { headers: changeHeaders(change), signal: change.signal };
    const reply = await client.call<void>('DELETE', path(name), ask);
    return operationOf(client, reply, async () => {});
  };
  return {
    ...histories(client, workspace, get),
    get,
    list: () => paged(client, paths.endpoints(workspace)),
    deployments: ({ asset, signal } = {}) =>
      paged(client, paths.allDeployments(workspace), { query: { asset }, signal }),
    put: (name, body, change = {}) => settled(begin('PUT', name, body, change), change),
    beginPut: (name, body, change = {}) => begin('PUT', name, body, change),
    update,
    beginUpdate: (name, patch, change = {}) => begin('PATCH', name, patch, change),
    setTraffic: (name, traffic, change = {}) => share('traffic', name, traffic, change),
    setMirrorTraffic: (name, mirror, change = {}) => share('mirrorTraffic', name, mirror, change),
    remove: (name, change = {}) => settled(beginRemove(name, change), change),
    beginRemove,
    instances: async (name, ask) =>
      (await client.call<{ value: readonly RunningInstances[] }>('GET', `${path(name)}/instances`, ask)).body
        .value,
    ...credentials(client, path),
  };
}

type Credentials = Pick<Endpoints, 'keys' | 'token' | 'regenerateKey'>;

function credentials(client: Client, path: (name: string) => string): Credentials {
  return {
    keys: async (name, ask = {}) =>
      (await client.call<Keys>('POST', `${path(name)}/listKeys`, { ...ask, repeatable: true })).body,
    token: async (name, ask = {}) =>
      (await client.call<Token>('POST', `${path(name)}/token`, { ...ask, repeatable: true })).body,
    regenerateKey: async (name, key, change = {}) => {
      const reply = await client.call<void>('POST', `${path(name)}/regenerateKeys`, {
        body: { keyType: key },
        headers: changeHeaders(change),
        signal: change.signal,
      });
      await settled(Promise.resolve(operationOf(client, reply, async () => {})), change);
    },
  };
}

function isOvertaken(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 412;
}
