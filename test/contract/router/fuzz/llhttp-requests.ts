/** What llhttp, through Node's own server set up as the full lane is, makes of a stream of requests. */
import { createServer, IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { PARSER } from '../../../../src/router/full-lane.ts';

export type Message = {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn. */
  readonly fields: readonly string[];
  readonly keepAlive: boolean;
  /** One byte a character. */
  body: string;
  /** The end of the body came. */
  whole: boolean;
};

/** Hears of the body while it is parsed, not ticks later as listeners do. */
class HeardMessage extends IncomingMessage {
  heard: Message | undefined;

  override push(chunk: Buffer | null): boolean {
    if (this.heard === undefined) return super.push(chunk);
    if (chunk === null) this.heard.whole = true;
    else this.heard.body += chunk.toString('latin1');
    return true;
  }
}

class Bytes extends Duplex {
  readonly messages: Message[] = [];
  refused = false;
  /** Node loses bytes behind a wish to upgrade; the full lane reads nothing more then. */
  spent = false;

  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}

const server = createServer({ ...PARSER, IncomingMessage: HeardMessage });
for (const event of ['request', 'checkContinue', 'checkExpectation'])
  server.on(event, (request: HeardMessage, response: { shouldKeepAlive: boolean }) => {
    const socket = request.socket;
    if (!(socket instanceof Bytes) || socket.spent) return;
    socket.spent = request.headers.upgrade !== undefined;
    request.heard = {
      method: request.method ?? '',
      target: request.url ?? '',
      fields: request.rawHeaders,
      keepAlive: response.shouldKeepAlive,
      body: '',
      whole: false,
    };
    socket.messages.push(request.heard);
  });
server.on('clientError', (_error, socket) => {
  if (socket instanceof Bytes && !socket.spent) socket.refused = true;
});

/** One connection to llhttp. What was fed has been read when `feed` returns. */
export class RequestParser {
  readonly #bytes = new Bytes();

  constructor() {
    server.emit('connection', this.#bytes);
  }

  get messages(): readonly Message[] {
    return this.#bytes.messages;
  }

  /** From some byte on it was no HTTP. */
  get refused(): boolean {
    return this.#bytes.refused;
  }

  feed(text: string | Buffer): void {
    if (this.refused || text.length === 0) return;
    this.#bytes.emit('data', typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  close(): void {
    this.#bytes.destroy();
  }
}

export type Reading = { readonly messages: readonly Message[]; readonly refused: boolean };

export function readRequests(pieces: readonly (string | Buffer)[]): Reading {
  const parser = new RequestParser();
  for (const piece of pieces) parser.feed(piece);
  parser.close();
  return { messages: parser.messages, refused: parser.refused };
}
