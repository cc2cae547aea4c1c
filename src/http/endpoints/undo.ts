import { actionBody } from '../../arm/action-bodies.ts';
import { renderEntry, renderShares, UndoBody } from '../../arm/history.ts';
import { endpointId } from '../../arm/ids.ts';
import { planUndo, undoTraffic } from '../../control/commands/undo-traffic.ts';
import { type Answer, type Ask, type Http, header, tagged } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { endpointOf } from '../scope.ts';
import { answerChange } from './put.ts';

/**
 * POST onlineEndpoints/{name}/undo { dryRun? }: puts back the traffic from before its last change and answers as a PUT
 * does. With `dryRun` nothing is changed; the answer is { etag, undone, before, after }, and `If-Match` with that ETag
 * makes the undo the one that was shown. 409 when there is nothing to put back, or it cannot be any more.
 */
export async function undo(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const { dryRun = false } = actionBody(UndoBody, ask.body);
  const wish = {
    ...callerOf(ask, endpointId(workspace, endpoint.name)),
    uid: endpoint.uid,
    condition: { ifMatch: header(ask, 'if-match') },
  };
  if (!dryRun) return answerChange(http, ask, workspace, await undoTraffic(http.parts, wish));
  const plan = await planUndo(http.parts.store.rows, wish);
  return tagged(200, {
    etag: `"${plan.endpoint.generation}"`,
    undone: renderEntry(plan.undone),
    before: renderShares(plan.before),
    after: renderShares(plan.after),
  });
}
