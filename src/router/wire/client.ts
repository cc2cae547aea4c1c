/** The express lane: one client connection on a raw socket, its requests taken one after the other. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { errorBody } from '../answers.ts';
import type { Exchange, Sink } from '../exchange.ts';
import type { Head } from '../head.ts';
import { END, joined, nothing } from './bytes.ts';
import type { Clients, OpenConnection } from './clients.ts';
import { HeadMemo } from './head-memo.ts';
import { CANONICAL_HEAD } from './request-head.ts';
import { AnswerWriter } from './writer.ts';

/** What is read at most of a body that nobody wants, to keep its connection. */
const MOST_UNWANTED = 1024 * 1024;
/** Bytes of later requests that may wait here while one is answered. */
const MOST_AHEAD = 64 * 1024;
/** A request up to this is read as one text. */
const WHOLE = CANONICAL_HEAD;

const AT_HEAD = 0;
/** A request is there, and its body is still coming. */
const IN_BODY = 1;
/** A request is whole, its answer is not. */
const ASKED = 2;
/** The request was answered before its body was whole. */
const UNWANTED = 3;
/** Nothing will be answered any more. */
const LEAVING = 4;
const GONE = 5;

/** It is its own exchange, and the same one for each of its requests: they never overlap. */
export class ClientConnection implements Exchange, OpenConnection {
  requestId = '';
  startedAt = 0;
  wholeBody: string | undefined = undefined;
  headSent = false;
  sink: Sink | undefined = undefined;
  readonly maxBodyBytes: number;
  readonly #clients: Clients;
  readonly #socket: Socket;
  readonly #writer: AnswerWriter;
  #state = AT_HEAD;
  #pending: Buffer = nothing;
  readonly #memo = new HeadMemo();
  #left = 0;
  #receiving = false;
  /** The client sends nothing more. */
  #ended = false;
  /** `clients.seconds` when it began to wait for what it waits for. */
  #since: number;

  constructor(clients: Clients, socket: Socket) {
    this.#clients = clients;
    this.maxBodyBytes = clients.maxBodyBytes;
    this.#socket = socket;
    this.#writer = new AnswerWriter(socket);
    this.#since = clients.seconds;
    clients.open.add(this);
    socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('error', ignore);
  }

  get head(): Head {
    return this.#memo.head;
  }

  get isIdle(): boolean {
    return this.#state === AT_HEAD && this.#pending.length === 0;
  }

  receive(): void {
    this.#receiving = true;
    const first = this.#takePending();
    if (first.length > 0) this.#body(first);
    this.resume();
  }

