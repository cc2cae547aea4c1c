import type { Call } from '../../call.ts';
import { groupAsked, groupShape } from './access.ts';

/** `az group show`. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  return groupShape(await groupAsked(call));
}
