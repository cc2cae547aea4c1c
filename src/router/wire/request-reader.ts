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
  /** The last head, and another one before it: clients repeat themselves, or take turns. */
  #last: CanonicalHead | undefined;
  #before: CanonicalHead | undefined;

  get head(): Head {
    if (this.#last === undefined) throw new Error('there is no request on this connection');
    return this.#last.head;
  }

  get keepAlive(): boolean {
    return this.#last?.keepAlive === true;
  }

  /** Looks at bytes[0, count), and keeps none of them. */
  find(bytes: Buffer, count: number): Found {
    const text = bytes.toString('latin1', 0, Math.min(count, WHOLE));
    const end = text.indexOf(END);
    if (end < 0) return count >= CANONICAL_HEAD ? 'strange' : 'more';
    const bodyAt = end + END.length;
    if (!this.#read(text.slice(0, bodyAt), bytes)) return 'strange';
    const bodyEnd = bodyAt + Math.max(0, this.head.contentLength);
    const whole = bodyEnd <= text.length;
    this.wholeBody = whole ? text.slice(bodyAt, bodyEnd) : undefined;
    this.taken = whole ? bodyEnd : bodyAt;
    return whole ? 'whole' : 'begun';
  }

  #read(text: string, bytes: Buffer): boolean {
    if (text === this.#last?.text) return true;
    // Not of `text`: a slice would hold on to all that came with it for as long as the connection lives.
    const found =
      text === this.#before?.text
        ? this.#before
        : readCanonicalHead(bytes.toString('latin1', 0, text.length));
    if (found === undefined) return false;
    this.#before = this.#last;
    this.#last = found;
    return true;
  }
}
