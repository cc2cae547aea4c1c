/** What the sender of the recorded run asks for, request by request: the same in every run. */

export type Pace = { readonly leastMs: number; readonly spreadMs: number };

export type Turn = {
  /** '' leaves the choice to the split. */
  readonly deployment: '' | 'green' | 'narrow' | 'nobody';
  readonly hasKey: boolean;
  /** The client goes away when the router has begun with the request. */
  readonly leaves: boolean;
  readonly body: string;
};

/** Longer than the deployments allow. */
export const TIMEOUT_MS = 2000;
const TOO_LONG_MS = 2500;

/** Every kind of end: answers, errors of the model, time limits, 401, 404, 429, clients that leave. */
export function turnOf(at: number, { leastMs, spreadMs }: Pace): Turn {
  // Short times are more frequent than long ones.
  const ms = leastMs + spreadMs * ((at * 0.6180339887498949) % 1) ** 3;
  const leaves = at % 211 === 11;
  const late = at % 499 === 13;
  const named = at % 40 === 9 ? 'narrow' : at % 10 === 3 ? 'green' : '';
  return {
    deployment: leaves ? 'green' : at % 307 === 17 ? 'nobody' : named,
    hasKey: leaves || at % 97 !== 5,
    leaves,
    body: JSON.stringify({ ms: late ? TOO_LONG_MS : ms, fail: at % 51 === 7 }),
  };
}
