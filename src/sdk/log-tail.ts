import { ArmError } from './errors.ts';
import { pause } from './pause.ts';

/** How to follow a log: `tail` lines of what is there already (100), then a look every `intervalMs` (1000). */
export type Following = {
  readonly tail?: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called before the first line of each instance that is followed. */
  readonly onInstance?: (instance: string) => void;
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

const usualTail = 100;
const usualIntervalMs = 1000;
const notFound = 404;

/**
 * The lines of a log as they are written, until the loop is left or the signal is aborted (then its reason is thrown).
 * `read` gives what follows a cursor. Ends when what is followed is gone.
 */
export async function* followed(
  read: (place: { readonly tail: number } | { readonly cursor: string }) => Promise<LogPiece>,
  { tail = usualTail, intervalMs = usualIntervalMs, signal, onInstance }: Following,
): AsyncGenerator<string, void> {
  let piece: LogPiece | undefined = await read({ tail });
  let instance: string | null = null;
  let begun = '';
  while (piece !== undefined) {
    if (piece.instance !== instance) {
      if (begun !== '') yield begun;
      begun = '';
      instance = piece.instance;
      if (instance !== null) onInstance?.(instance);
    }
    if (piece.lost > 0) yield lostSentence(piece.lost);
    const lines: string[] = (begun + piece.content).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
    // Much at once comes in pieces: no need to wait for the next one.
    if (piece.content === '') await pause(intervalMs, signal);
    signal?.throwIfAborted();
    piece = await readOn(read, piece.cursor);
  }
  if (begun !== '') yield begun;
}

async function readOn(
  read: (place: { readonly cursor: string }) => Promise<LogPiece>,
  cursor: string,
): Promise<LogPiece | undefined> {
  try {
    return await read({ cursor });
  } catch (error) {
    if (error instanceof ArmError && error.status === notFound) return undefined;
    throw error;
  }
}

function lostSentence(bytes: number): string {
  return `[${bytes} bytes are missing here: the log was put away before they were read]`;
}
