import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { workspaceOf } from '../scope.ts';
import { eventStream, openStreams } from './listener.ts';

const mostStreams = 500;

/**
 * GET {workspace}/events: what changes, as server-sent events, for as long as the client listens. It says where to look:
 * - `endpoint` { id, endpoint, state }, `deployment` { id, endpoint, deployment, state }: created, changed, settled, `Deleted`;
 * - `operation` { name, resourceId, verb, status }: begun, or ended; `asset` { kind, name, version }: registered, changed;
 * - `environment` { key, state }: a build began or ended;
 * - `table` { version, endpoints }: every router worker serves it; endpoints null means any;
 * - `metrics` { at, seconds, endpoints: { NAME: { requests, errors } } } every 5 s, of endpoints that have any; without an id;
 * - `hello` {} first; `reset` {} instead when what came after `Last-Event-ID` is not known any more: read everything again.
 * A comment every 15 s shows that the connection lives. 503 when there are too many listeners.
 */
export async function streamEvents(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  if (openStreams() >= mostStreams) {
    throw new DomainError(
      'unavailable',
      `${openStreams()} clients listen to events already; close some pages of Studio.`,
    );
  }
  const lastId = header(ask, 'last-event-id') ?? ask.query.lastEventId;
  return {
    status: 200,
    body: eventStream(http, workspace, { lastId, isOver: ask.isOver }),
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  };
}
