/** The request on its way to an instance and the ways in which that ends without an answer of the instance. */
import { refuseBusy, refuseFailed, refuseLate } from './answers.ts';
import { count } from './count.ts';
import { watch } from './deadlines.ts';
import type { Exchange } from './exchange.ts';
import { type Flight, type FlightPlan, upstreamPath } from './flight.ts';
import type { Head } from './head.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { connectionTo, type Instance, restInstance } from './instance.ts';
import { again, countersOf, enter, type Lane, limitOf } from './lane.ts';
import { slowRequest } from './limits/throttle.ts';
import { drawMirrors } from './mirror.ts';
import { replyBegin, replyData, replyEnd, replyWhole } from './reply.ts';
import { mayRetry } from './retry.ts';
import { settleAnswered, settleClientClosed, settleCut } from './settle.ts';
import { type Trace, tracedFields, traceOf } from './trace/trace.ts';
import { isReplayable, takeChunk, takeEnd, upload } from './upload.ts';
import type { AnswerHead } from './wire/answer-head.ts';
import type { Failure, UpstreamConnection } from './wire/upstream.ts';

const none: readonly Lane[] = [];
/** Until another try at an instance that has no room for one more connection, in ms. */
const CROWDED = 25;

/**
 * A class, so that what it hears is shared and not made anew for each request. What a small request on a kept
 * connection costs in memory: this object and its plan, its id, the texts of both heads, and the instance's answer head
 * as it was read (`AnswerHead` and its notes). A head that the client sends again is not read again.
 */
class RoutedFlight implements Flight {
  readonly exchange: Exchange;
  readonly endpoint: IndexedEndpoint;
  lane: Lane;
  readonly mode: Flight['mode'];
  readonly rest: string;
  readonly plain: boolean;
  readonly budget: Flight['budget'];
  readonly standing: Flight['standing'];
  readonly traffic: Flight['traffic'];
  trace: Flight['trace'] = undefined;
  spare: number;
  mirrors = none;
  instance: Instance | undefined = undefined;
  waiting = false;
  upstream: UpstreamConnection | undefined = undefined;
  attempts = 0;
  modelStatus = 0;
  answerAt = 0;
  bodyAt = 0;
  endedAt = 0;
  kept: Buffer[] | undefined;
  keptBytes = 0;
  spool: Flight['spool'] = undefined;
  bodyBytes = 0;
  requestFree = 0;
  requestTimer = false;
  answerFree = 0;
  answerTimer = false;
  trailing = false;
  bodyStarted = false;
  bodyEnded: boolean;
  settled = false;
  dueAt: number;
  dueIndex = -1;
  /** It waits for a deployment that sleeps; its own time begins with its instance. */
  asleep = false;

  constructor(exchange: Exchange, endpoint: IndexedEndpoint, plan: FlightPlan) {
    this.exchange = exchange;
    this.endpoint = endpoint;
    this.standing = endpoint.standing;
    this.lane = plan.lane;
    this.mode = plan.mode;
    this.rest = plan.rest;
    this.plain = plan.plain;
    this.budget = plan.budget;
    this.traffic = plan.traffic;
    this.spare = plan.spare;
    const streams = exchange.head.hasBody && exchange.wholeBody === undefined;
    this.kept = streams ? [] : undefined;
    this.bodyEnded = !streams;
    this.bodyBytes = exchange.wholeBody?.length ?? 0;
    this.dueAt = exchange.startedAt + plan.lane.settings.timeoutMs;
  }

  begin(): void {
    if (this.asleep) {
      this.asleep = false;
      this.dueAt = performance.now() + this.lane.settings.timeoutMs;
    }
    open(this);
  }

  onAsleep(waitMs: number): void {
    this.asleep = true;
    this.dueAt = performance.now() + waitMs;
  }

  onChunk(chunk: Buffer): void {
    takeChunk(this, chunk);
  }

  onBodyEnd(): void {
    takeEnd(this);
  }

  onUpstreamDrain(): void {
    if (!this.settled && !this.requestTimer) this.exchange.resume();
  }

  onAnswer(head: AnswerHead): void {
    if (this.settled) return;
    if (this.trace !== undefined) this.trace.run = head.span;
    replyBegin(this, head);
  }

  onWhole(head: AnswerHead, body: string): void {
    this.upstream = undefined;
    if (this.settled) return;
    if (this.trace !== undefined) this.trace.run = head.span;
    replyWhole(this, head, body);
  }

  onAnswerData(chunk: Buffer): void {
    if (!this.settled) replyData(this, chunk);
  }

  onAnswerPause(): void {
    if (!this.settled && this.modelStatus > 0) this.exchange.flush();
  }

  onAnswerEnd(): void {
    this.upstream = undefined;
    if (!this.settled) replyEnd(this);
  }

  onClientDrain(): void {
    if (this.settled) return;
    this.dueAt = performance.now() + this.lane.settings.timeoutMs;
    if (!this.answerTimer) this.upstream?.resume();
  }

  onFail(failure: Failure): void {
    this.upstream = undefined;
    if (!this.settled) lose(this, failure);
  }

  onClientGone(): void {
    settleClientClosed(this);
  }

  onOverdue(): void {
    late(this);
  }
}

