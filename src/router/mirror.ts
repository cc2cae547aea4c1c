/** Copies for shadows: sent when the live answer is over, bounded, droppable, and nobody waits for them. */

import type { EventEmitter } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { count, countDrop, countStatus, countTime, type Drop, LIVE, MIRROR } from './count.ts';
import { type Flight, type MirrorAccount, upstreamPath } from './flight.ts';
import { openUpstream, restInstance } from './instance.ts';
import { again, enter, type Lane, leave, release, type Waiter } from './lane.ts';
import { isUnconnected, mayRetry } from './retry.ts';
import type { IndexedEndpoint } from './slot.ts';
import { draw } from './urn.ts';

/** Largest body that is copied, in bytes. */
export const MIRRORED_BODY = 1024 * 1024;

/** The body of one request, shared by its copies; off the account when the last one is done with it. */
type Parcel = {
  readonly chunks: readonly Buffer[];
  readonly bytes: number;
  readonly account: MirrorAccount;
  users: number;
};

type Copy = Waiter & {
  readonly parcel: Parcel;
  readonly method: string;
  readonly rest: string;
  readonly query: string;
  readonly headers: readonly string[];
  readonly startedAt: number;
  upstream: ClientRequest | undefined;
  attempts: number;
  openedAt: number;
  timer: NodeJS.Timeout | undefined;
  /** Its head came: from then on the response's own stream tells how it ends. */
  answered: boolean;
  settled: boolean;
};

const copyOf = Symbol('copy');
type CopyCarrier = EventEmitter & { [copyOf]?: Copy };

const none: readonly Lane[] = [];

/** Draws, by an urn for each mirrored deployment, which of them get a copy of a request that came by the split. */
export function drawMirrors(endpoint: IndexedEndpoint, mode: Flight['mode']): readonly Lane[] {
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
  const complete = flight.bodyEnded && flight.keptBytes === flight.bodyBytes;
  if (!complete) {
    dropMirrors(flight, 'incomplete');
    return;
  }
  const lanes = flight.mirrors;
  const { account, accounted: bytes } = flight;
  const parcel: Parcel = { chunks: flight.kept ?? [], bytes, account, users: lanes.length };
  flight.mirrors = none;
  flight.accounted = 0;
  for (const lane of lanes) launch(createCopy(flight, lane, parcel));
}

function dropMirrors(flight: Flight, reason: Drop): void {
  for (const lane of flight.mirrors) countDrop(lane.row, reason);
  flight.mirrors = none;
  flight.account.bytes -= flight.accounted;
  flight.accounted = 0;
}

function createCopy(flight: Flight, lane: Lane, parcel: Parcel): Copy {
  const head = flight.exchange.head;
  return {
    lane,
    parcel,
    method: head.method,
    rest: flight.rest,
    query: head.query,
    headers: head.forwarded,
    startedAt: performance.now(),
    begin: open,
    instance: undefined,
    waiting: false,
    upstream: undefined,
    attempts: 0,
    openedAt: 0,
    timer: undefined,
    answered: false,
    settled: false,
  };
}

function launch(copy: Copy): void {
  copy.timer = setTimeout(onDeadline, copy.lane.settings.timeoutMs, copy);
  const entry = enter(copy.lane, copy);
  if (entry === 'begun' || entry === 'waits') return;
  countDrop(copy.lane.row, entry === 'busy' ? 'busy' : 'no_instance');
  close(copy);
}

function open(this: Copy): void {
  const instance = this.instance;
  if (instance === undefined) return;
  this.attempts += 1;
  this.openedAt = performance.now();
  const path = upstreamPath(this.lane.settings, this.rest, this.query);
  let upstream: ClientRequest & CopyCarrier;
  try {
    upstream = openUpstream(instance, { method: this.method, path }, this.headers);
  } catch {
    fail(this);
    return;
  }
  this.upstream = upstream;
  upstream[copyOf] = this;
  upstream.on('response', onResponse);
  upstream.on('error', onError);
  upstream.on('close', onClose);
  for (const chunk of this.parcel.chunks) upstream.write(chunk);
  upstream.end();
}

function onResponse(this: CopyCarrier, response: IncomingMessage & CopyCarrier): void {
  const copy = this[copyOf];
  if (copy === undefined || copy.upstream !== this) return;
  copy.answered = true;
  response[copyOf] = copy;
  response.on('end', onEnd);
  response.on('error', onCut);
  response.resume();
}

function onEnd(this: CopyCarrier): void {
  const copy = this[copyOf];
  if (copy === undefined || copy.settled) return;
  const status = 'statusCode' in this && typeof this.statusCode === 'number' ? this.statusCode : 0;
  copy.upstream = undefined;
  settle(copy, status);
}

function onCut(this: CopyCarrier): void {
  const copy = this[copyOf];
  if (copy === undefined || copy.settled) return;
  count(copy.lane.row, MIRROR, 'answer_cut');
  settle(copy, 0);
}

function onError(this: CopyCarrier, error: Error): void {
  const copy = this[copyOf];
  if (copy === undefined || copy.settled || copy.answered || copy.upstream !== this) return;
  const { attempts, openedAt, upstream, instance } = copy;
  copy.upstream = undefined;
  if (instance !== undefined && isUnconnected(error)) restInstance(instance);
  if (mayRetry({ upstream, error, attempts, openedAt }) && again(copy)) {
    count(copy.lane.row, MIRROR, 'retried');
    return;
  }
  fail(copy);
}

function onClose(this: CopyCarrier): void {
  const copy = this[copyOf];
  if (copy === undefined || copy.settled || copy.answered || copy.upstream !== this) return;
  fail(copy);
}

function fail(copy: Copy): void {
  count(copy.lane.row, MIRROR, 'connection_failed');
  settle(copy, 0);
}

function onDeadline(copy: Copy): void {
  settle(copy, 408);
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
  clearTimeout(copy.timer);
  leave(copy);
  const upstream = copy.upstream;
  copy.upstream = undefined;
  upstream?.destroy();
  const parcel = copy.parcel;
  parcel.users -= 1;
  if (parcel.users === 0) parcel.account.bytes -= parcel.bytes;
  if (copy.instance !== undefined) process.nextTick(release, copy);
}
