/** A client that costs little: raw bytes out, an answer with a length or in chunks in, over one connection at a time. */
import { connect, type Socket } from 'node:net';
import type { Place } from '../processes.ts';

export type Answered = (status: number, body: string, head: string) => void;

export class Client {
  readonly #place: Place;
  readonly #failed: (error: Error) => void;
  #socket: Socket | undefined;
  #text = '';
  #answered: Answered | undefined;

  /** Connects with the first request, and again after an answer that ends the connection. */
  constructor(place: Place, failed: (error: Error) => void) {
    this.#place = place;
    this.#failed = failed;
  }

  /** One at a time. */
  send(head: Buffer, body: Buffer | undefined, answered: Answered): void {
    this.#answered = answered;
    this.#socket ??= this.#open();
    this.#socket.write(head);
    if (body !== undefined) this.#socket.write(body);
  }

  close(): void {
    this.#answered = undefined;
    this.#socket?.destroy();
  }

  #open(): Socket {
    const place = this.#place;
    const socket = 'path' in place ? connect(place.path) : connect(place.port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', this.#failed);
    socket.on('close', () => {
      if (this.#socket === socket && this.#answered !== undefined)
        this.#failed(new Error('the connection was closed before its answer'));
    });
    return socket;
  }

  #read(text: string): void {
    this.#text += text;
    const end = this.#text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#text.slice(0, end);
    const body = bodyOf(head, this.#text.slice(end + 4));
    if (body === undefined) return;
    this.#text = '';
    const answered = this.#answered;
    this.#answered = undefined;
    if (/^connection: *close/im.test(head)) this.#leave();
    if (answered === undefined) this.#failed(new Error(`an answer that nobody asked for: ${head}`));
    else answered(Number(head.slice(9, 12)), body, head);
  }

  #leave(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

/** Undefined as long as it is not whole. */
function bodyOf(head: string, rest: string): string | undefined {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return rest.length >= Number(length) ? rest : undefined;
  return rest.endsWith('0\r\n\r\n') ? rest : undefined;
}

export function headOf(path: string, length: number, fields: Readonly<Record<string, string>>): Buffer {
  const given = {
    host: 'bench',
    'content-type': 'application/json',
    ...fields,
    'content-length': String(length),
  };
  const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}
