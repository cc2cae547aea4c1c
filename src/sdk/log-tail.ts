import { ArmError, TransportError } from './errors.ts';
import { messagesOf } from './event-stream.ts';
import type { Client } from './http.ts';
import { pause } from './pause.ts';

/** How to follow a log. */
export type Following = {
  /** Lines of what is there already; 100 unless given. */
  readonly tail?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called before the first line of each instance that is followed. */
  readonly onInstance?: (instance: string) => void;
  /** Called whenever lines can come: at the beginning, and when a lost connection is there again. */
  readonly onLive?: () => void;
  /** With it, a lost connection is made again for as long as that takes; without it, the error is thrown after a while. */
  readonly onLost?: (error: unknown) => void;
};

/** What `GET deployments/{name}/logs` answers. */
export type LogPiece = {
  readonly content: string;
  readonly cursor: string;
  /** Who printed it; null for a build, and while there is no instance. */
  readonly instance: string | null;
  /** Bytes before it that are kept no longer. */
  readonly lost: number;
};

/** Which log: its path, and what chooses it there. */
export type Followed = {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
};

const usualTail = 100;
const firstPauseMs = 500;
const longestPauseMs = 15_000;
const notFound = 404;

/**
 * The lines of a log as they are written, until the loop is left or the signal is aborted (then its reason is thrown). Ends
 * when what is followed is gone. `onPiece` hears of every piece before its lines.
 */
export async function* followed<Piece extends LogPiece>(
  client: Client,
  log: Followed,
  following: Following & { readonly onPiece?: (piece: Piece) => void },
): AsyncGenerator<string, void> {
  let instance: string | null = null;
  let begun = '';
  for await (const piece of pieces<Piece>(client, log, following)) {
    following.onPiece?.(piece);
    if ((piece.instance ?? null) !== instance) {
      if (begun !== '') yield begun;
      begun = '';
      instance = piece.instance;
      if (instance !== null) following.onInstance?.(instance);
    }
    if (piece.lost > 0) yield lostSentence(piece.lost);
    const lines: string[] = (begun + piece.content).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) {
      following.signal?.throwIfAborted();
      yield line;
    }
  }
  if (begun !== '') yield begun;
}

/** The pieces as the service sends them, over as many connections as that takes. */
async function* pieces<Piece extends LogPiece>(
  client: Client,
  log: Followed,
  { tail = usualTail, signal = new AbortController().signal, onLive, onLost }: Following,
): AsyncGenerator<Piece, void> {
  let cursor: string | undefined;
  let failures = 0;
  for (;;) {
    try {
      const body = await opened(client, log, { cursor, tail, signal });
      onLive?.();
      for await (const { event, data } of messagesOf(body, signal)) {
        if (event === 'end') return;
        const piece = JSON.parse(data) as Piece;
        ({ cursor } = piece);
        failures = 0;
        yield piece;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (isGone(error) && cursor !== undefined) return;
      if (!isPassing(error) || (failures > 0 && onLost === undefined)) throw error;
      onLost?.(error);
    }
    await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** failures), signal);
    failures += 1;
  }
}

type From = { readonly cursor: string | undefined; readonly tail: number; readonly signal: AbortSignal };

async function opened(
  client: Client,
  { path, query = {} }: Followed,
  { cursor, tail, signal }: From,
): Promise<ReadableStream<Uint8Array>> {
  const place = cursor === undefined ? { tail: String(tail) } : { cursor };
  const headers = { Accept: 'text/event-stream' };
  const { body } = await client.open('GET', path, { query: { ...query, ...place }, headers, signal });
  if (body === null) throw new TransportError('The log has no content.');
  return body;
}

function isGone(error: unknown): boolean {
  return error instanceof ArmError && error.status === notFound;
}

/** What may be otherwise in a moment. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ArmError) || error.status === 429 || error.status >= 500;
}

function lostSentence(bytes: number): string {
  return `[${bytes} bytes are missing here: the log was put away before they were read]`;
}
