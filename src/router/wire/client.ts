/** The express lane: one client connection on a raw socket, its requests taken one after the other. */
import type { Socket } from 'node:net';
import { errorBody } from '../answers.ts';
import type { Exchange } from '../exchange.ts';
import { moveOut } from '../limits/tenancy.ts';
import { Asked } from './asked.ts';
import { joined, nothing } from './bytes.ts';
import * as state from './client-state.ts';
import type { Clients, OpenConnection } from './clients.ts';
import type { Found } from './request-reader.ts';
import { AnswerWriter } from './writer.ts';

const LATE = errorBody('RequestTimeout', 'The head of the request took too long.');

/** It is its own exchange, and the same one for each of its requests: they never overlap. */
export class ClientConnection extends Asked implements Exchange, OpenConnection {
  readonly maxBodyBytes: number;
  readonly #clients: Clients;
  readonly #socket: Socket;
  readonly writer: AnswerWriter;
  #state = state.AT_HEAD;
  #pending: Buffer = nothing;
  #left = 0;
  #receiving = false;
  /** The client sends nothing more. */
  #ended = false;
  /** The next request waits until the client has taken the answers before it: what it does not take is kept here. */
  #behind = false;
  /** `clients.seconds` when it began to wait for what it waits for. */
  #since: number;

