import { orMissing } from '../../../sdk/errors.ts';
import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';
import { groupAsked, groupShape } from './access.ts';

/** `az group create`: shows one that exists; Teal's groups come with its workspaces. */
export async function run(call: Call): Promise<unknown> {
  const found = await orMissing(groupAsked(call));
  if (found !== undefined) return groupShape(found);
  throw new Failure(
    `The resource group '${call.args.text('resource-group')}' does not exist, and Teal creates none: groups come with workspaces.`,
    1,
    ['See what there is with: az group list'],
  );
}
