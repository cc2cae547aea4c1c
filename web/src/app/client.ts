/** The SDK's client of the Teal that served this page. The session's cookie, not a token, says who asks. */
import { createTeal, type Teal } from '../../../src/sdk/teal.ts';
import type { WorkspaceKey } from '../../../src/sdk/wire.ts';
import { sameOrigin } from './session.ts';

let current: Teal | undefined;

/** The client of the workspace that is open. */
export function teal(): Teal {
  if (current === undefined) throw new Error('No workspace is open yet.');
  return current;
}

/** Opens a workspace; what was known of another one is not shown as this one's, because the page begins anew. */
export function openWorkspace(workspace: WorkspaceKey): Teal {
  current = createTeal({ ...sameOrigin(), workspace });
  return current;
}
