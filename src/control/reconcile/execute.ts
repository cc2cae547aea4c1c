import type { Deployment } from '../../domain/deployment.ts';
import { type HistoryRecord, system } from '../../domain/history.ts';
import type { Instance } from '../../domain/instance.ts';
import type { Rows } from '../../domain/store.ts';
import { recordOf } from '../commands/record.ts';
import type { Parts } from '../parts.ts';
import type { Action } from './world.ts';

type Kind = Action['kind'];
type Of<K extends Kind> = Extract<Action, { readonly kind: K }>;

/** Actions on rows; the others reach out to the world and are begun by `begin.ts`. */
export type RowAction = Of<
  | 'add-instance'
  | 'mark-instance'
  | 'serve-revision'
  | 'settle-deployment'
  | 'settle-endpoint'
  | 'remove-deployment'
  | 'remove-endpoint'
>;

export function isRowAction(action: Action): action is RowAction {
  return !['build-environment', 'start-instance', 'stop-instance', 'remove-instance'].includes(action.kind);
}

/** Carries out every row action of a plan in one transaction; what was changed meanwhile is left to the next turn. */
export async function executeRows(
  parts: Pick<Parts, 'store' | 'clock' | 'newId' | 'log'>,
  actions: readonly RowAction[],
): Promise<void> {
  if (actions.length === 0) return;
  const now = parts.clock.now();
  await parts.store.change(async (rows) => {
    for (const action of actions) await executeRow(rows, action, now, parts.newId);
  });
  for (const { kind, why } of actions) parts.log('info', `reconcile: ${kind}`, { why });
}

async function executeRow(rows: Rows, action: RowAction, now: number, newId: () => string): Promise<void> {
  switch (action.kind) {
    case 'add-instance':
      return rows.instances.save(newInstance(action, now, newId()));
    case 'mark-instance':
      return rows.instances.save({
        ...action.instance,
        state: action.state,
        reason: action.reason,
        since: now,
      });
    case 'serve-revision':
      return serve(rows, action, now);
    case 'settle-deployment':
      return settleDeployment(rows, action, now);
    case 'settle-endpoint':
      return settleEndpoint(rows, action, now);
    case 'remove-deployment':
      await rows.deployments.remove(action.deployment.uid);
      return rows.operations.close(action.deployment.uid, action.deployment.generation, null, now);
    case 'remove-endpoint':
      await rows.endpoints.remove(action.endpoint.uid);
      return rows.operations.close(action.endpoint.uid, action.endpoint.generation, null, now);
    default:
      return action satisfies never;
  }
}

function newInstance(action: Of<'add-instance'>, now: number, id: string): Instance {
  const { deploymentUid, revision } = action;
  return {
    id: `i-${id.slice(0, 13)}`,
    deploymentUid,
    revision,
    state: 'starting',
    startedAt: now,
    since: now,
    reason: null,
  };
}

async function serve(
  rows: Rows,
  { deployment, revision, why }: Of<'serve-revision'>,
  now: number,
): Promise<void> {
  const fresh = await rows.deployments.get(deployment.uid);
  if (fresh === undefined || fresh.generation !== deployment.generation) return;
  await rows.deployments.save({ ...fresh, servingRevision: revision, version: fresh.version + 1 });
  await tell(rows, fresh, {
    verb: 'switch',
    at: now,
    why,
    before: { servingRevision: fresh.servingRevision },
    after: { servingRevision: revision },
  });
}

async function settleDeployment(
  rows: Rows,
  { deployment, failure }: Of<'settle-deployment'>,
  now: number,
): Promise<void> {
  const fresh = await rows.deployments.get(deployment.uid);
  // A newer wish came in between: it settles both.
  if (fresh === undefined || fresh.generation !== deployment.generation) return;
  await rows.deployments.save({
    ...fresh,
    observedGeneration: fresh.generation,
    failure,
    version: fresh.version + 1,
  });
  await rows.operations.close(fresh.uid, fresh.generation, failure, now);
  if (failure === null) return;
  const { servingRevision, targetRevision: revision } = fresh;
  const after = { revision, servingRevision, failure: { ...failure } };
  await tell(rows, fresh, { verb: 'give-up', at: now, why: failure.code, before: null, after });
}

type Automatic = Pick<HistoryRecord, 'verb' | 'at' | 'before' | 'after'> & { readonly why: string };

/** Writes down what Teal did by itself with a deployment, under the operation of the wish that it came from. */
async function tell(rows: Rows, deployment: Deployment, { why, ...told }: Automatic): Promise<void> {
  const operation = await rows.operations.get(`od:${deployment.uid}:${deployment.generation}`);
  if (operation === undefined) throw new Error(`the operation of deployment ${deployment.uid} is gone`);
  await rows.history.append(
    recordOf(
      { actor: system, objectId: operation.objectId, reason: why },
      {
        ...told,
        operationId: operation.id,
        endpoint: { uid: deployment.endpointUid },
        deployment: deployment.name,
      },
    ),
  );
}

async function settleEndpoint(rows: Rows, { endpoint }: Of<'settle-endpoint'>, now: number): Promise<void> {
  const fresh = await rows.endpoints.get(endpoint.uid);
  if (fresh === undefined) return;
  // What the routers run is the generation that was planned; a newer one has its own turn.
  await rows.endpoints.save({
    ...fresh,
    observedGeneration: endpoint.generation,
    version: fresh.version + 1,
  });
  await rows.operations.close(fresh.uid, endpoint.generation, null, now);
}
