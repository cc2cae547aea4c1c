/** The walk of one request: slot, match, admit, pick, forward. */
import { admit } from './admit.ts';
import { refuseNotFound, refuseTooLarge, refuseUnauthorized } from './answers.ts';
import { countRefusal, refusedOf } from './count.ts';
import type { Exchange } from './exchange.ts';
import { forward } from './forward.ts';
import { asksNoScore, match, restOf } from './match.ts';
import { modeOf, pick, whyNone } from './pick.ts';
import type { TableSlot } from './slot.ts';
import type { MirrorBudget } from './spool.ts';

export type Corridor = { readonly slot: TableSlot; readonly budget: MirrorBudget };

export function serve(corridor: Corridor, exchange: Exchange): void {
  const head = exchange.head;
  const endpoint = match(corridor.slot, head);
  if (endpoint === undefined) {
    countRefusal(refusedOf(corridor.slot.counters, ''), 'not_found');
    refuseNotFound(exchange, 'No endpoint has this address.');
    return;
  }
  const unauthorized = admit(endpoint, head);
  if (unauthorized !== undefined) {
    countRefusal(endpoint.refused, 'unauthorized');
    refuseUnauthorized(exchange, unauthorized);
    return;
  }
  if (head.contentLength > exchange.maxBodyBytes) {
    countRefusal(endpoint.refused, 'too_large');
    refuseTooLarge(exchange, exchange.maxBodyBytes);
    return;
  }
  const lane = pick(endpoint, head);
  if (lane === undefined) {
    countRefusal(endpoint.refused, 'not_found');
    refuseNotFound(exchange, whyNone(endpoint, head));
    return;
  }
  const rest = restOf(head);
  const mode = modeOf(head);
  const plain = asksNoScore(head, rest);
  forward(exchange, endpoint, { lane, mode, rest, plain, budget: corridor.budget, spare: endpoint.spare });
}
