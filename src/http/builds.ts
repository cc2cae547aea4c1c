import type { EnvironmentDefinition } from '../domain/deployment.ts';
import { DomainError } from '../domain/errors.ts';
import type { LogPlace } from '../domain/logs.ts';
import { type Answer, type Ask, type Http, ok, wholeNumber } from './answer.ts';
import { following, wantsEvents } from './follow.ts';

const usualTail = 1000;

/** The build log of what a definition describes, whoever defined it. */
export async function buildLogOf(http: Http, ask: Ask, definition: EnvironmentDefinition): Promise<Answer> {
  const key = http.parts.environments.keyOf(definition);
  const from = wholeNumber(ask, 'cursor', 0);
  const tail = wholeNumber(ask, 'tail', 0);
  if (from !== undefined && tail !== undefined) {
    throw new DomainError('bad-argument', 'tail is only for a first piece, without a cursor.', {
      target: 'tail',
    });
  }
  const read = (cursor: string | undefined) =>
    pieceOf(http, key, cursor === undefined ? { tail: tail ?? usualTail } : { from: placeOf(cursor) });
  return wantsEvents(ask) ? following(ask, read) : ok(await read(ask.query.cursor));
}

async function pieceOf({ parts: { environments } }: Http, key: string, place: LogPlace) {
  const status = environments.status(key);
  const { text, next, lost } = await environments.log(key, place);
  return {
    state: status.state,
    message: status.state === 'failed' ? status.message : null,
    content: text,
    cursor: String(next),
    lost,
  };
}

/** Also of a client that comes back with the id of the last event that it heard. */
function placeOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DomainError('bad-argument', `cursor is '${cursor}'; it must be the cursor of an earlier piece.`, {
    target: 'cursor',
  });
}
