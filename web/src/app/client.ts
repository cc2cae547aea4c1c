/** The SDK's client of the Teal that served this page. The session's cookie, not a token, says who asks. */
import { type Connection, session } from '../../../src/sdk/http.ts';
import { type Studio, studio } from '../../../src/sdk/studio.ts';
import { createTeal, type Teal } from '../../../src/sdk/teal.ts';
import type { WorkspaceKey } from '../../../src/sdk/wire.ts';

/** Scoring goes the same way: a page may ask no other address. */
export const connection: Connection = { url: location.origin, scoringUrl: location.origin, token: session };

/** Signing in and out. */
export const door: Studio = studio(connection);

let current: Teal | undefined;

/** The client of the workspace that is open. */
export function teal(): Teal {
  if (current === undefined) throw new Error('No workspace is open yet.');
  return current;
}

/** Opens a workspace; another one is opened by a page that begins anew, so that nothing of the last is left on it. */
export function openWorkspace(workspace: WorkspaceKey): void {
  current = createTeal({ ...connection, workspace });
}
