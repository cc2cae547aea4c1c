import { DomainError } from '../../domain/errors.ts';
import { checkWorkspaceNames } from '../../domain/names.ts';
import type { Workspace, WorkspaceKey } from '../../domain/workspace.ts';
import type { Parts } from '../parts.ts';
import type { Caller } from './record.ts';

export type PutWorkspace = Caller & {
  readonly key: WorkspaceKey;
  /** Of a new one without it: 'local'. */
  readonly location: string | undefined;
};

/**
 * Adds a workspace, so that programs which name one find it. Again it changes nothing; somewhere else is a conflict, for
 * ids and clients that know it say where it is.
 */
export async function putWorkspace(
  parts: Parts,
  command: PutWorkspace,
): Promise<{ readonly workspace: Workspace; readonly created: boolean }> {
  checkWorkspaceNames(command.key);
  return parts.store.change(async (rows) => {
    const before = await rows.workspaces.find(command.key);
    if (before !== undefined) {
      refuseMove(before, command.location);
      return { workspace: before, created: false };
    }
    const now = parts.clock.now();
    const { key, location = 'local' } = command;
    const workspace: Workspace = { ...key, uid: parts.newId(), location, createdAt: now };
    await rows.workspaces.add(workspace);
    await rows.history.append({
      at: now,
      who: command.actor,
      verb: 'create',
      objectId: command.objectId,
      endpoint: null,
      deployment: null,
      operationId: null,
      reason: command.reason,
      shares: null,
      before: null,
      after: { ...workspace },
    });
    return { workspace, created: true };
  });
}

function refuseMove(before: Workspace, location: string | undefined): void {
  if (location === undefined || location.toLowerCase() === before.location.toLowerCase()) return;
  throw new DomainError(
    'conflict',
    `location is '${location}', but the workspace '${before.name}' exists in '${before.location}', which cannot be changed.`,
    { target: 'location' },
  );
}
