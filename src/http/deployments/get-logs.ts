import { actionBody, LogsBody } from '../../arm/action-bodies.ts';
import { choice } from '../../arm/choice.ts';
import { followLogs, type LogMark, type LogSource, readLogs } from '../../control/commands/read-logs.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { following, wantsEvents } from '../follow.ts';
import { deploymentOf } from '../scope.ts';

const defaultTail = 5000;
const followedTail = 100;
const longestTail = 1_000_000;

/** POST deployments/{name}/getLogs { containerType?, tail?, instanceId? (ours) } -> { content }. */
export async function getLogs(http: Http, ask: Ask): Promise<Answer> {
  const { deployment } = await deploymentOf(http, ask);
  const { containerType, tail = defaultTail, instanceId } = actionBody(LogsBody, ask.body);
  const source = sourceOf(containerType, instanceId, ['containerType', 'instanceId']);
  return ok({ content: await readLogs(http.parts, deployment, { source, tail: tailOf(tail) }) });
}

/**
 * GET deployments/{name}/logs (ours), to follow a log: `container` and `instance` as above, `tail` lines to begin with
 * (100), or `cursor`, the end of an earlier piece -> { content, cursor, instance, lost }. The content ends where a line
 * does, except that of a first piece; it is '' while nothing was printed: ask again. `lost` counts the bytes before it
 * that are kept no longer. Without `instance` the cursor leads on to the next one when the followed one has ended.
 * With `Accept: text/event-stream` the pieces come as they are written (http/follow.ts).
 */
export async function getLogPiece(http: Http, ask: Ask): Promise<Answer> {
  const { container, instance, tail, cursor } = ask.query;
  const source = sourceOf(container, instance, ['container', 'instance']);
  if (cursor !== undefined && tail !== undefined) {
    throw new DomainError('bad-argument', 'tail is only for a first piece, without a cursor.', {
      target: 'tail',
    });
  }
  const read = async (from: string | undefined) => {
    // It may be deleted while it is followed.
    const { deployment } = await deploymentOf(http, ask);
    const place = from === undefined ? { tail: tailOf(tail ?? followedTail, 0) } : markOf(from);
    const piece = await followLogs(http.parts, deployment, { source, place });
    const { of, from: next } = piece.next;
    return { content: piece.text, cursor: `${of}@${next}`, instance: piece.instance, lost: piece.lost };
  };
  return wantsEvents(ask) ? following(ask, read) : ok(await read(cursor));
}

function sourceOf(
  container: string | undefined,
  instance: string | undefined,
  [containerField, instanceField]: readonly [string, string],
): LogSource {
  const kind = choice(
    ['InferenceServer', 'StorageInitializer'],
    container ?? 'InferenceServer',
    containerField,
  );
  if (kind === 'InferenceServer') return { container: 'inference-server', instance };
  if (instance === undefined) return { container: 'storage-initializer' };
  throw new DomainError(
    'bad-argument',
    `${instanceField} is '${instance}'; all instances have one StorageInitializer, so there is none to choose.`,
    { target: instanceField },
  );
}

function tailOf(tail: unknown, least = 1): number {
  const lines = typeof tail === 'string' && /^\d{1,9}$/.test(tail) ? Number(tail) : tail;
  if (typeof lines === 'number' && Number.isInteger(lines) && lines >= least && lines <= longestTail)
    return lines;
  throw new DomainError(
    'bad-argument',
    `tail is ${JSON.stringify(tail)}; it must be a whole number from ${least} to ${longestTail}.`,
    { target: 'tail' },
  );
}

function markOf(cursor: string): LogMark {
  const [, of, from] = /^([A-Za-z0-9._-]{0,200})@(\d{1,15})$/.exec(cursor) ?? [];
  if (of !== undefined && from !== undefined) return { of, from: Number(from) };
  throw new DomainError('bad-argument', `cursor is '${cursor}'; it must be the cursor of an earlier piece.`, {
    target: 'cursor',
  });
}
