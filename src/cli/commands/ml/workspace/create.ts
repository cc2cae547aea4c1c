import { workspaces } from '../../../../sdk/workspaces.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { workspaceShape } from './shape.ts';

/** `az ml workspace create`: shows the workspace; one that is there stays as it is. */
export async function run(call: Call): Promise<unknown> {
  const { client, workspace } = await openSession(call);
  const location = call.args.text('location') ?? call.config.get('defaults', 'location')?.value;
  return workspaceShape(await workspaces(client).put(workspace, location === undefined ? {} : { location }));
}