  pause(): void {
    if (this.#state === IN_BODY) this.#socket.pause();
  }

  resume(): void {
    if (this.#state === IN_BODY) this.#socket.resume();
  }

  discard(): void {
    if (this.#state === IN_BODY) this.receive();
  }

  answer(status: number, fields: string, body: string): void {
    this.#decideClose();
    this.#writer.whole(status, fields + this.#clients.date, body);
    this.end();
  }

  respond(status: number, fields: string, length: number): void {
    this.#decideClose();
    this.headSent = true;
    this.#writer.head(status, fields + this.#clients.date, length);
  }

  write(chunk: Buffer): boolean {
    return this.#writer.piece(chunk);
  }

  flush(): void {
    this.#writer.flush();
  }

  cut(): void {
    this.#state = LEAVING;
    this.#socket.destroy();
  }

  look(): void {
    const { seconds, patience } = this.#clients;
    const waited = seconds - this.#since;
    if (this.#state === AT_HEAD) {
      if (this.#pending.length > 0 && waited > patience.head) this.#tooSlow();
      else if (waited > patience.idle) this.#socket.destroy();
    } else if (this.#state >= UNWANTED && waited > patience.linger) this.#socket.destroy();
  }

  close(): void {
    this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    switch (this.#state) {
      case AT_HEAD:
        if (this.#pending.length === 0) this.#since = this.#clients.seconds;
        this.#pending = joined(this.#pending, chunk);
        this.#next();
        return;
      case IN_BODY:
        return this.#receiving ? this.#body(chunk) : this.#ahead(chunk);
      case ASKED:
        return this.#ahead(chunk);
      case UNWANTED:
        this.#unwanted(chunk);
    }
  };

  readonly #onDrain = (): void => this.sink?.onClientDrain();

  /** A client may close its half and still wait for its answers; a body that ends early ends the request. */
  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#isCutShort()) this.#socket.destroy();
    else if (this.#state === AT_HEAD || this.#state === UNWANTED) this.#socket.end();
  };

  readonly #onClose = (): void => {
    this.#state = GONE;
    this.#pending = nothing;
    this.#clients.open.delete(this);
    this.sink?.onClientGone();
  };

  #next(): void {
    const bytes = this.#pending;
    const text = bytes.toString('latin1', 0, Math.min(bytes.length, WHOLE));
    const end = text.indexOf(END);
    if (end < 0) {
      if (bytes.length >= CANONICAL_HEAD) this.#handOver();
      else if (this.#ended) this.#socket.end();
      return;
    }
    const bodyAt = end + END.length;
    if (!this.#memo.read(text.slice(0, bodyAt))) return this.#handOver();
    const length = Math.max(0, this.head.contentLength);
    const whole = bodyAt + length <= text.length;
    this.wholeBody = whole ? text.slice(bodyAt, bodyAt + length) : undefined;
    const after = whole ? bodyAt + length : bodyAt;
    this.#pending = after === bytes.length ? nothing : bytes.subarray(after);
    this.#left = whole ? 0 : length;
    this.#begin(whole ? ASKED : IN_BODY);
  }

  #begin(state: number): void {
    this.#state = state;
    this.#receiving = false;
    this.headSent = false;
    this.requestId = randomUUID();
    this.startedAt = performance.now();
    if (this.#isCutShort()) {
      this.#socket.destroy();
      return;
    }
    if (state === IN_BODY) this.#socket.pause();
    this.#clients.serve(this);
  }

  #isCutShort(): boolean {
    return this.#state === IN_BODY && this.#ended && this.#pending.length < this.#left;
  }

  /** Takes part of the body, and keeps what follows it. */
  #body(chunk: Buffer): void {
    const count = Math.min(chunk.length, this.#left);
    this.#left -= count;
    if (this.#left === 0) {
      this.#state = ASKED;
      this.#wake();
      if (count < chunk.length) this.#ahead(chunk.subarray(count));
    }
    this.sink?.onChunk(count === chunk.length ? chunk : chunk.subarray(0, count));
    if (this.#left === 0) this.sink?.onBodyEnd();
  }

  #ahead(chunk: Buffer): void {
    this.#pending = joined(this.#pending, chunk);
    if (this.#pending.length > MOST_AHEAD) this.#socket.pause();
  }

  #unwanted(chunk: Buffer): void {
    const count = Math.min(chunk.length, this.#left);
    this.#left -= count;
    if (this.#left === 0) this.#rest(chunk.subarray(count));
  }

  /** The head of the answer says whether the connection stays. */
  #decideClose(): void {
    const keep = this.#memo.keepAlive && !this.#clients.stopping;
    const last = this.#ended && this.#pending.length === 0;
    if (!keep || last || this.#left > MOST_UNWANTED) this.#writer.closing = true;
  }

  end(): void {
    this.#writer.end();
    this.sink = undefined;
    this.#since = this.#clients.seconds;
    if (this.#writer.closing) {
      // What the client still sends is read past for a while, or it might never see the answer.
      this.#state = LEAVING;
      this.#pending = nothing;
      this.#socket.end();
      this.#socket.resume();
    } else if (this.#left > 0) {
      this.#state = UNWANTED;
      this.#socket.resume();
      const first = this.#takePending();
      if (first.length > 0) this.#unwanted(first);
    } else this.#rest(this.#pending);
  }

  /** Between two requests. The next one, if it is there, begins when the stages of this one are done. */
  #rest(pending: Buffer): void {
    this.#state = AT_HEAD;
    this.#pending = pending;
    if (pending.length === 0) {
      this.#wake();
      if (this.#ended) this.#socket.end();
      return;
    }
    this.#state = ASKED;
    process.nextTick(this.#goOn);
  }

  #wake(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  readonly #goOn = (): void => {
    if (this.#state !== ASKED) return;
    this.#state = AT_HEAD;
    this.#since = this.#clients.seconds;
    this.#wake();
    this.#next();
  };

  #handOver(): void {
    const socket = this.#socket;
    this.#state = GONE;
    this.#clients.open.delete(this);
    socket.off('data', this.#onData);
    socket.off('drain', this.#onDrain);
    socket.off('end', this.#onEnd);
    socket.off('close', this.#onClose);
    this.#clients.handOver(socket, this.#takePending());
  }

  #takePending(): Buffer {
    const pending = this.#pending;
    this.#pending = nothing;
    return pending;
  }

  #tooSlow(): void {
    this.#writer.closing = true;
    const body = errorBody('RequestTimeout', 'The head of the request took too long.');
    this.answer(408, 'content-type: application/json\r\n', body);
  }
}

function ignore(): void {}
