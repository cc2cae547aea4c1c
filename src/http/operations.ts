import { choice } from '../arm/choice.ts';
import { renderOperation } from '../arm/operation.ts';
import { failureReport } from '../control/commands/failure-report.ts';
import { buildStep, type Progress, progressOf } from '../control/commands/progress.ts';
import { DomainError } from '../domain/errors.ts';
import type { Operation } from '../domain/operation.ts';
import { type Answer, type Ask, type Http, ok } from './answer.ts';
import { workspaceOf } from './scope.ts';

const waiting = { 'x-ms-retry-after-ms': '100' };

/** GET mfeOperationsStatus/{id}: read from state, never a job of its own. */
export async function operationStatus(http: Http, ask: Ask): Promise<Answer> {
  const operation = await operationOf(http, ask);
  const progress = await progressOf(http.parts, operation);
  const body = renderOperation(await withReport(http, operation), progress);
  return ok(body, operation.endedAt === null ? waiting : {});
}

/** GET mfeOperationResults/{id}: 202 while it runs, then 200 (204 after a deletion). */
export async function operationResult(http: Http, ask: Ask): Promise<Answer> {
  const operation = await operationOf(http, ask);
  if (operation.endedAt === null) return { status: 202, headers: waiting };
  if (operation.verb === 'delete') return { status: 204 };
  return ok(renderOperation(await withReport(http, operation), null));
}

const lately = 60 * 60_000;

/**
 * GET {workspace}/operations (ours): what is under way, with how far it has come, and what ended within the last hour; the
 * newest first. `status` InProgress leaves out what ended. Beside the members of mfeOperationsStatus: `resourceId`, `endpoint`,
 * `deployment` (null for endpoints), `verb` (create, update, delete), `logContainer`, whose log of the deployment tells more
 * (null when there is none), and `environment`, the id of what is or was being built (null unless it was).
 */
export async function listOperations(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const { status } = ask.query;
  const onlyOpen = status !== undefined && choice(['InProgress', 'All'], status, 'status') === 'InProgress';
  const since = onlyOpen ? Number.POSITIVE_INFINITY : http.parts.clock.now() - lately;
  const all = await http.parts.store.rows.operations.list(workspace.uid, since);
  return ok({ value: await Promise.all(all.map((operation) => listed(http, operation))) });
}

async function listed(http: Http, operation: Operation): Promise<object> {
  const progress = await progressOf(http.parts, operation);
  const log = logOf(operation, progress);
  const [, endpoint, deployment] =
    /\/onlineEndpoints\/([^/]+)(?:\/deployments\/([^/]+))?$/i.exec(operation.objectId) ?? [];
  return {
    ...renderOperation(operation, progress),
    resourceId: operation.objectId,
    endpoint: endpoint ?? null,
    deployment: deployment ?? null,
    verb: operation.verb,
    logContainer: log,
    environment: log === 'StorageInitializer' ? await environmentOf(http, operation) : null,
  };
}

/** What was built has a log of its own; a deployment that is gone has none. */
function logOf({ object, verb, failure }: Operation, progress: Progress | null): string | null {
  if (object === 'endpoint' || verb === 'delete') return null;
  const isBuild = progress?.step === buildStep || failure?.code === 'ImageBuildFailure';
  return isBuild ? 'StorageInitializer' : 'InferenceServer';
}

async function operationOf(http: Http, ask: Ask): Promise<Operation> {
  const id = ask.params.id ?? '';
  const operation = await http.parts.store.rows.operations.get(id);
  if (operation !== undefined) return operation;
  throw new DomainError('not-found', `The operation '${id}' was not found.`);
}

/** Null also when the deployment has another one by now. */
async function environmentOf(http: Http, { objectUid, generation }: Operation): Promise<string | null> {
  const deployment = await http.parts.store.rows.deployments.get(objectUid);
  return deployment?.generation === generation ? deployment.spec.environment : null;
}

async function withReport(http: Http, operation: Operation): Promise<Operation> {
  if (operation.failure === null || operation.object !== 'deployment') return operation;
  const deployment = await http.parts.store.rows.deployments.get(operation.objectUid);
  if (deployment === undefined || deployment.generation !== operation.generation) return operation;
  return { ...operation, failure: await failureReport(http.parts, deployment, operation.failure) };
}
