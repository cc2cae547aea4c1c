import { type Change, changeHeaders, settled } from './change.ts';
import type { Ask, Client } from './http.ts';
import { type Operation, operationOf } from './operation.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import type { EndpointResource, HistoryEntry, HistoryVerdict, UndoPlan, WorkspaceKey } from './wire.ts';

/** The past of endpoints (Teal's own; Azure has none of it). */
export type Histories = {
  /** Newest first; also of an endpoint that was deleted. Throws ArmError with 404 when there never was one. */
  history(name: string, ask?: HistoryAsk): Paged<HistoryEntry>;
  /**
   * Whether nobody changed, removed or added a record behind Teal's back, in the one chain of all endpoints. `head` is
   * one that was answered earlier: it must still be there.
   */
  verifyHistory(
    name: string,
    ask?: { readonly head?: string } & Pick<Ask, 'signal'>,
  ): Promise<HistoryVerdict>;
  /**
   * Puts back live and mirrored traffic from before the last change of either, as a new change; twice leads back to where
   * one was. Throws ArmError: 409 when there is no earlier traffic or it names a deployment that was deleted since, 412
   * when a guard does not hold.
   */
  undo(name: string, change?: Change): Promise<EndpointResource>;
  beginUndo(name: string, change?: Change): Promise<Operation<EndpointResource, EndpointResource>>;
  /** What `undo` would do now. Throws what that throws. */
  planUndo(name: string, ask?: Pick<Ask, 'signal'>): Promise<UndoPlan>;
};

export type HistoryAsk = {
  /** Only what is about this deployment. */
  readonly deployment?: string | undefined;
  /** How many entries at most; all of them unless given. */
  readonly top?: number | undefined;
} & Pick<Ask, 'signal'>;

type Get = (name: string, ask?: Pick<Ask, 'signal'>) => Promise<EndpointResource>;

/** The histories of a workspace's endpoints; `get` reads one after an undo. */
export function histories(client: Client, workspace: WorkspaceKey, get: Get): Histories {
  const path = (name: string) => paths.endpoint(workspace, name);
  const beginUndo: Histories['beginUndo'] = async (name, change = {}) => {
    const ask = { body: {}, headers: changeHeaders(change), signal: change.signal };
    const reply = await client.call<EndpointResource>('POST', `${path(name)}/undo`, ask);
    const isDone = !reply.headers.has('azure-asyncoperation');
    return operationOf(client, reply, async (accepted, further) => (isDone ? accepted : get(name, further)));
  };
  return {
    history: (name, { deployment, top, signal } = {}) =>
      paged(client, `${path(name)}/history`, {
        query: { deployment, $top: top === undefined ? undefined : String(top) },
        signal,
      }),
    verifyHistory: async (name, { head, signal } = {}) => {
      const ask = { body: head === undefined ? {} : { head }, repeatable: true, signal };
      return (await client.call<HistoryVerdict>('POST', `${path(name)}/verifyHistory`, ask)).body;
    },
    undo: (name, change = {}) => settled(beginUndo(name, change), change),
    beginUndo,
    planUndo: async (name, { signal } = {}) => {
      const ask = { body: { dryRun: true }, repeatable: true, signal };
      return (await client.call<UndoPlan>('POST', `${path(name)}/undo`, ask)).body;
    },
  };
}
