/** Copies for shadows: sent when the live answer is over, bounded, droppable, and nobody waits for them. */

import { count, countDrop, countStatus, countTime, type Drop, LIVE, MIRROR, type Mode } from './count.ts';
import { type Due, unwatch, watch } from './deadlines.ts';
import { type Flight, type MirrorAccount, upstreamPath } from './flight.ts';
import { connectionTo, type Instance, restInstance } from './instance.ts';
import { again, enter, type Lane, leave, release, type Waiter } from './lane.ts';
import { mayRetry } from './retry.ts';
import type { IndexedEndpoint } from './slot.ts';
import { draw } from './urn.ts';
import type { AnswerHead } from './wire/answer-head.ts';
import type { Call, Failure, UpstreamConnection } from './wire/upstream.ts';

/** Largest body that is copied, in bytes. */
export const MIRRORED_BODY = 1024 * 1024;

/** One request to be repeated, shared by its copies; off the account when the last one is done with it. */
type Parcel = {
  readonly method: string;
  readonly rest: string;
  readonly query: string;
  /** Each ended by CRLF. */
  readonly fields: string;
  readonly text: string;
  readonly chunks: readonly Buffer[];
  readonly bytes: number;
  readonly account: MirrorAccount;
  users: number;
};

const none: readonly Lane[] = [];

/** Draws, by an urn for each mirrored deployment, which of them get a copy of a request that came by the split. */
export function drawMirrors(endpoint: IndexedEndpoint, mode: Mode): readonly Lane[] {
  if (mode !== LIVE || endpoint.mirrors.length === 0) return none;
  let drawn: Lane[] | undefined;
  for (const mirror of endpoint.mirrors) {
    if (draw(mirror.urn) !== 0) continue;
    if (drawn === undefined) drawn = [mirror.lane];
    else drawn.push(mirror.lane);
  }
  return drawn ?? none;
}

/** Whether `bytes` more of the body fit; if not, the request gets no copy, and that is counted. */
export function keepForMirror(flight: Flight, bytes: number): boolean {
  const account = flight.account;
  if (flight.keptBytes + bytes > MIRRORED_BODY) {
    dropMirrors(flight, 'body_too_large');
    return false;
  }
  if (account.bytes + bytes > account.limit) {
    dropMirrors(flight, 'memory');
    return false;
  }
  account.bytes += bytes;
  flight.accounted += bytes;
  return true;
}

/** Sends what was drawn; the live answer is over. */
export function launchMirrors(flight: Flight): void {
  if (flight.mirrors.length === 0) return;
  const whole = flight.exchange.wholeBody;
  const complete = flight.bodyEnded && (whole !== undefined || flight.keptBytes === flight.bodyBytes);
  if (!complete) {
    dropMirrors(flight, 'incomplete');
    return;
  }
  if (whole !== undefined && !keepForMirror(flight, whole.length)) return;
  const lanes = flight.mirrors;
  const parcel = parcelOf(flight, lanes.length);
  flight.mirrors = none;
  flight.accounted = 0;
  for (const lane of lanes) launch(new Copy(lane, parcel));
}

function parcelOf(flight: Flight, users: number): Parcel {
  const { head, requestId, wholeBody } = flight.exchange;
  return {
    method: head.method,
    rest: flight.rest,
    query: head.query,
    fields: `x-request-id: ${requestId}\r\n${framed(head.forwarded, flight)}`,
    text: wholeBody ?? '',
    chunks: flight.kept ?? [],
    bytes: flight.accounted,
    account: flight.account,
    users,
  };
}

/** What came in chunks goes out with its length: a copy is whole before it leaves. */
function framed(fields: string, flight: Flight): string {
  const head = flight.exchange.head;
  if (head.contentLength >= 0 || !head.hasBody) return fields;
  return fields.replace(/transfer-encoding: chunked\r\n$/, `content-length: ${flight.bodyBytes}\r\n`);
}

function dropMirrors(flight: Flight, reason: Drop): void {
  for (const lane of flight.mirrors) countDrop(lane.row, reason);
  flight.mirrors = none;
  flight.account.bytes -= flight.accounted;
  flight.accounted = 0;
}

class Copy implements Waiter, Call, Due {
  lane: Lane;
  readonly parcel: Parcel;
  readonly startedAt = performance.now();
  instance: Instance | undefined = undefined;
  waiting = false;
  upstream: UpstreamConnection | undefined = undefined;
  attempts = 0;
  status = 0;
  settled = false;
  dueAt: number;
  dueIndex = -1;

  constructor(lane: Lane, parcel: Parcel) {
    this.lane = lane;
    this.parcel = parcel;
    this.dueAt = this.startedAt + lane.settings.timeoutMs;
  }

  begin(): void {
    open(this);
  }

  onAnswer(head: AnswerHead): void {
    this.status = head.status;
  }

  onWhole(head: AnswerHead): void {
    this.upstream = undefined;
    settle(this, head.status);
  }

  onAnswerData(): void {}

  onAnswerPause(): void {}

  onAnswerEnd(): void {
    this.upstream = undefined;
    settle(this, this.status);
  }

  onUpstreamDrain(): void {}

  onFail(failure: Failure): void {
    this.upstream = undefined;
    lose(this, failure);
  }

  onOverdue(): void {
    settle(this, 408);
  }
}

function launch(copy: Copy): void {
  const entry = enter(copy.lane, copy);
  if (entry === 'busy' || entry === 'no-instance') {
    countDrop(copy.lane.row, entry === 'busy' ? 'busy' : 'no_instance');
    close(copy);
    return;
  }
  watch(copy);
  if (entry === 'held') open(copy);
}

function open(copy: Copy): void {
  const { instance, lane, parcel } = copy;
  if (instance === undefined) return;
  copy.attempts += 1;
  const path = upstreamPath(lane.settings, parcel.rest, parcel.query);
  const head = `${parcel.method} ${path} HTTP/1.1\r\n${parcel.fields}\r\n`;
  const upstream = connectionTo(instance);
  copy.upstream = upstream;
  upstream.cork();
  upstream.begin(copy, head + parcel.text, parcel.method === 'HEAD');
  for (const chunk of parcel.chunks) upstream.write(chunk);
  upstream.endRequest();
  upstream.uncork();
}

function lose(copy: Copy, failure: Failure): void {
  if (copy.settled) return;
  if (copy.status > 0) {
    count(copy.lane.row, MIRROR, 'answer_cut');
    settle(copy, 0);
    return;
  }
  if (copy.instance !== undefined && failure === 'unconnected') restInstance(copy.instance);
  if (mayRetry(failure, copy.attempts) && again(copy)) {
    count(copy.lane.row, MIRROR, 'retried');
    return;
  }
  count(copy.lane.row, MIRROR, 'connection_failed');
  settle(copy, 0);
}

/** `status` is the shadow's, 408 when it was too slow, 0 when there was no whole answer. */
function settle(copy: Copy, status: number): void {
  if (copy.settled) return;
  const row = copy.lane.row;
  count(row, MIRROR, 'requests');
  if (status > 0) {
    countStatus(row, MIRROR, status);
    countTime(row, MIRROR, performance.now() - copy.startedAt);
  }
  close(copy);
}

function close(copy: Copy): void {
  copy.settled = true;
  unwatch(copy);
  leave(copy);
  copy.upstream?.drop();
  copy.upstream = undefined;
  const parcel = copy.parcel;
  parcel.users -= 1;
  if (parcel.users === 0) parcel.account.bytes -= parcel.bytes;
  release(copy);
}
