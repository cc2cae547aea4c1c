/** One connection to an instance: raw bytes out, strictly read answers back, one request at a time. */
import { connect, type Socket } from 'node:net';
import type { TableAddress } from '../../table/table.ts';
import { ANSWER_HEAD, type AnswerHead, readAnswerHead } from './answer-head.ts';
import { END, nothing } from './bytes.ts';
import { ChunkedReader } from './chunked.ts';
import { Outlet } from './outlet.ts';

/**
 * How a request failed that got no whole answer. unconnected: the connection was never made. crowded: neither, but the
 * instance lives; as many wait for it to accept them as its socket allows. untaken: the instance
 * closed without having read all of the request, so nothing can have worked on it. lost: it closed, and may have.
 * garbage: what it sent is no HTTP answer.
 */
export type Failure = 'unconnected' | 'crowded' | 'untaken' | 'lost' | 'garbage';

/** A request, or a copy of one, that is on a connection. */
export type Call = {
  onAnswer(head: AnswerHead): void;
  /** The head and the whole body, one byte a character, in one piece. */
  onWhole(head: AnswerHead, body: string): void;
  /** More of the body; borrowed: it is valid during the call only. */
  onAnswerData(chunk: Buffer): void;
  /** All that came with one read has been told. */
  onAnswerPause(): void;
  onAnswerEnd(): void;
  onUpstreamDrain(): void;
  onFail(failure: Failure): void;
};

/** Where connections go when they are free again. */
export type Home = {
  keep(connection: UpstreamConnection): boolean;
  forget(connection: UpstreamConnection): void;
};

/** One buffer for all reads of the process: each is looked at, and copied where needed, before the next one. */
const shared = Buffer.allocUnsafeSlow(64 * 1024);
/** Answers up to this come as text, which one write passes on. */
const WHOLE = 16 * 1024;

const IDLE = 0;
const AT_HEAD = 1;
const SIZED = 2;
const CHUNKED = 3;
const TO_CLOSE = 4;
const CLOSED = 5;

export class UpstreamConnection {
  /** `performance.now()` when it was last given back. */
  idleSince = 0;
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #home: Home;
  readonly #local: boolean;
  #call: Call | undefined;
  #state = IDLE;
  /** The head that was read last. */
  #lastText = '';
  #last: AnswerHead | undefined;
  /** Bytes of an unfinished head. */
  #carry: Buffer = nothing;
  #left = 0;
  #chunked: ChunkedReader | undefined;
  #keepAlive = true;
  #bodiless = false;
  #requestEnded = false;
  /** Bytes of an answer came, were they only of an interim one: somebody works on the request. */
  #heard = false;

