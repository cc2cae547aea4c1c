import { checkCompute } from '../../arm/compute.ts';
import type { Answer, Ask, Http } from '../answer.ts';
import { pollAgain } from '../lro.ts';
import { workspaceOf } from '../scope.ts';
import { shown } from './read.ts';

/**
 * PUT computes/{name}: attaches what every name stands for already, so that programs which do so first go on. Like Azure
 * it answers 201 and "Creating", after which a client reads the resource: azure-ai-ml 1.16 reads no type from an
 * answer that is complete at once.
 */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  checkCompute(ask.body);
  const { properties, ...compute } = shown(workspace, ask.params.compute ?? '');
  const body = { ...compute, properties: { ...properties, provisioningState: 'Creating' } };
  return { status: 201, body, headers: pollAgain };
}
