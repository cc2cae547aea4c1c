/** A client that writes its own bytes. */
import { connect, type Socket } from 'node:net';
import { type Heard, scanAnswers } from './scanner.ts';

export class Client {
  readonly socket: Socket;
  /** All that came, one byte a character. */
  heard = '';
  /** Nothing more comes. */
  ended = false;
  readonly closed: Promise<void>;
  #listeners: (() => void)[] = [];

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.socket.on('data', (chunk: Buffer) => {
      this.heard += chunk.toString('latin1');
      this.#tell();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      const end = (): void => {
        this.socket.end();
        this.ended = true;
        this.#tell();
        resolve();
      };
      this.socket.on('end', end);
      this.socket.on('close', end);
    });
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** The first `count` answers on this connection, or fewer, when it ends before. */
  async answers(count: number): Promise<readonly Heard[]> {
    for (;;) {
      const { answers } = scanAnswers(this.heard);
      if (answers.length >= count || this.ended) return answers;
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