  constructor(address: TableAddress, home: Home) {
    this.#home = home;
    this.#local = address.kind === 'unix';
    const onread = { buffer: shared, callback: (bytes: number) => this.#read(bytes) };
    const socket = connect(
      address.kind === 'unix'
        ? { path: address.path, onread }
        : { host: address.host, port: address.port, noDelay: true, onread },
    );
    socket.on('error', (error) => this.#failed(error));
    socket.on('end', () => this.#ended(true));
    socket.on('close', () => this.#ended(false));
    socket.on('drain', () => this.#call?.onUpstreamDrain());
    this.#socket = socket;
    this.#outlet = new Outlet(socket);
  }

  get connecting(): boolean {
    return this.#socket.connecting;
  }

  /** Begins a request; `head` has one byte a character. `bodiless`: HEAD, whose answer has no body. */
  begin(call: Call, head: string, bodiless: boolean): void {
    this.#call = call;
    this.#state = AT_HEAD;
    this.#bodiless = bodiless;
    this.#requestEnded = false;
    this.#heard = false;
    this.#outlet.write(head);
  }

  /** Sends more; false: wait for `onUpstreamDrain`. Takes `bytes` for good. */
  write(bytes: Buffer): boolean {
    return this.#socket.write(bytes);
  }

  writeText(text: string): boolean {
    return this.#socket.write(text, 'latin1');
  }

  /** What is written until `uncork` leaves at once. */
  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** The request is whole. An answer that is whole before closes the connection. */
  endRequest(): void {
    this.#requestEnded = true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Lets go of the request and of the connection: what would follow on it could be misread. */
  drop(): void {
    if (this.#state === CLOSED) return;
    this.#call = undefined;
    this.#state = CLOSED;
    this.#home.forget(this);
    this.#socket.destroy();
  }

  #read(count: number): boolean {
    if (this.#carry.length === 0) {
      this.#consume(shared, count);
      return true;
    }
    const joined = Buffer.concat([this.#carry, shared.subarray(0, count)]);
    this.#carry = nothing;
    this.#consume(joined, joined.length);
    return true;
  }

  #consume(bytes: Buffer, count: number): void {
    let at = 0;
    while (this.#state === AT_HEAD && at < count) at = this.#readHead(bytes, at, count);
    if (this.#state === SIZED || this.#state === TO_CLOSE) at = this.#readPlain(bytes, at, count);
    else if (this.#state === CHUNKED) at = this.#readChunked(bytes, at, count);
    this.#call?.onAnswerPause();
    // Bytes that nobody asked for: whatever they are, they belong to no answer of ours.
    if (at < count && this.#state === IDLE) this.drop();
  }

  /** Gives where the next part begins. */
  #readHead(bytes: Buffer, from: number, count: number): number {
    this.#heard = true;
    let text = bytes.toString('latin1', from, Math.min(count, from + WHOLE));
    let end = text.indexOf(END);
    if (end < 0 && from + text.length < count) {
      text = bytes.toString('latin1', from, count);
      end = text.indexOf(END);
    }
    if (end < 0 && text.length <= ANSWER_HEAD) {
      this.#carry = Buffer.from(bytes.subarray(from, count));
      return count;
    }
    const bodyAt = end + END.length;
    const tooLong = end < 0 || bodyAt > ANSWER_HEAD;
    const head = tooLong ? undefined : this.#answerHead(text.slice(0, bodyAt), bytes, from);
    if (head === undefined || head.status === 101) {
      this.#fail('garbage');
      return count;
    }
    // An interim answer: the real one follows, perhaps in the same bytes.
    if (head.status < 200) return from + bodyAt;
    this.#keepAlive = head.keepAlive;
    const whole = from + bodyAt + head.length === count && from + text.length === count;
    if (whole && this.#hasBody(head)) {
      this.#finish(true)?.onWhole(head, text.slice(bodyAt));
      return count;
    }
    this.#begun(head, from + bodyAt === count);
    return from + bodyAt;
  }

  /** Most answers begin as the one before did. */
  #answerHead(text: string, bytes: Buffer, from: number): AnswerHead | undefined {
    if (text !== this.#lastText) {
      // Not `text`: a slice would hold on to the whole answer.
      this.#lastText = bytes.toString('latin1', from, from + text.length);
      this.#last = readAnswerHead(this.#lastText);
    }
    return this.#last;
  }

  #hasBody(head: AnswerHead): boolean {
    return !this.#bodiless && head.status !== 204 && head.status !== 304;
  }

  #begun(head: AnswerHead, last: boolean): void {
    if (!this.#hasBody(head)) {
      this.#left = 0;
      this.#state = SIZED;
    } else if (head.chunked) {
      this.#chunked = new ChunkedReader();
      this.#state = CHUNKED;
    } else {
      this.#left = head.length;
      this.#state = head.length >= 0 ? SIZED : TO_CLOSE;
      if (this.#state === TO_CLOSE) this.#keepAlive = false;
    }
    this.#call?.onAnswer(head);
    if (this.#state === SIZED && this.#left === 0) this.#finish(last)?.onAnswerEnd();
  }

  #readPlain(bytes: Buffer, from: number, count: number): number {
    const end = this.#state === TO_CLOSE ? count : Math.min(count, from + this.#left);
    if (end === from) return from;
    if (this.#state === SIZED) this.#left -= end - from;
    this.#call?.onAnswerData(bytes.subarray(from, end));
    if (this.#state === SIZED && this.#left === 0) this.#finish(end === count)?.onAnswerEnd();
    return end;
  }

  #readChunked(bytes: Buffer, from: number, count: number): number {
    const reader = this.#chunked;
    if (reader === undefined) return from;
    const at = reader.read(bytes, from, count, (start, end) => {
      this.#call?.onAnswerData(bytes.subarray(start, end));
    });
    if (this.#state !== CHUNKED) return count;
    if (reader.broken) this.#fail('garbage');
    else if (reader.done) this.#finish(at === count)?.onAnswerEnd();
    return at;
  }

  /**
   * The answer is whole. The connection is free before its end is told, so that the next in line finds it; unless
   * more came with it (not `last`), which the next in line would take for its own answer.
   */
  #finish(last: boolean): Call | undefined {
    const call = this.#call;
    this.#call = undefined;
    this.#chunked = undefined;
    this.#state = IDLE;
    // The client was slower than the last piece; whoever comes next waits for nobody.
    if (this.#socket.isPaused()) this.#socket.resume();
    if (!last || !this.#keepAlive || !this.#requestEnded || !this.#home.keep(this)) this.drop();
    return call;
  }

  #fail(failure: Failure): void {
    const call = this.#call;
    this.drop();
    call?.onFail(failure);
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (this.#state !== CLOSED) this.#fail(this.#failureOf(error));
  }

  #failureOf(error: NodeJS.ErrnoException): Failure {
    if (error.syscall === 'connect' && error.code === 'EAGAIN') return 'crowded';
    if (error.syscall === 'connect' || error.syscall === 'getaddrinfo') return 'unconnected';
    const closed = error.code === 'EPIPE' || error.code === 'ECONNRESET';
    // A Unix socket is reset only when its reader left bytes unread (unix(7)); with TCP nobody can tell.
    const unread = this.#local && closed && this.#state === AT_HEAD && !this.#heard;
    return unread ? 'untaken' : 'lost';
  }

  #ended(orderly: boolean): void {
    if (this.#state === CLOSED) return;
    if (this.#state === TO_CLOSE && orderly) this.#finish(true)?.onAnswerEnd();
    else this.#fail('lost');
  }
}
