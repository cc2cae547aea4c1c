/** Finds the next request in the bytes of a connection. */
import type { Head } from '../head.ts';
import { END } from './bytes.ts';
import { CANONICAL_HEAD, type CanonicalHead, readCanonicalHead } from './request-head.ts';

/** more: the head is not whole. strange: not canonical. whole, begun: a head, with all or only some of its body. */
export type Found = 'more' | 'strange' | 'whole' | 'begun';

/** A request up to this is read as one text. */
const WHOLE = CANONICAL_HEAD;

export class RequestReader {
  /** The body when all of it was found, one byte a character. */
  wholeBody: string | undefined = undefined;
  /** How many bytes belong to what was found: to the request, or to its head when the body only begins. */
  taken = 0;
  /** The last head as it came, and what was read of it: clients repeat themselves. */
  #text = '';
  #parsed: CanonicalHead | undefined;

  get head(): Head {
    if (this.#parsed === undefined) throw new Error('there is no request on this connection');
    return this.#parsed.head;
  }

  get keepAlive(): boolean {
    return this.#parsed?.keepAlive === true;
  }

  /** Looks at bytes[0, count), and keeps none of them. */
  find(bytes: Buffer, count: number): Found {
    const text = bytes.toString('latin1', 0, Math.min(count, WHOLE));
    const end = text.indexOf(END);
    if (end < 0) return count >= CANONICAL_HEAD ? 'strange' : 'more';
    const bodyAt = end + END.length;
    if (!this.#read(text.slice(0, bodyAt))) return 'strange';
    const bodyEnd = bodyAt + Math.max(0, this.head.contentLength);
    const whole = bodyEnd <= text.length;
    this.wholeBody = whole ? text.slice(bodyAt, bodyEnd) : undefined;
    this.taken = whole ? bodyEnd : bodyAt;
    return whole ? 'whole' : 'begun';
  }

  #read(text: string): boolean {
    if (text === this.#text) return true;
    // A copy: a slice would hold on to all that came with it for as long as the connection lives.
    const own = Buffer.from(text, 'latin1').toString('latin1');
    this.#parsed = readCanonicalHead(own);
    this.#text = this.#parsed === undefined ? '' : own;
    return this.#parsed !== undefined;
  }
}
