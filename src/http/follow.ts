/** Logs that grow, as server-sent events: the same pieces that are asked for one by one, sent when there is something new. */

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../domain/errors.ts';
import { type Answer, type Ask, header } from './answer.ts';

/** How soon after it was written a line is seen. */
const lookEveryMs = 500;
const aliveEveryMs = 15_000;
/** Each of them reads a file twice a second. */
const mostFollowers = 200;

let followers = 0;

/** What every piece of a log has; others tell more of where it comes from. */
type Piece = { readonly content: string; readonly cursor: string };

/** Whether the client asks for events instead of one piece. */
export function wantsEvents(ask: Ask): boolean {
  return header(ask, 'accept')?.includes('text/event-stream') === true;
}

/**
 * `piece` events { content, cursor, … } with the cursor as their id, for as long as the client listens: the first one at once,
 * further ones when there are new lines or what else they tell has changed. `end` {} when what is followed is gone. Goes on
 * behind `Last-Event-ID`, or `cursor`. A comment every 15 s shows that the connection lives. 503 for too many listeners.
 */
export async function following(
  ask: Ask,
  read: (cursor: string | undefined) => Promise<Piece>,
): Promise<Answer> {
  if (followers >= mostFollowers) {
    throw new DomainError('unavailable', `${followers} logs are followed already; stop following some.`);
  }
  const first = await read(header(ask, 'last-event-id') ?? ask.query.cursor);
  const stream = Readable.from(frames(ask, first, read), { objectMode: false });
  followers += 1;
  stream.once('close', () => {
    followers -= 1;
  });
  return {
    status: 200,
    body: stream,
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  };
}

async function* frames(
  ask: Ask,
  first: Piece,
  read: (cursor: string) => Promise<Piece>,
): AsyncGenerator<string, void> {
  const gone = ask.gone();
  let [piece, told, silentMs] = [first, '', 0];
  while (!gone.aborted && !ask.isOver()) {
    const state = JSON.stringify({ ...piece, content: '' });
    if (piece.content !== '' || state !== told) {
      yield `event: piece\nid: ${piece.cursor}\ndata: ${JSON.stringify(piece)}\n\n`;
      silentMs = 0;
    } else if (silentMs >= aliveEveryMs) {
      yield ': alive\n\n';
      silentMs = 0;
    }
    told = state;
    // Much at once comes in pieces: no need to wait for the next one.
    if (piece.content === '') {
      await pause(lookEveryMs, undefined, { signal: gone }).catch(() => undefined);
      silentMs += lookEveryMs;
    }
    const next = await unlessGone(read(piece.cursor));
    if (next === undefined) return void (yield 'event: end\ndata: {}\n\n');
    piece = next;
  }
}

async function unlessGone(reading: Promise<Piece>): Promise<Piece | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not-found') return undefined;
    throw error;
  }
}
