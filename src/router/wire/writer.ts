/** The answer of a raw connection: heads, framing, and as few writes as the pieces allow. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Outlet } from './outlet.ts';

/** Pieces up to this are gathered as text. */
const JOINED = 4096;

const statusLines = new Map(
  Object.entries(STATUS_CODES).map(([code, text]) => [Number(code), `HTTP/1.1 ${code} ${text}\r\n`]),
);

/** How the last answer began, and how its head ended: most of one second are alike. */
const top = { status: 0, date: '', text: '' };
const end = { length: -1, text: '' };

/** `date: ...` with its CRLF, of this second. */
type Clock = { readonly date: string };

export class AnswerWriter {
  /** The answer ends the connection, and says so. */
  closing = false;
  sent = 0;
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #clock: Clock;
  #chunked = false;
  /** Not yet written; one byte a character. */
  #unsent = '';

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    this.#outlet = new Outlet(socket);
  }

  /** Head and body in one write. `fields` each end with CRLF. */
  whole(status: number, fields: string, body: string): void {
    this.#chunked = false;
    this.sent = body.length;
    this.#unsent = this.#top(status) + fields + endOf(body.length) + body;
  }

  /** `length` in bytes; -1: in chunks. */
  head(status: number, fields: string, length: number): void {
    this.sent = 0;
    const bodiless = status === 204 || status === 304;
    this.#chunked = length < 0 && !bodiless;
    const framing = this.#chunked ? 'transfer-encoding: chunked\r\n' : `content-length: ${length}\r\n`;
    this.#unsent = `${this.#top(status)}${fields}${bodiless ? '' : framing}\r\n`;
  }

  /** `chunk` is borrowed; false: the client is slower than its answer. */
  piece(chunk: Buffer): boolean {
    this.sent += chunk.length;
    if (chunk.length <= JOINED) {
      const text = chunk.toString('latin1');
      this.#unsent += this.#chunked ? `${chunk.length.toString(16)}\r\n${text}\r\n` : text;
      return !this.#socket.writableNeedDrain;
    }
    const socket = this.#socket;
    socket.cork();
    if (this.#chunked) this.#unsent += `${chunk.length.toString(16)}\r\n`;
    this.flush();
    const more = socket.write(Buffer.from(chunk));
    if (this.#chunked) this.#unsent = '\r\n';
    socket.uncork();
    return more;
  }

  flush(): void {
    if (this.#unsent === '') return;
    this.#outlet.write(this.#unsent);
    this.#unsent = '';
  }

  /** `trailer`: fields for the end of a chunked answer, each ended by CRLF. */
  end(trailer: string): void {
    if (this.#chunked) this.#unsent += `0\r\n${trailer}\r\n`;
    this.flush();
  }

  #top(status: number): string {
    const text = topOf(status, this.#clock.date);
    return this.closing ? `${text}connection: close\r\n` : text;
  }
}

function topOf(status: number, date: string): string {
  if (top.status !== status || top.date !== date) {
    top.status = status;
    top.date = date;
    top.text = (statusLines.get(status) ?? `HTTP/1.1 ${status} unknown\r\n`) + date;
  }
  return top.text;
}

function endOf(length: number): string {
  if (end.length !== length) {
    end.length = length;
    end.text = `content-length: ${length}\r\n\r\n`;
  }
  return end.text;
}
