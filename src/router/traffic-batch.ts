/**
 * Requests that are over and have no line yet. Of each only numbers are kept and what is there already; many are put into
 * lines in a row, because code that runs once a request, between all the others, costs several times as much.
 */
import { LIVE, modes } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Flight, Reason } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Shared } from './logged.ts';
import { SharedColumns } from './traffic-shared.ts';

/** How a request ended; `status` is 0 when the answer never came to its end. */
export type Ending = { readonly status: number; readonly reason: Reason; readonly modelStatus: number };

/** What is said of few requests. */
export type Rare = {
  /** '' when it is the usual one. */
  readonly kind: string;
  /** undefined when it is the usual one. */
  readonly ending: Ending | undefined;
  readonly clientRequestId: string;
  readonly requestDelayMs: number;
  readonly answerDelayMs: number;
};

/** So many become lines at once: enough for what that takes to be at hand, and no request waits long for it. */
export const BATCH = 128;
/** Where the numbers of a request are. Times are of `performance.now()`. */
export const STARTED = 0;
export const ENDED = 1;
/** When the last of the request's body came; 0 when that was with the head. */
export const BODY = 2;
/** When the first of the model's answer came; 0 when there was none. */
export const FIRST = 3;
export const BYTES_IN = 4;
export const BYTES_OUT = 5;
/** How many numbers a request has. */
export const WIDTH = 6;

export class Batch {
  size = 0;
  readonly numbers = new Float64Array(BATCH * WIDTH);
  readonly places: Shared[] = [];
  readonly clients: Shared[] = [];
  readonly requestIds: string[] = [];
  /** undefined for most. */
  readonly rare: (Rare | undefined)[] = [];
  readonly #shared = new SharedColumns();

  /** A request that came to a deployment; `status` as in `Ending`. */
  addFlight(flight: Flight, status: number, reason: Reason): void {
    const { exchange, modelStatus, mode, instance } = flight;
    const at = this.#add(exchange, this.#shared.ofFlight(flight), flight.endedAt);
    const from = at * WIDTH;
    this.numbers[from + BODY] = flight.bodyAt > 0 || flight.bodyEnded ? flight.bodyAt : flight.endedAt;
    this.numbers[from + FIRST] = flight.answerAt;
    if (flight.bodyStarted) this.numbers[from + BYTES_IN] = flight.bodyBytes;
    const isUsual = status === 200 && reason === 'ok' && modelStatus === 200 && instance !== undefined;
    if (isUsual && mode === LIVE && isPlain(exchange)) return;
    const kind = instance !== undefined && mode === LIVE ? '' : modes[mode];
    this.rare[at] = rareOf(exchange, kind, isUsual ? undefined : { status, reason, modelStatus });
  }

  /** One that was refused before; without an endpoint when it named none that is known. */
  addRefused(
    exchange: Exchange,
    endpoint: IndexedEndpoint | undefined,
    { status, reason }: Pick<Ending, 'status' | 'reason'>,
  ): void {
    const at = this.#add(exchange, this.#shared.ofRefused(endpoint), performance.now());
    this.numbers[at * WIDTH + BODY] = 0;
    this.numbers[at * WIDTH + FIRST] = 0;
    this.rare[at] = rareOf(exchange, 'refused', { status, reason, modelStatus: 0 });
  }

  #add(exchange: Exchange, place: Shared, now: number): number {
    const at = this.size;
    const { numbers } = this;
    const from = at * WIDTH;
    numbers[from + STARTED] = exchange.startedAt;
    numbers[from + ENDED] = now;
    numbers[from + BYTES_IN] = exchange.head.contentLength;
    numbers[from + BYTES_OUT] = exchange.writer.sent;
    this.places[at] = place;
    this.clients[at] = this.#shared.ofClient(exchange);
    this.requestIds[at] = exchange.requestId;
    this.rare[at] = undefined;
    this.size = at + 1;
    return at;
  }
}

function isPlain({ head, requestDelayMs, answerDelayMs }: Exchange): boolean {
  return head.clientRequestId === '' && requestDelayMs === 0 && answerDelayMs === 0;
}

function rareOf(exchange: Exchange, kind: string, ending: Ending | undefined): Rare {
  const { head, requestDelayMs, answerDelayMs } = exchange;
  return { kind, ending, clientRequestId: head.clientRequestId, requestDelayMs, answerDelayMs };
}
