import { type Answer, type Ask, type Http, tagged } from '../answer.ts';
import { endpointOf } from '../scope.ts';
import { shownEndpoint } from './render.ts';

/** GET onlineEndpoints/{name}. */
export async function get(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  return tagged(200, shownEndpoint(http, ask, workspace, endpoint));
}
