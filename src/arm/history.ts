import Type from 'typebox';
import { differences, type HistoryEntry, type Shares } from '../domain/history.ts';
import { closed } from './parts-of-bodies.ts';

/** POST undo. */
export const UndoBody = Type.Object({ dryRun: Type.Optional(Type.Boolean()) }, closed);

/** POST verifyHistory; `head` is a hash that must be in the chain. */
export const VerifyBody = Type.Object(
  { head: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })) },
  closed,
);

/** An entry of an endpoint's history (ours, in the shape of Azure's resources). Times are ISO 8601. */
export function renderEntry(entry: HistoryEntry) {
  const id = entry.endpoint?.id ?? entry.objectId;
  return {
    id: `${id}/history/${entry.sequence}`,
    name: String(entry.sequence),
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/history',
    properties: {
      sequence: entry.sequence,
      at: new Date(entry.at).toISOString(),
      who: entry.who,
      operation: entry.verb,
      target: entry.objectId,
      deployment: entry.deployment,
      reason: entry.reason,
      operationId: entry.operationId,
      traffic: entry.shares && {
        before: renderShares(entry.shares.before),
        after: renderShares(entry.shares.after),
      },
      changes: differences(entry.before, entry.after).filter(({ path }) => path !== 'etag'),
      before: entry.before,
      after: entry.after,
      previousHash: entry.previousHash,
      hash: entry.hash,
    },
  };
}

/** Live and mirrored traffic under their names on the wire. */
export function renderShares({ traffic, mirror }: Shares) {
  return { traffic, mirrorTraffic: mirror };
}
