import { orMissing } from '../../../sdk/errors.ts';
import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';
import { groupAsked, groupShape } from './access.ts';

/** `az group create`: shows one that exists; a group comes with its first workspace. */
export async function run(call: Call): Promise<unknown> {
  const found = await orMissing(groupAsked(call));
  if (found !== undefined) return groupShape(found);
  throw new Failure(
    `The resource group '${call.args.text('resource-group')}' does not exist; a group comes with its first workspace.`,
    1,
    [
      `Make both with: az ml workspace create -g ${call.args.text('resource-group')} -n NAME`,
      'See what there is with: az group list',
    ],
  );
}
