import type { Call } from '../../../call.ts';
import { openResource } from './resource.ts';

/** `az monitor metrics list-definitions`. */
export async function run(call: Call): Promise<unknown> {
  const { id, metrics } = await openResource(call);
  const namespace = call.args.text('namespace')?.toLowerCase();
  const all = await metrics.definitions(id);
  return all.filter((one) => namespace === undefined || one.namespace.toLowerCase() === namespace);
}
