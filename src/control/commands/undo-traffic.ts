/**
 * Undo puts back the live and mirrored traffic from before the last change of either, as a change of its own with its
 * own record. So undo is undone by undo: twice leads back to where one was, and older traffic is set by its numbers.
 * Nothing else is touched: a deployment that was updated since keeps its new revision.
 */
import { endpointFacts, endpointRefusal, requireAllowed } from '../../domain/allowed.ts';
import type { Endpoint, Percentages } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { type HistoryEntry, type Shares, sharesMoved } from '../../domain/history.ts';
import type { Rows } from '../../domain/store.ts';
import { checkTraffic } from '../../domain/traffic.ts';
import type { Parts } from '../parts.ts';
import { type Condition, checkCondition } from './conditions.ts';
import type { EndpointChange } from './put-endpoint.ts';
import { type Caller, record, touched } from './record.ts';

export type UndoTraffic = Caller & { readonly uid: string; readonly condition: Condition };

/** What an undo would do: put `after` in the place of `before`, because of the change `undone`. */
export type UndoPlan = {
  readonly endpoint: Endpoint;
  readonly undone: HistoryEntry;
  readonly before: Shares;
  readonly after: Shares;
};

/**
 * What `undoTraffic` would do now. Throws conflict when there is no earlier traffic, when it names a deployment that was
 * deleted since (also when there is a new one of the name: nobody has approved that), or while the endpoint is being
 * deleted; bad-argument when one of them cannot take requests; precondition-failed, not-found.
 */
export async function planUndo(
  rows: Rows,
  { uid, condition }: Pick<UndoTraffic, 'uid' | 'condition'>,
): Promise<UndoPlan> {
  const endpoint = await rows.endpoints.get(uid);
  if (endpoint === undefined) throw new DomainError('not-found', 'The endpoint does not exist any more.');
  requireAllowed(endpointRefusal('undo', endpointFacts(endpoint)));
  checkCondition(condition, endpoint.generation, `endpoint '${endpoint.name}'`);
  const [undone, earlier] = await rows.history.trafficMoves(uid, 2);
  const after = undone?.shares?.before;
  // What a new endpoint has, nobody ever wanted: going back to it would only stop the endpoint.
  if (undone === undefined || after === undefined || (earlier === undefined && isNothing(after))) {
    throw new DomainError(
      'conflict',
      `The endpoint '${endpoint.name}' has no earlier traffic to put back: ${undone === undefined ? 'its traffic was never changed' : 'it had none before the last change'}.`,
    );
  }
  const deployments = await rows.deployments.list(uid);
  const present = deployments.filter(({ deleting }) => !deleting).map(({ name }) => name);
  const deleted = await rows.history.deletedSince(uid, undone.sequence);
  refuseGone(after, (name) => present.includes(name) && !deleted.includes(name));
  checkTraffic(after.traffic, after.mirror, deployments);
  const { traffic, mirror } = endpoint.spec;
  return { endpoint, undone, before: { traffic, mirror }, after };
}

/** Carries out what `planUndo` says, in one transaction. Throws what that throws. */
export async function undoTraffic(parts: Parts, command: UndoTraffic): Promise<EndpointChange> {
  return parts.store.change(async (rows) => {
    const { endpoint: before, ...plan } = await planUndo(rows, command);
    const endpoint = {
      ...before,
      spec: { ...before.spec, ...plan.after },
      generation: before.generation + 1,
      version: before.version + 1,
      ...touched(before, command.actor, parts.clock.now()),
    };
    await rows.endpoints.save(endpoint);
    const operation = await record(
      rows,
      command,
      {
        workspaceUid: endpoint.workspaceUid,
        object: 'endpoint',
        objectUid: endpoint.uid,
        verb: 'update',
        generation: endpoint.generation,
        startedAt: endpoint.modifiedAt,
      },
      {
        verb: 'undo',
        endpoint,
        shares: sharesMoved(plan.before, plan.after),
        before: parts.pictures.endpoint(before),
        after: parts.pictures.endpoint(endpoint),
      },
    );
    return { endpoint, operation, created: false };
  });
}

function refuseGone({ traffic, mirror }: Shares, isThere: (name: string) => boolean): void {
  const gone = [...new Set([...Object.keys(traffic), ...Object.keys(mirror)])].filter(
    (name) => !isThere(name),
  );
  if (gone.length === 0) return;
  const names = gone.map((name) => `'${name}'`).join(', ');
  throw new DomainError(
    'conflict',
    `The earlier traffic ${said({ traffic, mirror })} cannot be put back: ${names} ${gone.length === 1 ? 'was' : 'were'} deleted since. Set the traffic that you want instead.`,
  );
}

function said({ traffic, mirror }: Shares): string {
  const mirrored = isEmpty(mirror) ? '' : ` with mirror_traffic "${listed(mirror)}"`;
  return `"${listed(traffic)}"${mirrored}`;
}

function listed(percentages: Percentages): string {
  return Object.entries(percentages)
    .map(([name, percent]) => `${name}=${percent}`)
    .join(' ');
}

function isNothing({ traffic, mirror }: Shares): boolean {
  return isEmpty(traffic) && isEmpty(mirror);
}

function isEmpty(percentages: Percentages): boolean {
  return Object.keys(percentages).length === 0;
}
