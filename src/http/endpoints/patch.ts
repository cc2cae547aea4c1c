import type { Answer, Ask, Http } from '../answer.ts';
import { header } from '../answer.ts';
import { merged } from '../merge-patch.ts';
import { endpointOf } from '../scope.ts';
import { put } from './put.ts';
import { shownEndpoint } from './render.ts';

/** PATCH onlineEndpoints/{name}: absent members stay, null clears, values replace; guarded by what was read. */
export async function patch(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, endpoint } = await endpointOf(http, ask);
  const body = merged(shownEndpoint(http, ask, workspace, endpoint), ask.body);
  const seen = header(ask, 'if-match') ?? `"${endpoint.generation}"`;
  return put(http, { ...ask, body, headers: { ...ask.headers, 'if-match': seen } });
}
