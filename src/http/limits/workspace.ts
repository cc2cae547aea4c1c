import { endpointId, workspaceId } from '../../arm/ids.ts';
import { limitsChange, renderLimits } from '../../arm/limits.ts';
import { limitWorkspace } from '../../control/commands/set-limits.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, tagged } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { workspaceOf } from '../scope.ts';

/** A router that takes longer is in trouble, and goes by the change when it is out of it. */
const settledWithinMs = 30_000;

/** GET workspaces/{name}/limits: what its endpoints have that set nothing themselves, by limit. */
export async function getWorkspaceLimits(http: Http, ask: Ask): Promise<Answer> {
  return tagged(200, await shown(http, await workspaceOf(http, ask)));
}

/**
 * PATCH workspaces/{name}/limits: what the body does not name stays. When it answers, every router goes by it. Throws
 * unavailable when that takes longer than half a minute: the change is kept, and done as soon as it can be.
 */
export async function patchWorkspaceLimits(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const changed = await limitWorkspace(http.parts, {
    ...callerOf(ask, workspaceId(workspace)),
    workspace,
    change: limitsChange(ask.body),
    idOf: (endpoint) => endpointId(workspace, endpoint),
  });
  const done = Promise.all(
    changed.map(({ uid, generation }) => http.reconciler.settled(uid, generation, settledWithinMs)),
  );
  for (const { uid } of changed) http.reconciler.nudge(uid);
  if ((await done).includes(false)) {
    throw new DomainError(
      'unavailable',
      'The limits are kept, but not every router goes by them yet; they will as soon as they can.',
    );
  }
  return tagged(200, await shown(http, workspace));
}

async function shown({ parts }: Http, workspace: Workspace) {
  const { rows } = parts.store;
  const configured = await rows.limits.of(workspace.uid);
  const workspaces = await rows.workspaces.list();
  const own = workspaces.filter(({ subscription }) => subscription === workspace.subscription);
  const uids = new Set(own.map(({ uid }) => uid));
  const endpoints = (await rows.endpoints.list()).filter(({ workspaceUid }) => uids.has(workspaceUid));
  return renderLimits(workspaceId(workspace), 'workspace', {
    layers: { compute: null, workspace: configured, endpoint: {} },
    usage: { endpointsPerSubscription: endpoints.length },
    etag: `"${parts.hash(JSON.stringify(configured)).slice(0, 16)}"`,
  });
}
