/** Clients repeat themselves: a head that comes again byte for byte on a connection is not read again. */
import type { Head } from '../head.ts';
import { type CanonicalHead, readCanonicalHead } from './request-head.ts';

export class HeadMemo {
  #text = '';
  #parsed: CanonicalHead | undefined;

  get head(): Head {
    if (this.#parsed === undefined) throw new Error('there is no request on this connection');
    return this.#parsed.head;
  }

  get keepAlive(): boolean {
    return this.#parsed?.keepAlive === true;
  }

  /** Whether `text`, a whole head, is canonical. */
  read(text: string): boolean {
    if (text === this.#text) return true;
    // A copy: a slice would hold on to all that came with it for as long as the connection lives.
    const own = Buffer.from(text, 'latin1').toString('latin1');
    this.#parsed = readCanonicalHead(own);
    this.#text = this.#parsed === undefined ? '' : own;
    return this.#parsed !== undefined;
  }
}
