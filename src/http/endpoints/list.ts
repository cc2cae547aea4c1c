import { workspaceId } from '../../arm/ids.ts';
import { type Answer, type Ask, type Http, page } from '../answer.ts';
import { workspaceOf } from '../scope.ts';
import { shownEndpoint } from './render.ts';

/** GET onlineEndpoints; `name` and `computeType` filter. */
export async function list(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const { name, computeType } = ask.query;
  const endpoints = await http.parts.store.rows.endpoints.list(workspace.uid);
  const shown = endpoints
    .map((endpoint) => shownEndpoint(http, ask, workspace, endpoint))
    .filter((endpoint) => name === undefined || endpoint.name.includes(name.toLowerCase()))
    .filter(
      (endpoint) => computeType === undefined || endpoint.kind.toLowerCase() === computeType.toLowerCase(),
    );
  return page(http, ask, `${workspaceId(workspace)}/onlineEndpoints`, shown);
}
