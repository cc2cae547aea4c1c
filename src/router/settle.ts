/** How a request ends: give the instance back, count, and let the copies go. */
import { count, countBytes, countModelStatus, countStatus, countTime } from './count.ts';
import { unwatch } from './deadlines.ts';
import type { Flight } from './flight.ts';
import { countersOf, leave, release } from './lane.ts';
import { launchMirrors } from './mirror.ts';

/** `modelStatus` is what the instance answered; 0 when it did not. */
export function settleAnswered(flight: Flight, status: number, modelStatus: number): void {
  if (!close(flight)) return;
  const row = countersOf(flight.lane);
  countStatus(row, flight.mode, status);
  if (status === 424 && modelStatus > 0) countModelStatus(row, flight.mode, modelStatus);
  if (status !== 429) countTime(row, flight.mode, performance.now() - flight.exchange.startedAt);
  launchMirrors(flight);
}

/** The client went away; no failure of anybody's. */
export function settleClientClosed(flight: Flight): void {
  if (!close(flight)) return;
  count(countersOf(flight.lane), flight.mode, 'client_closed');
  launchMirrors(flight);
}

/** The answer broke off after its head: the client sees the connection end early. */
export function settleCut(flight: Flight): void {
  if (!close(flight)) return;
  count(countersOf(flight.lane), flight.mode, 'answer_cut');
  flight.exchange.cut();
  launchMirrors(flight);
}

function close(flight: Flight): boolean {
  if (flight.settled) return false;
  flight.settled = true;
  unwatch(flight);
  leave(flight);
  const row = countersOf(flight.lane);
  count(row, flight.mode, 'requests');
  countBytes(row, flight.mode, flight.bodyBytes, flight.answerBytes);
  // One whose request and answer are both whole has let go of its connection already.
  flight.upstream?.drop();
  flight.upstream = undefined;
  flight.exchange.sink = undefined;
  if (!flight.bodyEnded) flight.exchange.discard();
  release(flight);
  return true;
}
