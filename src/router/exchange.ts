/** One request and its answer, as the stages see them, whichever lane the bytes came by. */
import type { Readable, Writable } from 'node:stream';
import type { Head } from './head.ts';

export type Exchange = {
  readonly head: Head;
  /** Paused until a stage reads it; ended at once when the request has no body. */
  readonly body: Readable;
  /** Carries the answer's body; 'close' before it is finished means that the client went away. */
  readonly out: Writable;
  /** Fresh for each request; the client's own is never used (Azure ML online endpoints). */
  readonly requestId: string;
  /** `performance.now()` when the head had been read. */
  readonly startedAt: number;
  readonly headSent: boolean;
  readonly maxBodyBytes: number;
  /** Sends the answer's head: names and values in turn, framing headers included where known. */
  respond(status: number, headers: string[]): void;
  /** Sends a head that waits for its first bytes of body. */
  flush(): void;
  /** Tells a client that asked (Expect: 100-continue) to go on with its body. */
  proceed(): void;
};
