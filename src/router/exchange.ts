/** One request and its answer, as the stages see them, whichever lane the bytes came by. */

import type { Head } from './head.ts';
import type { Tenancy } from './limits/tenancy.ts';

/** Who wants to hear what the client does. */
export type Sink = {
  /** More of the body, for good. */
  onChunk(chunk: Buffer): void;
  onBodyEnd(): void;
  /** The client takes more of the answer again. */
  onClientDrain(): void;
  /** The client went away before its answer was whole. */
  onClientGone(): void;
};

export type Exchange = {
  readonly head: Head;
  /** Fresh for each request; the client's own is never used (Azure ML online endpoints). */
  readonly requestId: string;
  /** `performance.now()` when the head had been read. */
  readonly startedAt: number;
  readonly headSent: boolean;
  /** `HTTP/1.1`. */
  readonly protocol: string;
  /** `sent`: bytes of the answer's body so far, without its framing. */
  readonly writer: { readonly sent: number };
  readonly maxBodyBytes: number;
  /** The whole body, one byte a character, when it was small and came with the head. */
  readonly wholeBody: string | undefined;
  sink: Sink | undefined;
  /** Of its connection. */
  readonly tenancy: Tenancy;
  /** Milliseconds for which the limit of bandwidth held back the request, and the answer. */
  requestDelayMs: number;
  answerDelayMs: number;
  /** False for clients that know no chunks (HTTP/1.0). */
  readonly takesTrailers: boolean;
  /** Lets the body come to the sink, the part that is there already before this returns. */
  receive(): void;
  pause(): void;
  resume(): void;
  /** What still comes of the body is read and thrown away, so that the answer gets through. */
  discard(): void;
  /** The next answer is the last one of the connection, and says so. */
  hangUp(): void;
  /** Head and body at once; `body` has one byte a character. `fields` each end with CRLF. */
  answer(status: number, fields: string, body: string): void;
  /** The head of an answer whose body follows; `length` in bytes, -1 when unknown. */
  respond(status: number, fields: string, length: number): void;
  /** Takes `chunk` (borrowed: it is valid during the call only); false: wait for `onClientDrain`. */
  write(chunk: Buffer): boolean;
  /** Sends what `respond` and `write` gathered. */
  flush(): void;
  /** `trailer`: fields behind an answer whose length was unknown, each ended by CRLF. */
  end(trailer?: string): void;
  /** The answer cannot be completed: the client sees the connection end early. */
  cut(): void;
};
