import { renderEntry } from '../../arm/history.ts';
import { endpointId } from '../../arm/ids.ts';
import { type Answer, type Ask, type Http, ok, wholeNumber } from '../answer.ts';
import { endpointOf, workspaceOf } from '../scope.ts';

const pageSize = 100;
const largest = 1000;

/**
 * GET onlineEndpoints/{name}/history, newest first; also of an endpoint that was deleted, for that is when one asks.
 * `deployment` keeps what is about one; `count` is a page's length, `$top` the list's. `nextLink` goes on from the last
 * entry by its number, so that what is added meanwhile moves nothing.
 */
export async function listHistory(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const id = endpointId(workspace, ask.params.endpoint ?? '');
  const top = wholeNumber(ask, '$top', 1);
  const size = Math.min(top ?? wholeNumber(ask, 'count', 1) ?? pageSize, largest);
  const { deployment } = ask.query;
  const before = wholeNumber(ask, '$skipToken', 1);
  const found = await http.parts.store.rows.history.list(id, { deployment, before, limit: size + 1 });
  if (found.length === 0) await endpointOf(http, ask);
  const entries = found.slice(0, size);
  const last = entries.at(-1)?.sequence;
  const more = found.length > size && last !== undefined;
  return ok({
    value: entries.map(renderEntry),
    ...(more && (top === undefined || top > largest) ? { nextLink: next(http, ask, id, { top, last }) } : {}),
  });
}

function next(
  http: Http,
  ask: Ask,
  id: string,
  { top, last }: { readonly top: number | undefined; readonly last: number },
): string {
  const asked = Object.entries(ask.query).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['$skipToken', '$top'].includes(entry[0]),
  );
  const left: [string, string][] = top === undefined ? [] : [['$top', String(top - largest)]];
  const query = new URLSearchParams([...asked, ...left, ['$skipToken', String(last)]]);
  return `${http.publicUrl()}${id}/history?${query}`;
}
