import { workspaces } from '../../../../sdk/workspaces.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { workspaceShape } from './shape.ts';

/** `az ml workspace list`. */
export async function run(call: Call): Promise<unknown> {
  const { client, workspace } = await openSession(call);
  const all = await workspaces(client).list(workspace.subscription, workspace.resourceGroup);
  return all.map(workspaceShape);
}
