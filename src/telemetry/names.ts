import type { Rows } from '../domain/store.ts';

export type Named = { readonly endpoint: string; readonly deployment: string };

/** The names of deployments by the slot of their counters and by their uid. */
export type Names = {
  /** Reads the store when a slot is asked for that is not known. Undefined for one whose deployment is gone. */
  ofSlot(slot: number): Promise<Named | undefined>;
  ofDeployment(uid: string): Named | undefined;
  /** Every deployment that there is. */
  all(): ReadonlyMap<string, Named>;
  /** The names of all endpoints, those without deployments as well. */
  endpoints(): ReadonlySet<string>;
  /** Reads the store again. A deployment that went keeps the names of its slots: its last requests may be unread. */
  refresh(): Promise<void>;
};

export function createNames(rows: Rows): Names {
  let deployments: ReadonlyMap<string, Named> = new Map();
  let endpointNames: ReadonlyMap<string, string> = new Map();
  const slots = new Map<number, Named>();
  const unknown = new Set<number>();
  const refresh = async (): Promise<void> => {
    const [endpoints, rowsOfDeployments, revisions] = await Promise.all([
      rows.endpoints.list(),
      rows.deployments.list(),
      rows.revisions.list(),
    ]);
    endpointNames = new Map(endpoints.map(({ uid, name }) => [uid, name]));
    deployments = new Map(
      rowsOfDeployments.map(({ uid, name, endpointUid }) => [
        uid,
        { endpoint: endpointNames.get(endpointUid) ?? '', deployment: name },
      ]),
    );
    for (const { slot, deploymentUid } of revisions) {
      const named = deployments.get(deploymentUid);
      if (named !== undefined) slots.set(slot, named);
    }
  };
  return {
    ofSlot: async (slot) => {
      if (slots.has(slot) || unknown.has(slot)) return slots.get(slot);
      await refresh();
      // Slots are never used again: one without a deployment never gets one.
      if (!slots.has(slot)) unknown.add(slot);
      return slots.get(slot);
    },
    ofDeployment: (uid) => deployments.get(uid),
    all: () => deployments,
    endpoints: () => new Set(endpointNames.values()),
    refresh,
  };
}
