import { orMissing } from '../../../sdk/errors.ts';
import type { Call } from '../../call.ts';
import { groupAsked } from './access.ts';

/** `az group exists`: prints true or false. */
export async function run(call: Call): Promise<unknown> {
  return (await orMissing(groupAsked(call))) !== undefined;
}
