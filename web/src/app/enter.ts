/** What has to be known before any page: that somebody is signed in, and which workspace is open. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { ArmError } from '../../../src/sdk/errors.ts';
import type { WorkspaceKey } from '../../../src/sdk/wire.ts';
import { discover } from '../../../src/sdk/workspaces.ts';
import { openWorkspace } from './client.ts';
import { paths } from './paths.ts';
import { keys } from './queries.ts';
import { remember, remembered } from './remembered.ts';
import { sameOrigin } from './session.ts';

export type Entered = { readonly workspace: WorkspaceKey; readonly workspaces: readonly WorkspaceKey[] };

const kept = 'workspace';

/** The workspaces that there are, and the open one: the one of the last visit, else the first. */
export const enteredQuery = queryOptions({
  queryKey: keys.entered,
  queryFn: async (): Promise<Entered> => {
    const workspaces = await discover(sameOrigin());
    const workspace = workspaces.find((key) => idOf(key) === remembered(kept)) ?? workspaces[0];
    if (workspace === undefined) throw new Error('This Teal has no workspace.');
    openWorkspace(workspace);
    return { workspace, workspaces };
  },
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** Sends who is not signed in to the sign-in page, which leads back to `href`. */
export async function enter(queries: QueryClient, href: string): Promise<void> {
  try {
    await queries.ensureQueryData(enteredQuery);
  } catch (error) {
    if (isSignedOut(error)) throw redirect({ ...paths.signIn(href), replace: true });
    throw error;
  }
}

/** Opens another workspace: the page begins anew, so that nothing of the last one is left on it. */
export function changeWorkspace(workspace: WorkspaceKey): void {
  remember(kept, idOf(workspace));
  location.assign(paths.home().to);
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ArmError && error.status === 401;
}

export function idOf({ subscription, resourceGroup, name }: WorkspaceKey): string {
  return `${subscription}/${resourceGroup}/${name}`;
}