  constructor(clients: Clients, socket: Socket) {
    super();
    this.#clients = clients;
    this.maxBodyBytes = clients.maxBodyBytes;
    this.#socket = socket;
    this.writer = new AnswerWriter(socket, clients);
    this.#since = clients.seconds;
    clients.open.add(this);
    socket.on('data', this.#onData);
    socket.on('drain', this.#onDrain);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('error', () => undefined);
  }

  get isIdle(): boolean {
    return this.#state === state.AT_HEAD && this.#pending.length === 0;
  }

  receive(): void {
    this.#receiving = true;
    const first = this.#takePending();
    if (first.length > 0) this.#body(first);
    this.resume();
  }

  pause(): void {
    if (this.#state === state.IN_BODY) this.#socket.pause();
  }

  resume(): void {
    if (this.#state === state.IN_BODY) this.#socket.resume();
  }

  discard(): void {
    if (this.#state === state.IN_BODY) this.receive();
  }

  hangUp(): void {
    this.writer.closing = true;
  }

  answer(status: number, fields: string, body: string): void {
    this.#decideClose();
    this.writer.whole(status, fields, body);
    this.end();
  }

  respond(status: number, fields: string, length: number): void {
    this.#decideClose();
    this.headSent = true;
    this.writer.head(status, fields, length);
  }

  write(chunk: Buffer): boolean {
    return this.writer.piece(chunk);
  }

  flush(): void {
    this.writer.flush();
  }

  cut(): void {
    this.#state = state.LEAVING;
    this.#socket.destroy();
  }

  look(): void {
    const { seconds, patience } = this.#clients;
    const waited = seconds - this.#since;
    if (this.#state === state.AT_HEAD) {
      if (this.#pending.length > 0 && waited > patience.head) this.#tooSlow();
      else if (waited > patience.idle) this.#socket.destroy();
    } else if (this.#state >= state.UNWANTED && waited > patience.linger) this.#socket.destroy();
    else if (this.#behind && waited > patience.idle) this.#socket.destroy();
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Bytes that are borrowed; the usual request is read without a copy of them. */
  read(bytes: Buffer, count: number): void {
    if (this.#state !== state.AT_HEAD || this.#pending.length > 0) {
      // As an event: once the connection is handed over, others listen.
      this.#socket.emit('data', Buffer.from(bytes.subarray(0, count)));
      return;
    }
    this.#since = this.#clients.seconds;
    const found = this.reader.find(bytes, count);
    const taken = found === 'more' || found === 'strange' ? 0 : this.reader.taken;
    if (taken < count) this.#pending = Buffer.from(bytes.subarray(taken, count));
    this.#go(found);
  }

  readonly #onData = (chunk: Buffer): void => {
    switch (this.#state) {
      case state.AT_HEAD:
        if (this.#pending.length === 0) this.#since = this.#clients.seconds;
        this.#pending = joined(this.#pending, chunk);
        this.#next();
        return;
      case state.IN_BODY:
        return this.#receiving ? this.#body(chunk) : this.#ahead(chunk);
      case state.ASKED:
        return this.#ahead(chunk);
      case state.UNWANTED:
        this.#unwanted(chunk);
    }
  };

  /** A client may close its half and still wait for its answers; a body that ends early ends the request. */
  readonly #onEnd = (): void => {
    this.#ended = true;
    if (this.#isCutShort()) this.#socket.destroy();
    else if (this.#state === state.AT_HEAD || this.#state === state.UNWANTED) this.#socket.end();
  };

  readonly #onClose = (): void => {
    this.#state = state.GONE;
    this.#clients.open.delete(this);
    moveOut(this.tenancy);
    this.sink?.onClientGone();
  };

  readonly #onDrain = (): void => (this.#behind ? this.#goOn() : this.sink?.onClientDrain());

  #next(): void {
    const bytes = this.#takePending();
    const found = this.reader.find(bytes, bytes.length);
    if (found === 'more' && this.#ended) this.#socket.end();
    else if (found === 'more' || found === 'strange') this.#pending = bytes;
    else if (this.reader.taken < bytes.length) this.#pending = bytes.subarray(this.reader.taken);
    this.#go(found);
  }

  #go(found: Found): void {
    if (found === 'strange') this.#handOver();
    else if (found !== 'more') this.#begin(found === 'whole' ? state.ASKED : state.IN_BODY);
  }

  #begin(next: number): void {
    this.#state = next;
    this.#left = next === state.ASKED ? 0 : this.head.contentLength;
    this.#receiving = false;
    this.renew();
    this.writer.sent = 0;
    if (this.#isCutShort()) {
      this.#socket.destroy();
      return;
    }
    if (next === state.IN_BODY) this.#socket.pause();
    this.#clients.serve(this);
  }

  #isCutShort(): boolean {
    return this.#state === state.IN_BODY && this.#ended && this.#pending.length < this.#left;
  }

  /** Takes part of the body, and keeps what follows it. */
  #body(chunk: Buffer): void {
    const count = Math.min(chunk.length, this.#left);
    this.#left -= count;
    if (this.#left === 0) {
      this.#state = state.ASKED;
      this.#wake();
      if (count < chunk.length) this.#ahead(chunk.subarray(count));
    }
    this.sink?.onChunk(count === chunk.length ? chunk : chunk.subarray(0, count));
    if (this.#left === 0) this.sink?.onBodyEnd();
  }

  #ahead(chunk: Buffer): void {
    this.#pending = joined(this.#pending, chunk);
    if (this.#pending.length > state.MOST_AHEAD) this.#socket.pause();
  }

  #unwanted(chunk: Buffer): void {
    const count = Math.min(chunk.length, this.#left);
    this.#left -= count;
    if (this.#left === 0) this.#rest(chunk.subarray(count));
  }

  /** The head of the answer says whether the connection stays. */
  #decideClose(): void {
    const keep = this.reader.keepAlive && !this.#clients.stopping;
    const last = this.#ended && this.#pending.length === 0;
    if (!keep || last || this.#left > state.MOST_UNWANTED) this.writer.closing = true;
  }

  end(trailer = ''): void {
    this.writer.end(trailer);
    this.sink = undefined;
    this.#since = this.#clients.seconds;
    if (this.writer.closing) {
      // What the client still sends is read past for a while, or it might never see the answer.
      this.#state = state.LEAVING;
      this.#pending = nothing;
      this.#socket.end();
      this.#socket.resume();
    } else if (this.#left > 0) {
      this.#state = state.UNWANTED;
      this.#socket.resume();
      const first = this.#takePending();
      if (first.length > 0) this.#unwanted(first);
    } else this.#rest(this.#pending);
  }

  /** Between two requests. The next one, if it is there, begins when the stages of this one are done. */
  #rest(pending: Buffer): void {
    this.#state = state.ASKED;
    this.#pending = pending;
    this.#behind = this.#socket.writableNeedDrain;
    if (this.#behind) return;
    if (pending.length > 0) {
      process.nextTick(this.#goOn);
      return;
    }
    this.#state = state.AT_HEAD;
    this.#wake();
    if (this.#ended) this.#socket.end();
  }

  #wake(): void {
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  readonly #goOn = (): void => {
    if (this.#state !== state.ASKED) return;
    this.#state = state.AT_HEAD;
    this.#behind = false;
    this.#since = this.#clients.seconds;
    this.#wake();
    this.#next();
  };

  #handOver(): void {
    const socket = this.#socket;
    this.#state = state.LEAVING;
    this.#since = this.#clients.seconds;
    socket.pause();
    // Answers that the client has not taken yet go first.
    if (socket.writableLength > 0) socket.write('', this.#handOverNow);
    else this.#handOverNow();
  }

  readonly #handOverNow = (): void => {
    const socket = this.#socket;
    if (this.#state !== state.LEAVING || socket.destroyed) return;
    this.#state = state.GONE;
    this.#clients.open.delete(this);
    socket.off('data', this.#onData);
    socket.off('end', this.#onEnd);
    this.#clients.handOver(socket, this.#takePending(), this.tenancy);
  };

  #takePending(): Buffer {
    const pending = this.#pending;
    this.#pending = nothing;
    return pending;
  }

  #tooSlow(): void {
    this.writer.closing = true;
    this.answer(408, 'content-type: application/json\r\n', LATE);
  }
}
