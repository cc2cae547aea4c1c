/** How a request ends: give the instance back, count, and let the copies go. */
import { count, countModelStatus, countRequest, countStatus, countTime } from './count.ts';
import { unwatch } from './deadlines.ts';
import type { Flight, Reason } from './flight.ts';
import { countersOf, leave, release } from './lane.ts';
import { launchMirrors } from './mirror.ts';
import { type Ending, keepFlight } from './trace/keep.ts';

/** `modelStatus` is what the instance answered; 0 when it did not. */
export function settleAnswered(flight: Flight, status: number, modelStatus: number): void {
  if (flight.settled) return;
  flight.endedAt = performance.now();
  flight.traffic?.note(flight, status, reasonOf(flight, status, modelStatus));
  close(flight);
  const row = countersOf(flight.lane);
  countStatus(row, flight.mode, status);
  if (status === 424 && modelStatus > 0) countModelStatus(row, flight.mode, modelStatus);
  if (status !== 429) countTime(row, flight.mode, flight.endedAt - flight.exchange.startedAt);
  if (flight.trace !== undefined) keepFlight(flight, flight.trace, { status, modelStatus, failure: '' });
  launchMirrors(flight);
}

/** The client went away; no failure of anybody's. */
export function settleClientClosed(flight: Flight): void {
  if (flight.settled) return;
  flight.endedAt = performance.now();
  flight.traffic?.note(flight, 0, 'client_closed');
  close(flight);
  count(countersOf(flight.lane), flight.mode, 'client_closed');
  if (flight.trace !== undefined) keepFlight(flight, flight.trace, unanswered(flight, 'client_closed'));
  launchMirrors(flight);
}

/** The answer broke off after its head: the client sees the connection end early. */
export function settleCut(flight: Flight): void {
  if (flight.settled) return;
  flight.endedAt = performance.now();
  flight.traffic?.note(flight, 0, 'answer_cut');
  close(flight);
  count(countersOf(flight.lane), flight.mode, 'answer_cut');
  if (flight.trace !== undefined) keepFlight(flight, flight.trace, unanswered(flight, 'answer_cut'));
  flight.exchange.cut();
  launchMirrors(flight);
}

function unanswered({ modelStatus }: Flight, failure: 'client_closed' | 'answer_cut'): Ending {
  return { status: 0, modelStatus, failure };
}

function close(flight: Flight): void {
  flight.settled = true;
  unwatch(flight);
  leave(flight);
  const row = countersOf(flight.lane);
  countRequest(row, flight.mode, flight.bodyBytes, flight.exchange.writer.sent);
  // One whose request and answer are both whole has let go of its connection already.
  flight.upstream?.drop();
  flight.upstream = undefined;
  flight.exchange.sink = undefined;
  if (!flight.bodyEnded) flight.exchange.discard();
  release(flight);
}

function reasonOf(flight: Flight, status: number, modelStatus: number): Reason {
  if (modelStatus > 0) return status === 424 ? 'model_error' : 'ok';
  switch (status) {
    case 408:
      return 'timeout';
    case 413:
      return 'too_large';
    case 429:
      return 'too_many_pending';
    default:
      return flight.attempts === 0 ? 'no_ready_instance' : 'connection_failed';
  }
}
