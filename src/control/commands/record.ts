import type { Endpoint } from '../../domain/endpoint.ts';
import type { HistoryRecord, Json } from '../../domain/history.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import type { Stamp } from '../../domain/workspace.ts';

/** Who asks, for what by its ARM id, and why if they say: what every write command needs besides its subject. */
export type Caller = {
  readonly actor: string;
  readonly objectId: string;
  readonly reason: string | null;
};

/** What history says of a change besides who, when and why; absent members are null. */
export type Told = {
  readonly verb?: HistoryRecord['verb'];
  readonly endpoint: Pick<Endpoint, 'uid'>;
  readonly deployment?: string;
  readonly shares?: HistoryRecord['shares'];
  readonly before: Json;
  readonly after: Json;
};

/** Opens the operation of a change and appends its record to the history, in the transaction of the change. */
export async function record(
  rows: Rows,
  caller: Caller,
  change: Omit<Operation, 'id' | 'objectId' | 'endedAt' | 'failure'>,
  told: Told,
): Promise<Operation> {
  const id = `${change.object === 'endpoint' ? 'oe' : 'od'}:${change.objectUid}:${change.generation}`;
  const operation: Operation = {
    ...change,
    id,
    objectId: caller.objectId,
    endedAt: null,
    failure: null,
  };
  await rows.operations.open(operation);
  await rows.history.append(
    recordOf(caller, { verb: change.verb, ...told, at: change.startedAt, operationId: id }),
  );
  return operation;
}

/** A record of its own, for what happens in the wake of another change. */
export function recordOf(
  { actor, objectId, reason }: Caller,
  told: Told & Pick<HistoryRecord, 'verb' | 'at' | 'operationId'>,
): HistoryRecord {
  return {
    at: told.at,
    who: actor,
    verb: told.verb,
    objectId,
    endpoint: { id: endpointIdOf(objectId), uid: told.endpoint.uid },
    deployment: told.deployment ?? null,
    operationId: told.operationId,
    reason,
    shares: told.shares ?? null,
    before: told.before,
    after: told.after,
  };
}

/** The ARM id of the endpoint that something is, or is a deployment of. */
export function endpointIdOf(objectId: string): string {
  return objectId.replace(/\/deployments\/[^/]+$/i, '');
}

/** The stamp of something new. */
export function born(actor: string, at: number): Stamp {
  return { createdAt: at, createdBy: actor, modifiedAt: at, modifiedBy: actor };
}

/** The stamp after a change. */
export function touched(stamp: Stamp, actor: string, at: number): Stamp {
  return { createdAt: stamp.createdAt, createdBy: stamp.createdBy, modifiedAt: at, modifiedBy: actor };
}
