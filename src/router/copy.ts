/** One copy of a request on its way to a shadow: bounded, droppable, and nobody waits for it. */
import { count, countDrop, countRequest, countStatus, countTime, MIRROR } from './count.ts';
import { type Due, unwatch, watch } from './deadlines.ts';
import { upstreamPath } from './flight.ts';
import type { Head } from './head.ts';
import { connectionTo, type Instance, restInstance } from './instance.ts';
import { again, countersOf, enter, type Lane, leave, release, type Waiter } from './lane.ts';
import type { Standing } from './limits/standing.ts';
import { mayRetry } from './retry.ts';
import type { MirrorBudget, Spool } from './spool.ts';
import { keepCopy } from './trace/keep.ts';
import { spanBelow, type Trace, tracedFields, traceOf } from './trace/trace.ts';
import type { AnswerHead } from './wire/answer-head.ts';
import type { Call, Failure, UpstreamConnection } from './wire/upstream.ts';

/** A request to be repeated, shared by its copies; what it holds is given back when the last one is done with it. */
export type Parcel = {
  readonly method: string;
  readonly rest: string;
  readonly query: string;
  /** Each ended by CRLF. */
  readonly fields: string;
  readonly requestId: string;
  /** Of the request that is repeated. */
  readonly head: Head;
  /** That of the request, whose deployment may have tracing where this one has none, or the other way round. */
  readonly trace: Trace | undefined;
  /** The body, one byte a character, when it came as text. */
  readonly text: string;
  readonly spool: Spool | undefined;
  readonly budget: MirrorBudget;
  /** Of its endpoint: copies take its bandwidth, but do not wait for it. */
  readonly standing: Standing;
  readonly bodyBytes: number;
  users: number;
};

export class Copy implements Waiter, Call, Due {
  readonly mode = MIRROR;
  lane: Lane;
  readonly parcel: Parcel;
  startedAt = performance.now();
  instance: Instance | undefined = undefined;
  waiting = false;
  upstream: UpstreamConnection | undefined = undefined;
  attempts = 0;
  status = 0;
  answerBytes = 0;
  settled = false;
  readonly trace: Trace | undefined;
  /** What to do when the instance takes more. */
  goOn: (() => void) | undefined = undefined;
  dueAt: number;
  dueIndex = -1;

  constructor(lane: Lane, parcel: Parcel) {
    this.lane = lane;
    this.parcel = parcel;
    this.dueAt = this.startedAt + lane.settings.timeoutMs;
    this.trace = traceOfCopy(lane, parcel);
  }

  begin(): void {
    open(this);
  }

  /** A copy that was in line already keeps its own deadline. */
  onAsleep(): void {}

  onAnswer(head: AnswerHead): void {
    this.status = head.status;
    if (this.trace !== undefined) this.trace.run = head.span;
  }

  onWhole(head: AnswerHead, body: string): void {
    this.upstream = undefined;
    this.answerBytes = body.length;
    this.onAnswer(head);
    settle(this, head.status);
  }

  onAnswerData(chunk: Buffer): void {
    this.answerBytes += chunk.length;
  }

  onAnswerPause(): void {}

  onAnswerEnd(): void {
    this.upstream = undefined;
    settle(this, this.status);
  }

  onUpstreamDrain(): void {
    const goOn = this.goOn;
    this.goOn = undefined;
    goOn?.();
  }

  onFail(failure: Failure): void {
    this.upstream = undefined;
    lose(this, failure);
  }

  onOverdue(): void {
    settle(this, 408);
  }
}

/** In the trace of the request that it repeats, whoever began that. */
function traceOfCopy({ settings: { trace: rule } }: Lane, { trace, head }: Parcel): Trace | undefined {
  if (rule === undefined) return undefined;
  return trace === undefined ? traceOf(rule, head) : spanBelow(rule, trace, trace.state);
}

