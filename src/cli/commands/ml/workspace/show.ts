import { workspaces } from '../../../../sdk/workspaces.ts';
import type { Call } from '../../../call.ts';
import { openSession } from '../../../session.ts';
import { workspaceShape } from './shape.ts';

/** `az ml workspace show`. Exit 3 when it is missing. */
export async function run(call: Call): Promise<unknown> {
  const session = await openSession(call);
  return workspaceShape(await workspaces(session.client).get(session.workspace));
}
