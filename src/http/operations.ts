import { renderOperation } from '../arm/operation.ts';
import { failureReport } from '../control/commands/failure-report.ts';
import { progressOf } from '../control/commands/progress.ts';
import { DomainError } from '../domain/errors.ts';
import type { Operation } from '../domain/operation.ts';
import { type Answer, type Ask, type Http, ok } from './answer.ts';

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

async function operationOf(http: Http, ask: Ask): Promise<Operation> {
  const id = ask.params.id ?? '';
  const operation = await http.parts.store.rows.operations.get(id);
  if (operation !== undefined) return operation;
  throw new DomainError('not-found', `The operation '${id}' was not found.`);
}

async function withReport(http: Http, operation: Operation): Promise<Operation> {
  if (operation.failure === null || operation.object !== 'deployment') return operation;
  const deployment = await http.parts.store.rows.deployments.get(operation.objectUid);
  if (deployment === undefined || deployment.generation !== operation.generation) return operation;
  return { ...operation, failure: await failureReport(http.parts, deployment, operation.failure) };
}
