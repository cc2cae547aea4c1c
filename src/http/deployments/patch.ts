import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { merged } from '../merge-patch.ts';
import { deploymentOf } from '../scope.ts';
import { put } from './put.ts';
import { shownDeployment } from './render.ts';

/** PATCH deployments/{name}: absent members stay, null clears, values replace; guarded by what was read. */
export async function patch(http: Http, ask: Ask): Promise<Answer> {
  const found = await deploymentOf(http, ask);
  const body = merged(shownDeployment(http, ask, found), ask.body);
  const seen = header(ask, 'if-match') ?? `"${found.deployment.generation}"`;
  return put(http, { ...ask, body, headers: { ...ask.headers, 'if-match': seen } });
}
