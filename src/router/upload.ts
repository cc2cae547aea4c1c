/** The request's body on its way in: streamed with back-pressure, its beginning kept for a retry or a copy. */

import { refuseTooLarge } from './answers.ts';
import { type Carrier, carry, type Flight, flightOf } from './flight.ts';
import { keepForMirror } from './mirror.ts';
import { settleAnswered, settleCut } from './settle.ts';

/** A retry may replay this much. */
export const REPLAYABLE = 64 * 1024;

/** Starts, or after a retry goes on with, moving the body to `flight.upstream`. */
export function upload(flight: Flight): void {
  const upstream = flight.upstream;
  if (upstream === undefined) return;
  const head = flight.exchange.head;
  if (head.hasBody) upstream.on('drain', onDrain);
  // A stream's first bytes may be long in coming; a sized body shares its first write with the head.
  if (head.hasBody && head.contentLength < 0) upstream.flushHeaders();
  if (flight.bodyStarted) replay(flight);
  if (flight.bodyEnded) upstream.end();
  else if (flight.bodyStarted) flight.exchange.body.resume();
  else start(flight);
}

function start(flight: Flight): void {
  const body = flight.exchange.body;
  flight.bodyStarted = true;
  carry(body, flight);
  body.on('data', onChunk);
  body.on('end', onEnd);
  flight.exchange.proceed();
}

function replay(flight: Flight): void {
  for (const chunk of flight.kept ?? []) flight.upstream?.write(chunk);
}

/** Whether every byte read so far could be sent again. */
export function isReplayable(flight: Flight): boolean {
  return flight.bodyBytes === 0 || (flight.kept !== undefined && flight.keptBytes === flight.bodyBytes);
}

function onChunk(this: Carrier, chunk: Buffer): void {
  const flight = this[flightOf];
  if (flight === undefined) return;
  flight.bodyBytes += chunk.length;
  if (flight.settled) return;
  if (flight.bodyBytes > flight.exchange.maxBodyBytes) {
    stopTooLarge(flight);
    return;
  }
  keep(flight, chunk);
  const upstream = flight.upstream;
  if (upstream === undefined || upstream.destroyed) return;
  if (flight.response !== undefined) flight.timer?.refresh();
  if (!upstream.write(chunk)) flight.exchange.body.pause();
}

function keep(flight: Flight, chunk: Buffer): void {
  if (flight.kept === undefined) return;
  const mirrored = flight.mirrors.length > 0;
  const whole = flight.keptBytes + chunk.length;
  const needed = mirrored ? keepForMirror(flight, chunk.length) : false;
  if (!needed && !mayReplay(flight, whole)) {
    flight.kept = undefined;
    return;
  }
  flight.kept.push(chunk);
  flight.keptBytes = whole;
}

/** While the connection is not made nothing can have been lost: back-pressure bounds what is kept then. */
function mayReplay(flight: Flight, bytes: number): boolean {
  if (flight.response !== undefined) return false;
  return bytes <= REPLAYABLE || flight.upstream?.socket?.connecting !== false;
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

function onEnd(this: Carrier): void {
  const flight = this[flightOf];
  if (flight === undefined) return;
  flight.bodyEnded = true;
  if (!flight.settled) flight.upstream?.end();
}

function onDrain(this: Carrier): void {
  const flight = this[flightOf];
  if (flight !== undefined && flight.upstream === this && !flight.settled) flight.exchange.body.resume();
}
