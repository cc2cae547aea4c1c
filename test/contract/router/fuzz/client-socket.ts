/** A client's socket without the network: bytes arrive when they are told to, and back-pressure is real. */
import { Duplex } from 'node:stream';

/** Like a socket that was opened with `onread` when it has a reader, else like any other. */
export class ClientSocket extends Duplex {
  readonly #reader: ((bytes: Buffer, count: number) => void) | undefined;
  readonly #shared = Buffer.alloc(64 * 1024);
  readonly #waiting: Buffer[] = [];
  #ends = false;

  /** `reader` gets bytes that are valid during the call only. */
  constructor(reader?: (bytes: Buffer, count: number) => void) {
    super({ allowHalfOpen: true });
    this.#reader = reader;
  }

  arrive(bytes: Buffer): void {
    if (this.#reader === undefined) this.push(bytes);
    else {
      for (let at = 0; at < bytes.length; at += this.#shared.length)
        this.#waiting.push(bytes.subarray(at, at + this.#shared.length));
      this.#move();
    }
  }

  arriveEnd(): void {
    this.#ends = true;
    this.#move();
  }

  override _read(): void {}

  override _write(_chunk: Buffer, _encoding: string, done: () => void): void {
    done();
  }

  override resume(): this {
    super.resume();
    if (this.#waiting.length > 0 || this.#ends) setImmediate(() => this.#move());
    return this;
  }

  #move(): void {
    while (!this.isPaused() && !this.destroyed && this.#waiting.length > 0) {
      const next = this.#waiting.shift() ?? Buffer.alloc(0);
      next.copy(this.#shared);
      this.#reader?.(this.#shared, next.length);
      // Whoever kept the bytes without a copy finds out.
      this.#shared.fill('!', 0, next.length);
    }
    if (!this.#ends || this.#waiting.length > 0 || this.isPaused() || this.destroyed) return;
    this.#ends = false;
    this.push(null);
  }
}
