/** What llhttp, through Node's own client, makes of the bytes of an answer. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';

export type Answer = {
  readonly status: number;
  /** Names and values in turn. */
  readonly fields: readonly string[];
  /** One byte a character. */
  body: string;
  whole: boolean;
};

class Bytes extends Duplex {
  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done();
  }
}

/**
 * One request and the connection that its answer comes by: theirs from the tick after it was made. What was fed has
 * been read when `feed` returns.
 */
export class AnswerParser {
  answer: Answer | undefined;
  refused = false;
  readonly #bytes = new Bytes();
  readonly #request: ClientRequest;

  constructor() {
    this.#request = request({ createConnection: () => this.#bytes, maxHeaderSize: 256 * 1024 });
    this.#request.on('response', (response) => this.#begin(response));
    this.#request.on('error', () => {
      this.refused = true;
    });
  }

  feed(text: string): void {
    if (!this.#bytes.destroyed && text !== '') this.#bytes.emit('data', Buffer.from(text, 'latin1'));
  }

  /** The server closes its half. */
  end(): void {
    this.#bytes.emit('end');
  }

  close(): void {
    this.#bytes.destroy();
    this.#request.destroy();
  }

  #begin(response: IncomingMessage): void {
    const answer: Answer = {
      status: response.statusCode ?? 0,
      fields: response.rawHeaders,
      body: '',
      whole: false,
    };
    this.answer = answer;
    response.push = (chunk: Buffer | null) => {
      if (chunk === null) answer.whole = true;
      else answer.body += chunk.toString('latin1');
      return true;
    };
  }
}
