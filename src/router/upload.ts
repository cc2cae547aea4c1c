/** The request's body on its way in: streamed with back-pressure, its beginning kept for a retry or a copy. */

import { refuseTooLarge } from './answers.ts';
import type { Flight } from './flight.ts';
import { pauseRequest, slowRequest } from './limits/throttle.ts';
import { keepForMirror } from './mirror.ts';
import { settleAnswered, settleCut } from './settle.ts';
import type { UpstreamConnection } from './wire/upstream.ts';

/** A retry may replay this much; more where an endpoint wants requests repeated that were lost. */
export const REPLAYABLE = 64 * 1024;
export const REPLAYABLE_LOST = 1024 * 1024;

/** Starts, or after a retry goes on with, moving the body to `flight.upstream`. */
export function upload(flight: Flight): void {
  const upstream = flight.upstream;
  if (upstream === undefined) return;
  if (flight.bodyStarted) for (const chunk of flight.kept ?? []) send(flight, upstream, chunk);
  if (flight.bodyEnded) end(flight, upstream);
  else if (flight.bodyStarted) {
    if (!flight.requestTimer) flight.exchange.resume();
  } else {
    flight.bodyStarted = true;
    flight.exchange.receive();
  }
}

/** Whether every byte read so far could be sent again. */
export function isReplayable(flight: Flight): boolean {
  if (flight.exchange.wholeBody !== undefined) return true;
  return flight.bodyBytes === 0 || (flight.kept !== undefined && flight.keptBytes === flight.bodyBytes);
}

export function takeChunk(flight: Flight, chunk: Buffer): void {
  flight.bodyBytes += chunk.length;
  if (flight.settled) return;
  flight.budget.liveAt = performance.now();
  if (flight.bodyBytes > flight.exchange.maxBodyBytes) {
    stopTooLarge(flight);
    return;
  }
  keep(flight, chunk);
  if (flight.standing.bandwidth !== undefined) {
    const now = performance.now();
    if (slowRequest(flight, chunk.length, now)) pauseRequest(flight, now);
  }
  const upstream = flight.upstream;
  if (upstream === undefined) return;
  if (flight.modelStatus > 0) flight.dueAt = flight.budget.liveAt + flight.lane.settings.timeoutMs;
  if (!send(flight, upstream, chunk)) flight.exchange.pause();
}

export function takeEnd(flight: Flight): void {
  flight.bodyEnded = true;
  flight.bodyAt = performance.now();
  const upstream = flight.upstream;
  if (!flight.settled && upstream !== undefined) end(flight, upstream);
}

function send(flight: Flight, upstream: UpstreamConnection, chunk: Buffer): boolean {
  if (flight.exchange.head.contentLength >= 0) return upstream.write(chunk);
  upstream.cork();
  upstream.writeText(`${chunk.length.toString(16)}\r\n`);
  upstream.write(chunk);
  const more = upstream.writeText('\r\n');
  upstream.uncork();
  return more;
}

function end(flight: Flight, upstream: UpstreamConnection): void {
  const { head, wholeBody } = flight.exchange;
  if (head.hasBody && wholeBody === undefined && head.contentLength < 0) upstream.writeText('0\r\n\r\n');
  upstream.endRequest();
}

function keep(flight: Flight, chunk: Buffer): void {
  if (flight.mirrors.length > 0) keepForMirror(flight, chunk);
  if (flight.kept === undefined) return;
  flight.keptBytes += chunk.length;
  if (mayReplay(flight, flight.keptBytes)) flight.kept.push(chunk);
  else flight.kept = undefined;
}

/** While the connection is not made nothing can have been lost: back-pressure bounds what is kept then. */
function mayReplay(flight: Flight, bytes: number): boolean {
  if (flight.modelStatus > 0) return false;
  return bytes <= (flight.spare > 0 ? REPLAYABLE_LOST : REPLAYABLE) || flight.upstream?.connecting === true;
}

/** A chunked body says its size only by coming. */
function stopTooLarge(flight: Flight): void {
  if (flight.exchange.headSent) {
    settleCut(flight);
    return;
  }
  refuseTooLarge(flight.exchange, flight.exchange.maxBodyBytes);
  settleAnswered(flight, 413, 0);
}