/** Gives the copy to its deployment, or drops it. */
export function launch(copy: Copy): void {
  const entry = enter(copy.lane, copy);
  if (entry === 'busy' || entry === 'no-instance') {
    countDrop(countersOf(copy.lane), entry === 'busy' ? 'busy' : 'no_instance');
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
  const fields = copy.trace === undefined ? parcel.fields : fieldsInTrace(copy.trace, instance, parcel);
  const head = `${parcel.method} ${path} HTTP/1.1\r\n${fields}\r\n`;
  const upstream = connectionTo(instance);
  copy.upstream = upstream;
  upstream.cork();
  upstream.begin(copy, head + parcel.text, parcel.method === 'HEAD');
  for (const chunk of parcel.spool?.start ?? []) upstream.write(chunk);
  upstream.uncork();
  sendFile(copy, upstream, 0);
}

function fieldsInTrace(trace: Trace, instance: Instance, { fields }: Parcel): string {
  trace.sentAt = performance.now();
  trace.instance = instance.id;
  return tracedFields(trace, fields);
}

/** The part of the body that is in a file, from `at` on, as fast as the shadow takes it and live bodies leave room. */
function sendFile(copy: Copy, upstream: UpstreamConnection, at: number): void {
  if (copy.upstream !== upstream) return;
  const spool = copy.parcel.spool;
  if (spool === undefined || at >= spool.fileBytes) {
    upstream.endRequest();
    return;
  }
  // That it takes long is not the shadow's fault, as long as it takes what comes.
  copy.dueAt = performance.now() + copy.lane.settings.timeoutMs;
  spool.read(at, (piece) => {
    if (copy.upstream !== upstream) return;
    if (piece === undefined) {
      countDrop(countersOf(copy.lane), 'disk');
      close(copy);
      return;
    }
    const next = () => whenQuiet(copy, () => sendFile(copy, upstream, at + piece.length));
    if (upstream.write(piece)) next();
    else copy.goOn = next;
  });
}

/** How long no part of a live body must have moved, and how long that is waited for at most, in ms. */
const QUIET = 3;
const PATIENT = 30;

/** A piece of a copy takes as long as some parts of a live body, which would wait for it: it comes after them. */
function whenQuiet(copy: Copy, go: () => void, since = performance.now()): void {
  const now = performance.now();
  if (now - copy.parcel.budget.liveAt < QUIET && now - since < PATIENT) {
    setTimeout(whenQuiet, QUIET, copy, go, since);
    return;
  }
  // Nor is it time that the shadow took.
  copy.startedAt += now - since;
  go();
}

function lose(copy: Copy, failure: Failure): void {
  copy.goOn = undefined;
  if (copy.settled) return;
  if (copy.status > 0) {
    count(countersOf(copy.lane), MIRROR, 'answer_cut');
    settle(copy, 0);
    return;
  }
  if (copy.instance !== undefined && failure === 'unconnected') restInstance(copy.instance);
  if (mayRetry(failure, copy.attempts, 0) && again(copy)) {
    count(countersOf(copy.lane), MIRROR, 'retried');
    return;
  }
  count(countersOf(copy.lane), MIRROR, 'connection_failed');
  settle(copy, 0);
}

/** `status` is the shadow's, 408 when it was too slow, 0 when there was no whole answer. */
function settle(copy: Copy, status: number): void {
  if (copy.settled) return;
  const { answerBytes, parcel } = copy;
  const row = countersOf(copy.lane);
  countRequest(row, MIRROR, parcel.bodyBytes, answerBytes);
  parcel.standing.bandwidth?.charge(parcel.bodyBytes + answerBytes, performance.now());
  if (status > 0) {
    countStatus(row, MIRROR, status);
    countTime(row, MIRROR, performance.now() - copy.startedAt);
  }
  if (copy.trace !== undefined) keepCopy(copy, copy.trace, status);
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
  if (parcel.users === 0) {
    parcel.budget.bytes -= parcel.text.length;
    parcel.spool?.drop();
  }
  release(copy);
}
