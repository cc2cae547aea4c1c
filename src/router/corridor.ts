/** The walk of one request: slot, match, admit, gate, pick, forward. */
import { admit } from './admit.ts';
import { refuseNotFound, refuseOverLimit, refuseTooLarge, refuseUnauthorized } from './answers.ts';
import { countRefusal, type Refusal, refusedOf } from './count.ts';
import type { Exchange } from './exchange.ts';
import { forward } from './forward.ts';
import { gate } from './gate.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { asksNoScore, match, restOf } from './match.ts';
import { modeOf, pick, whyNone } from './pick.ts';
import type { TableSlot } from './slot.ts';
import type { MirrorBudget } from './spool.ts';
import type { TrafficLog } from './traffic-log.ts';

export type Corridor = {
  readonly slot: TableSlot;
  readonly budget: MirrorBudget;
  /** undefined: switched off. */
  readonly traffic: TrafficLog | undefined;
};

export function serve(corridor: Corridor, exchange: Exchange): void {
  const head = exchange.head;
  const endpoint = match(corridor.slot, head);
  if (endpoint === undefined) {
    refuseNotFound(exchange, 'No endpoint has this address.');
    return noteRefusal(corridor, exchange, { endpoint, status: 404, reason: 'not_found' });
  }
  const unauthorized = admit(endpoint, head);
  if (unauthorized !== undefined) {
    refuseUnauthorized(exchange, unauthorized);
    return noteRefusal(corridor, exchange, { endpoint, status: 401, reason: 'unauthorized' });
  }
  const over = gate(endpoint.standing, exchange);
  if (over !== undefined) {
    refuseOverLimit(exchange, endpoint.standing, over);
    return noteRefusal(corridor, exchange, { endpoint, status: 429, reason: over });
  }
  if (head.contentLength > exchange.maxBodyBytes) {
    refuseTooLarge(exchange, exchange.maxBodyBytes);
    return noteRefusal(corridor, exchange, { endpoint, status: 413, reason: 'too_large' });
  }
  const lane = pick(endpoint, head);
  if (lane === undefined) {
    refuseNotFound(exchange, whyNone(endpoint, head));
    return noteRefusal(corridor, exchange, { endpoint, status: 404, reason: 'not_found' });
  }
  const rest = restOf(head);
  const mode = modeOf(head);
  const plain = asksNoScore(head, rest);
  forward(exchange, endpoint, {
    lane,
    mode,
    rest,
    plain,
    budget: corridor.budget,
    traffic: corridor.traffic,
    spare: endpoint.spare,
  });
}

type Refused = {
  readonly endpoint: IndexedEndpoint | undefined;
  readonly status: number;
  readonly reason: Refusal;
};

/** Counts and writes down what was answered without a deployment. */
export function noteRefusal({ slot, traffic }: Corridor, exchange: Exchange, refused: Refused): void {
  const { endpoint, reason } = refused;
  countRefusal(endpoint?.refused ?? refusedOf(slot.counters, ''), reason);
  traffic?.noteRefused(exchange, endpoint, refused);
}
