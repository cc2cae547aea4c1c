import type { Change, ChangedState } from '../../domain/change.ts';
import { type Deployment, deploymentState } from '../../domain/deployment.ts';
import { type Endpoint, endpointState } from '../../domain/endpoint.ts';
import type { Rows, Store } from '../../domain/store.ts';

/** The same store; `tell` hears of what a transaction changed once that is committed, each thing once. */
export function toldStore(store: Store, tell: (change: Change) => void): Store {
  return {
    ...store,
    change: async (work) => {
      const changes = new Map<string, Change>();
      const result = await store.change(async (rows) => {
        const touched = new Set<string>();
        const result = await work(noting(rows, changes, touched));
        for (const uid of touched) await noteDeployment(rows, changes, uid);
        return result;
      });
      for (const change of changes.values()) tell(change);
      return result;
    },
  };
}

type Changes = Map<string, Change>;

/** `touched` gets the deployments of which it is known only that something about them changed. */
function noting(rows: Rows, changes: Changes, touched: Set<string>): Rows {
  return {
    ...rows,
    endpoints: {
      ...rows.endpoints,
      save: async (endpoint) => {
        await rows.endpoints.save(endpoint);
        noteEndpoint(changes, endpoint, endpointState(endpoint));
      },
      remove: async (uid) => {
        const endpoint = await rows.endpoints.get(uid);
        await rows.endpoints.remove(uid);
        if (endpoint !== undefined) noteEndpoint(changes, endpoint, 'Deleted');
      },
    },
    deployments: {
      ...rows.deployments,
      save: async (deployment) => {
        await rows.deployments.save(deployment);
        touched.add(deployment.uid);
      },
      remove: async (uid) => {
        const deployment = await rows.deployments.get(uid);
        const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
        await rows.deployments.remove(uid);
        touched.delete(uid);
        if (deployment === undefined || endpoint === undefined) return;
        setDeployment(changes, endpoint, { ...deployment, state: 'Deleted' });
      },
    },
    instances: {
      ...rows.instances,
      save: async (instance) => {
        await rows.instances.save(instance);
        touched.add(instance.deploymentUid);
      },
      remove: async (id) => {
        const deployment = await rows.instances.remove(id);
        if (deployment !== undefined) touched.add(deployment);
        return deployment;
      },
    },
    operations: notingOperations(rows, changes),
    assets: notingAssets(rows, changes),
  };
}

function notingOperations({ operations }: Rows, changes: Changes): Rows['operations'] {
  const note = async (id: string): Promise<void> => {
    const operation = await operations.get(id);
    if (operation === undefined) return;
    const { workspaceUid } = operation;
    changes.set(`operation ${id}`, { kind: 'operation', workspaceUid, operation });
  };
  return {
    ...operations,
    open: async (operation) => {
      await operations.open(operation);
      await note(operation.id);
    },
    close: async (objectUid, generation, failure, at) => {
      await operations.close(objectUid, generation, failure, at);
      for (const object of ['oe', 'od']) await note(`${object}:${objectUid}:${generation}`);
    },
  };
}

function notingAssets({ assets }: Rows, changes: Changes): Rows['assets'] {
  return {
    ...assets,
    saveContainer: async (container) => {
      await assets.saveContainer(container);
      const { kind, name } = container;
      changes.set(`asset ${kind} ${name}`, {
        kind: 'asset',
        workspaceUid: null,
        asset: kind,
        name,
        version: null,
      });
    },
    saveVersion: async (saved) => {
      await assets.saveVersion(saved);
      const { kind, name, version } = saved;
      changes.set(`asset ${kind} ${name} ${version}`, {
        kind: 'asset',
        workspaceUid: null,
        asset: kind,
        name,
        version,
      });
    },
  };
}

function noteEndpoint(changes: Changes, { uid, name, workspaceUid }: Endpoint, state: ChangedState): void {
  changes.set(`endpoint ${uid}`, { kind: 'endpoint', workspaceUid, endpoint: name, state });
}

async function noteDeployment(rows: Rows, changes: Changes, uid: string): Promise<void> {
  const deployment = await rows.deployments.get(uid);
  const endpoint = deployment && (await rows.endpoints.get(deployment.endpointUid));
  if (deployment === undefined || endpoint === undefined) return;
  setDeployment(changes, endpoint, { ...deployment, state: deploymentState(deployment) });
}

function setDeployment(
  changes: Changes,
  { name: endpoint, workspaceUid }: Endpoint,
  { uid, name, state }: Pick<Deployment, 'uid' | 'name'> & { readonly state: ChangedState },
): void {
  changes.set(`deployment ${uid}`, { kind: 'deployment', workspaceUid, endpoint, deployment: name, state });
}
