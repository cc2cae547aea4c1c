import { checkCompute } from '../../arm/compute.ts';
import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';
import { shown } from './read.ts';

/** PUT computes/{name}: attaches what every name stands for already, so that programs which do so first go on. */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  checkCompute(ask.body);
  return ok(shown(workspace, ask.params.compute ?? ''));
}
