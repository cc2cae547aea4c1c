/** What has to be known before any page: that somebody is signed in, and which workspace is open. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import type { WorkspaceKey } from '../../../src/sdk/wire.ts';
import { discover } from '../../../src/sdk/workspaces.ts';
import { connection, door, openWorkspace } from './client.ts';
import { hrefOf, paths } from './paths.ts';
import { keys } from './queries.ts';
import { remember, remembered } from './remembered.ts';

export type Entered = {
  readonly workspace: WorkspaceKey;
  /** Where programs send scoring requests to. */
  readonly scoringUrl: string;
  /** Of Teal. */
  readonly version: string;
};

const kept = 'workspace';

/** Who is in, and where: the workspace of the last visit when it is still there. Null when nobody is signed in. */
export const enteredQuery = queryOptions({
  queryKey: keys.entered,
  queryFn: async ({ client }): Promise<Entered | null> => {
    const found = await door.session();
    if (found === undefined) return null;
    const { scoringUrl, version } = found;
    const last = remembered(kept);
    const all = last === undefined ? [] : await client.ensureQueryData(workspacesQuery);
    const workspace = all.find((key) => idOf(key) === last) ?? found.workspace;
    openWorkspace(workspace);
    return { workspace, scoringUrl, version };
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** All workspaces of this Teal. */
export const workspacesQuery = queryOptions({
  queryKey: keys.workspaces,
  queryFn: () => discover(connection),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Sends who is not signed in to the sign-in page, which leads back to `href`. */
export async function enter(queries: QueryClient, href: string): Promise<void> {
  if ((await queries.ensureQueryData(enteredQuery)) !== null) return;
  queries.removeQueries({ queryKey: keys.entered });
  throw redirect({ ...paths.signIn(href === paths.home().to ? undefined : href), replace: true });
}

/** The session ended under us: sign in again and come back here. */
export function signInAgain(): void {
  const { pathname, search } = location;
  if (pathname !== paths.signIn().to) location.assign(hrefOf(paths.signIn(pathname + search)));
}

/** Opens another workspace. */
export function changeWorkspace(workspace: WorkspaceKey): void {
  remember(kept, idOf(workspace));
  location.assign(paths.home().to);
}

export function idOf({ subscription, resourceGroup, name }: WorkspaceKey): string {
  return `${subscription}/${resourceGroup}/${name}`;
}
