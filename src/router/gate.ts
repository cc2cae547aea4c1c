/** The limits of an endpoint that are counted before a deployment is chosen: connections, and requests a second. */
import type { Refusal } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Standing } from './limits/standing.ts';
import { moveIn } from './limits/tenancy.ts';

/** undefined when the request may pass; otherwise the limit that it is over. */
export function gate(standing: Standing, exchange: Exchange): Refusal | undefined {
  if (exchange.tenancy.standing !== standing) {
    const refused = moveIn(exchange.tenancy, standing, exchange.startedAt);
    if (refused !== undefined) return refused;
  }
  if (!standing.stirred) standing.stir();
  const requests = standing.requests;
  return requests === undefined || requests.take(exchange.startedAt) ? undefined : 'requests_per_second';
}
