import { actionBody } from '../../arm/action-bodies.ts';
import { VerifyBody } from '../../arm/history.ts';
import { verifyHistory as verify } from '../../control/commands/verify-history.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';

/**
 * POST onlineEndpoints/{name}/verifyHistory { head? } -> { records, head, intact, broken }. The chain is one for the
 * whole Teal, so the answer is the same for every name, also of an endpoint that is gone.
 */
export async function verifyHistory(http: Http, ask: Ask): Promise<Answer> {
  await workspaceOf(http, ask);
  const { head } = actionBody(VerifyBody, ask.body);
  const verdict = await verify(http.parts, head);
  return ok({ ...verdict, intact: verdict.broken === null });
}
