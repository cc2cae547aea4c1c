/** Which requests are sent again, and when. */
import { TransportError } from './errors.ts';
import { pause } from './pause.ts';

/** `repeatable`: sending it twice does what sending it once does. */
export type Retrying = {
  readonly repeatable: boolean;
  /** The longest that is waited in all, in milliseconds. */
  readonly patienceMs: number;
  readonly signal?: AbortSignal | null | undefined;
};

const firstPauseMs = 100;
const longestPauseMs = 2000;

/**
 * Sends until there is an answer that counts. A request that certainly did not arrive, or was turned away with 429, is
 * always sent again; one whose answer was lost, or was 502, 503 or 504, only when it is repeatable. The last answer or
 * error is the result when patience ends.
 */
export async function sentPatiently(
  once: () => Promise<Response>,
  { repeatable, patienceMs, signal }: Retrying,
): Promise<Response> {
  let waited = 0;
  for (let attempt = 0; ; attempt++) {
    const next = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs) * (0.5 + Math.random() / 2);
    try {
      const response = await once();
      const delay = waitMs(response.headers) ?? next;
      if (!isTurnedAway(response.status, repeatable) || waited + delay > patienceMs) return response;
      await response.body?.cancel();
      waited += delay;
      await pause(delay, signal);
    } catch (error) {
      if (waited >= patienceMs || !isLost(error, repeatable)) throw error;
      waited += next;
      await pause(next, signal);
    }
  }
}

/** What an answer says about when to ask again, in milliseconds: Azure's header, or Retry-After in either form. */
export function waitMs(headers: Headers): number | undefined {
  const exact = Number(headers.get('x-ms-retry-after-ms') ?? headers.get('retry-after-ms'));
  if (exact > 0) return exact;
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const delay = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - Date.now();
  return delay > 0 ? delay : undefined;
}

function isTurnedAway(status: number, repeatable: boolean): boolean {
  return status === 429 || (repeatable && (status === 502 || status === 503 || status === 504));
}

/** Browsers do not tell a refused connection from a broken one; Node.js does. */
function isLost(error: unknown, repeatable: boolean): boolean {
  if (!(error instanceof TransportError)) return false;
  const cause = error.cause instanceof Error ? error.cause.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return repeatable || code === 'ECONNREFUSED';
}
