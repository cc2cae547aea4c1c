import { workspaceId } from '../../arm/ids.ts';
import { parseLogAsk } from '../../arm/logs.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';

/**
 * GET workspaces/{name}/logs (ours): lines of the traffic, console or event log, newest first. Every page reads a bounded
 * part of the files, so one may have few lines or none and yet a `nextLink`; without it nothing older is left.
 */
export async function listLogs(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const asked = parseLogAsk(ask.query);
  const after = ask.query.$skipToken;
  const { lines, next } = await http.logs.read({ ...asked, workspaceUid: workspace.uid, after });
  if (next === null) return ok({ value: lines });
  const query = new URLSearchParams(
    Object.entries({ ...ask.query, $skipToken: next }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  return ok({ value: lines, nextLink: `${http.publicUrl()}${workspaceId(workspace)}/logs?${query}` });
}