/** Starts the request, puts it in line, or refuses it. */
export function forward(exchange: Exchange, endpoint: IndexedEndpoint, plan: FlightPlan): void {
  const flight = new RoutedFlight(exchange, endpoint, plan);
  const lane = plan.lane;
  const rule = lane.settings.trace;
  if (rule !== undefined) flight.trace = traceOf(rule, exchange.head);
  const entry = enter(lane, flight);
  if (entry === 'busy') {
    refuseBusy(exchange, lane.name, limitOf(lane));
    settleAnswered(flight, 429, 0);
    return;
  }
  if (entry === 'no-instance') {
    refuseNoInstance(flight);
    return;
  }
  exchange.sink = flight;
  watch(flight);
  // Drawn before the first byte of the body, which is kept for the copies, and only for requests that are let in.
  flight.mirrors = drawMirrors(endpoint, plan.mode);
  if (flight.standing.bandwidth !== undefined && flight.bodyBytes > 0) {
    slowRequest(flight, flight.bodyBytes, exchange.startedAt);
  }
  if (entry === 'held') open(flight);
}

function refuseNoInstance(flight: Flight): void {
  const message = `Deployment ${flight.lane.name} has no instance that is ready.`;
  refuseFailed(flight.exchange, flight.lane.name, { modelStatus: 503, reason: 'no_ready_instance', message });
  count(countersOf(flight.lane), flight.mode, 'no_instance');
  settleAnswered(flight, 424, 0);
}

function open(flight: Flight): void {
  const instance = flight.instance;
  if (instance === undefined) return;
  const { head, requestId, wholeBody } = flight.exchange;
  if (wholeBody !== undefined && flight.requestFree > 0 && isHeldBack(flight)) return;
  flight.attempts += 1;
  const path = upstreamPath(flight.lane.settings, flight.rest, head.query);
  const asked =
    flight.trace === undefined
      ? askedOf(head, path)
      : beginning(head, path, fieldsInTrace(flight.trace, instance, head));
  const text = `${asked}${requestId}\r\n\r\n`;
  const upstream = connectionTo(instance);
  flight.upstream = upstream;
  const bodiless = head.method === 'HEAD';
  if (wholeBody !== undefined) {
    upstream.begin(flight, text + wholeBody, bodiless);
    upstream.endRequest();
    return;
  }
  upstream.cork();
  upstream.begin(flight, text, bodiless);
  upload(flight);
  upstream.uncork();
}

/** A body that came whole waits for its bandwidth. */
function isHeldBack(flight: Flight): boolean {
  const left = flight.requestFree - performance.now();
  if (left <= 0) return false;
  setTimeout(openLater, left, flight);
  return true;
}

function openLater(flight: Flight): void {
  if (!flight.settled) open(flight);
}

/** The head for the instance, up to the value of its last field, the id: clients that repeat themselves ask for the same. */
function askedOf(head: Head, path: string): string {
  if (head.askedPath !== path) {
    head.askedPath = path;
    head.asked = beginning(head, path, head.forwarded);
  }
  return head.asked;
}

function beginning(head: Head, path: string, fields: string): string {
  return `${head.method} ${path} HTTP/1.1\r\n${fields}x-request-id: `;
}

function fieldsInTrace(trace: Trace, instance: Instance, head: Head): string {
  trace.sentAt = performance.now();
  trace.instance = instance.id;
  return tracedFields(trace, head.forwarded);
}

function lose(flight: Flight, failure: Failure): void {
  const { instance, lane } = flight;
  if (failure === 'crowded' && isReplayable(flight)) {
    standOff(flight);
    return;
  }
  if (instance !== undefined && failure === 'unconnected') restInstance(instance);
  if (isRepeatable(flight, failure) && again(flight)) {
    // What is kept of a body for another try is little; it must not go on coming while there is nobody to take it.
    if (flight.waiting && !flight.bodyEnded) flight.exchange.pause();
    count(countersOf(flight.lane), flight.mode, 'retried');
    return;
  }
  count(countersOf(lane), flight.mode, 'connection_failed');
  if (flight.exchange.headSent) {
    settleCut(flight);
    return;
  }
  const message =
    failure === 'garbage'
      ? `An instance of deployment ${lane.name} sent an answer that is not HTTP.`
      : `The connection to an instance of deployment ${lane.name} failed.`;
  refuseFailed(flight.exchange, lane.name, { modelStatus: 502, reason: 'model_error', message });
  settleAnswered(flight, 424, 0);
}

/** Counts it, so that a request whose script kills its instance does so twice at most. */
function isRepeatable(flight: Flight, failure: Failure): boolean {
  if (flight.modelStatus > 0 || !isReplayable(flight)) return false;
  if (!mayRetry(failure, flight.attempts, flight.spare)) return false;
  if (failure === 'lost') flight.spare -= 1;
  return true;
}

/** Keeps its place at the instance and tries again soon, until its own deadline. */
function standOff(flight: Flight): void {
  flight.attempts -= 1;
  if (!flight.bodyEnded) flight.exchange.pause();
  setTimeout(() => {
    if (!flight.settled) open(flight);
  }, CROWDED);
}

/** Before the head: too late for an answer of the instance. After it: no byte moved for as long. */
function late(flight: Flight): void {
  if (flight.exchange.headSent) {
    settleCut(flight);
    return;
  }
  refuseLate(flight.exchange, flight.lane.name);
  settleAnswered(flight, 408, 0);
}
