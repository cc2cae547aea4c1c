import { endpointSpec } from '../../arm/endpoint.ts';
import { endpointId } from '../../arm/ids.ts';
import { type EndpointChange, putEndpoint } from '../../control/commands/put-endpoint.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, header, tagged } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { pollHeaders } from '../lro.ts';
import { workspaceOf } from '../scope.ts';
import { shownEndpoint } from './render.ts';

/** A change that every router runs within this time is answered as done, without polling. */
const answerDoneWithinMs = 2000;

/** PUT onlineEndpoints/{name}: creates or replaces; done when it answers 200 or 201 with state Succeeded. */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const name = ask.params.endpoint ?? '';
  const { spec, keys } = endpointSpec(ask.body);
  const change = await putEndpoint(http.parts, {
    ...callerOf(ask, endpointId(workspace, name)),
    workspace,
    name,
    spec,
    keys,
    condition: { ifMatch: header(ask, 'if-match'), ifNoneMatch: header(ask, 'if-none-match') },
  });
  return answerChange(http, ask, workspace, change);
}

/** A change of an endpoint's intent as its client hears of it: done, or with the operation to poll. */
export async function answerChange(
  http: Http,
  ask: Ask,
  workspace: Workspace,
  change: EndpointChange,
): Promise<Answer> {
  const { fresh, headers } = await settledChange(http, ask, workspace, change);
  return tagged(change.created ? 201 : 200, shownEndpoint(http, ask, workspace, fresh), headers);
}

/** Waits a little for every router; `headers` lead to the operation when that was not enough. */
export async function settledChange(
  http: Http,
  ask: Ask,
  workspace: Workspace,
  { endpoint, operation }: EndpointChange,
): Promise<{ readonly fresh: Endpoint; readonly headers: Record<string, string> }> {
  const done = http.reconciler.settled(endpoint.uid, endpoint.generation, answerDoneWithinMs);
  http.reconciler.nudge(endpoint.uid);
  const fresh = (await done)
    ? ((await http.parts.store.rows.endpoints.get(endpoint.uid)) ?? endpoint)
    : endpoint;
  const headers =
    fresh === endpoint
      ? pollHeaders(http, ask, workspace.location, operation, false)
      : tableHeader(http.reconciler.tableVersion());
  return { fresh, headers };
}

/** The routing table that every router worker runs by the time of the answer (ours): the change is in it. */
function tableHeader(version: number | undefined): Record<string, string> {
  return version === undefined ? {} : { 'x-teal-table-version': String(version) };
}
