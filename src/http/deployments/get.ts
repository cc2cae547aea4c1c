import { type Answer, type Ask, type Http, tagged } from '../answer.ts';
import { deploymentOf } from '../scope.ts';
import { shownDeployment } from './render.ts';

/** GET deployments/{name}. */
export async function get(http: Http, ask: Ask): Promise<Answer> {
  return tagged(200, shownDeployment(http, ask, await deploymentOf(http, ask)));
}
