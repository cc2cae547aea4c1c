import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import type { Stamp } from '../../domain/workspace.ts';

/** Who asks, and for what by its ARM id: what every write command needs besides its subject. */
export type Caller = { readonly actor: string; readonly objectId: string };

/** Opens the operation of a change and writes its line of history, in the transaction of the change. */
export async function record(
  rows: Rows,
  caller: Caller,
  change: Omit<Operation, 'id' | 'objectId' | 'endedAt' | 'failure'> & {
    readonly before: unknown;
    readonly after: unknown;
  },
): Promise<Operation> {
  const { before, after, ...rest } = change;
  const id = `${rest.object === 'endpoint' ? 'oe' : 'od'}:${rest.objectUid}:${rest.generation}`;
  const operation: Operation = { ...rest, id, objectId: caller.objectId, endedAt: null, failure: null };
  await rows.operations.open(operation);
  await rows.events.append({
    at: rest.startedAt,
    actor: caller.actor,
    objectId: caller.objectId,
    what: rest.verb,
    operationId: id,
    before,
    after,
  });
  return operation;
}

/** The stamp of something new. */
export function born(actor: string, at: number): Stamp {
  return { createdAt: at, createdBy: actor, modifiedAt: at, modifiedBy: actor };
}

/** The stamp after a change. */
export function touched(stamp: Stamp, actor: string, at: number): Stamp {
  return { createdAt: stamp.createdAt, createdBy: stamp.createdBy, modifiedAt: at, modifiedBy: actor };
}
