/** The request on its way to an instance and the ways in which that ends without an answer of the instance. */
import type { ClientRequest, IncomingMessage } from 'node:http';
import { refuseBusy, refuseFailed, refuseLate } from './answers.ts';
import { count } from './count.ts';
import type { Exchange } from './exchange.ts';
import {
  type Carrier,
  carry,
  createFlight,
  type Flight,
  type FlightPlan,
  flightOf,
  upstreamPath,
} from './flight.ts';
import { openUpstream, restInstance } from './instance.ts';
import { again, enter } from './lane.ts';
import { reply } from './reply.ts';
import { isUnconnected, mayRetry } from './retry.ts';
import { settleAnswered, settleClientClosed, settleCut } from './settle.ts';
import { isReplayable, upload } from './upload.ts';

/** The flight when it was let in; undefined when it was refused and answered. */
export function forward(exchange: Exchange, plan: Omit<FlightPlan, 'begin'>): Flight | undefined {
  completeHeaders(exchange);
  const flight = createFlight(exchange, { ...plan, begin: open });
  carry(exchange.out, flight);
  exchange.out.on('close', onClientClose);
  flight.timer = setTimeout(onDeadline, plan.lane.settings.timeoutMs, flight);
  switch (enter(plan.lane, flight)) {
    case 'begun':
    case 'waits':
      return flight;
    case 'busy':
      refuseBusy(exchange, plan.lane.name, plan.lane.settings.pendingLimit);
      settleAnswered(flight, 429, 0);
      return undefined;
    case 'no-instance':
      refuseNoInstance(flight);
      return undefined;
  }
}

function refuseNoInstance(flight: Flight): void {
  const message = `Deployment ${flight.lane.name} has no instance that is ready.`;
  refuseFailed(flight.exchange, flight.lane.name, { modelStatus: 503, reason: 'no_ready_instance', message });
  count(flight.lane.row, flight.mode, 'no_instance');
  settleAnswered(flight, 424, 0);
}

/** What the instance gets besides the client's own headers; the same for a retry and a copy. */
function completeHeaders(exchange: Exchange): void {
  const { head, requestId } = exchange;
  const headers = head.forwarded;
  headers.push('host', 'localhost', 'x-request-id', requestId);
  if (head.clientRequestId !== '') headers.push('x-ms-client-request-id', head.clientRequestId);
  if (head.contentLength >= 0) return;
  if (head.hasBody) headers.push('transfer-encoding', 'chunked');
  else if (head.method !== 'GET' && head.method !== 'HEAD') headers.push('content-length', '0');
}

function open(this: Flight): void {
  const instance = this.instance;
  if (instance === undefined) return;
  this.attempts += 1;
  this.openedAt = performance.now();
  const head = this.exchange.head;
  const path = upstreamPath(this.lane.settings, this.rest, head.query);
  let upstream: ClientRequest;
  try {
    upstream = openUpstream(instance, { method: head.method, path }, head.forwarded);
  } catch (error) {
    // A path or header that Node reads but does not write.
    fail(this, `The request cannot be passed on: ${String(error)}`);
    return;
  }
  this.upstream = upstream;
  carry(upstream, this);
  upstream.on('response', onResponse);
  upstream.on('error', onError);
  upstream.on('close', onClose);
  upload(this);
}

function onResponse(this: Carrier, response: IncomingMessage): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled || flight.upstream !== this) {
    response.destroy();
    return;
  }
  flight.response = response;
  flight.timer?.refresh();
  try {
    reply(flight, response);
  } catch (error) {
    // A head that cannot be passed on, such as one with forbidden characters.
    fail(flight, `The instance's answer cannot be passed on: ${String(error)}`);
  }
}

function onError(this: Carrier, error: Error): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled || flight.upstream !== this) return;
  // After the head the response's own stream tells how it ended.
  if (flight.response === undefined) lose(flight, flight.upstream, error);
}

/** An upstream that closed without an answer or an error. */
function onClose(this: Carrier): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled || flight.upstream !== this) return;
  if (flight.response === undefined) lose(flight, flight.upstream, new Error('closed without an answer'));
}

function lose(flight: Flight, upstream: ClientRequest, error: Error): void {
  const { attempts, openedAt, instance } = flight;
  if (instance !== undefined && isUnconnected(error)) restInstance(instance);
  if (isReplayable(flight) && mayRetry({ upstream, error, attempts, openedAt })) {
    flight.upstream = undefined;
    if (again(flight)) {
      count(flight.lane.row, flight.mode, 'retried');
      return;
    }
  }
  fail(flight, `The connection to an instance of deployment ${flight.lane.name} failed.`);
}

function fail(flight: Flight, message: string): void {
  count(flight.lane.row, flight.mode, 'connection_failed');
  if (flight.exchange.headSent) {
    settleCut(flight);
    return;
  }
  refuseFailed(flight.exchange, flight.lane.name, { modelStatus: 502, reason: 'model_error', message });
  settleAnswered(flight, 424, 0);
}

/** Before the head: too late for an answer of the instance. After it: no byte moved for as long. */
function onDeadline(flight: Flight): void {
  if (flight.exchange.headSent) {
    settleCut(flight);
    return;
  }
  refuseLate(flight.exchange, flight.lane.name);
  settleAnswered(flight, 408, 0);
}

function onClientClose(this: Carrier): void {
  const flight = this[flightOf];
  if (flight !== undefined) settleClientClosed(flight);
}
