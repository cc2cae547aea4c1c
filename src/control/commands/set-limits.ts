import { endpointFacts, endpointRefusal, requireAllowed } from '../../domain/allowed.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { canonical } from '../../domain/history.ts';
import { changedLimits, type Limits, type LimitsChange } from '../../domain/limits.ts';
import type { Operation } from '../../domain/operation.ts';
import type { Rows } from '../../domain/store.ts';
import type { Workspace } from '../../domain/workspace.ts';
import type { Parts } from '../parts.ts';
import { type Condition, checkCondition } from './conditions.ts';
import type { EndpointChange } from './put-endpoint.ts';
import { type Caller, record, recordOf, touched } from './record.ts';

export type LimitEndpoint = Caller & {
  readonly uid: string;
  readonly change: LimitsChange;
  readonly condition: Condition;
};

/**
 * Sets limits of one endpoint, or sets them no more; what the change does not name stays. It is done when every router
 * runs the endpoint's generation. Throws bad-argument, precondition-failed, not-found, or conflict while the endpoint is
 * being deleted.
 */
export async function limitEndpoint(parts: Parts, command: LimitEndpoint): Promise<EndpointChange> {
  return parts.store.change(async (rows) => {
    const before = await rows.endpoints.get(command.uid);
    if (before === undefined) throw new DomainError('not-found', 'The endpoint does not exist any more.');
    requireAllowed(endpointRefusal('edit', endpointFacts(before)));
    checkCondition(command.condition, before.generation, `endpoint '${before.name}'`);
    const earlier = await rows.limits.of(before.uid);
    const limits = changedLimits(earlier, command.change, 'endpoint');
    await rows.limits.set(before.uid, limits);
    const endpoint = await nextGeneration(parts, rows, before, command.actor);
    const operation = await record(rows, command, changeOf(endpoint), {
      verb: 'limit',
      endpoint,
      before: { limits: earlier },
      after: { limits },
    });
    return { endpoint, operation, created: false };
  });
}

export type LimitWorkspace = Caller & {
  readonly workspace: Workspace;
  readonly change: LimitsChange;
  /** The ARM id of one of its endpoints. */
  readonly idOf: (endpoint: string) => string;
};

/**
 * Sets what endpoints of a workspace have that set nothing themselves. Every endpoint of it is a generation further, with a
 * record in its own history: it is done when every router runs all of those. Throws bad-argument.
 */
export async function limitWorkspace(parts: Parts, command: LimitWorkspace): Promise<readonly Endpoint[]> {
  const { workspace, change, actor, reason } = command;
  return parts.store.change(async (rows) => {
    const earlier = await rows.limits.of(workspace.uid);
    const limits = changedLimits(earlier, change, 'workspace');
    if (canonical(earlier) === canonical(limits)) return [];
    await rows.limits.set(workspace.uid, limits);
    const told = { before: { workspaceLimits: earlier }, after: { workspaceLimits: limits } };
    await appendOwn(parts, rows, command, told);
    const changed: Endpoint[] = [];
    for (const before of await rows.endpoints.list(workspace.uid)) {
      if (before.deleting) continue;
      const endpoint = await nextGeneration(parts, rows, before, actor);
      const caller = { actor, reason, objectId: command.idOf(endpoint.name) };
      await rows.history.append(
        recordOf(caller, { verb: 'limit', at: endpoint.modifiedAt, operationId: null, endpoint, ...told }),
      );
      changed.push(endpoint);
    }
    return changed;
  });
}

/** The workspace's own record, for what it has besides its endpoints. */
async function appendOwn(
  { clock }: Parts,
  rows: Rows,
  { actor, objectId, reason }: Caller,
  told: { readonly before: { workspaceLimits: Limits }; readonly after: { workspaceLimits: Limits } },
): Promise<void> {
  await rows.history.append({
    at: clock.now(),
    who: actor,
    verb: 'limit',
    objectId,
    endpoint: null,
    deployment: null,
    operationId: null,
    reason,
    shares: null,
    ...told,
  });
}

async function nextGeneration(
  { clock }: Parts,
  rows: Rows,
  before: Endpoint,
  actor: string,
): Promise<Endpoint> {
  const endpoint = {
    ...before,
    generation: before.generation + 1,
    version: before.version + 1,
    ...touched(before, actor, clock.now()),
  };
  await rows.endpoints.save(endpoint);
  return endpoint;
}

function changeOf(endpoint: Endpoint): Omit<Operation, 'id' | 'objectId' | 'endedAt' | 'failure'> {
  return {
    workspaceUid: endpoint.workspaceUid,
    object: 'endpoint',
    objectUid: endpoint.uid,
    verb: 'update',
    generation: endpoint.generation,
    startedAt: endpoint.modifiedAt,
  };
}
