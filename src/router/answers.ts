/** The router's own answers: always an id, and the JSON shape of Azure ML, but for 408. */
import type { Exchange } from './exchange.ts';

/** What the answer says of the deployment that was chosen, if one was; both '' otherwise. */
export function identity(exchange: Exchange, deployment: string): string[] {
  const headers = ['x-request-id', exchange.requestId];
  const client = exchange.head.clientRequestId;
  if (client !== '') headers.push('x-ms-client-request-id', client);
  if (deployment !== '') {
    headers.push('azureml-model-deployment', deployment, 'azureml-model-session', deployment);
  }
  return headers;
}

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/** `{"error":{"code","message"}}`; `headers` (names and values in turn) are added to. */
export function refuse(exchange: Exchange, refused: Refused, headers: string[]): void {
  const body = errorBody(refused.code, refused.message);
  headers.push('content-type', 'application/json', 'content-length', String(Buffer.byteLength(body)));
  finish(exchange, refused.status, headers, body);
}

export function errorBody(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

export function refuseUnauthorized(exchange: Exchange, reason: string): void {
  const headers = identity(exchange, '');
  headers.push('www-authenticate', 'Bearer');
  refuse(exchange, { status: 401, code: 'Unauthorized', message: reason }, headers);
}

export function refuseNotFound(exchange: Exchange, reason: string): void {
  refuse(exchange, { status: 404, code: 'NotFound', message: reason }, identity(exchange, ''));
}

/** Too many requests run and wait already at the deployment. */
export function refuseBusy(exchange: Exchange, deployment: string, limit: number): void {
  const headers = identity(exchange, deployment);
  headers.push('retry-after', '1');
  const message = `Deployment ${deployment} has ${limit} pending requests, its limit. Try again later.`;
  refuse(exchange, { status: 429, code: 'TooManyRequests', message }, headers);
}

export function refuseTooLarge(exchange: Exchange, limit: number): void {
  const message = `The request body is larger than ${limit} bytes.`;
  refuse(exchange, { status: 413, code: 'RequestTooLarge', message }, identity(exchange, ''));
}

/** The deployment could not answer: nothing is ready, or the connection to the instance failed. */
export function refuseFailed(
  exchange: Exchange,
  deployment: string,
  failure: { readonly modelStatus: number; readonly reason: string; readonly message: string },
): void {
  const headers = identity(exchange, deployment);
  headers.push('ms-azureml-model-error-statuscode', String(failure.modelStatus));
  headers.push('ms-azureml-model-error-reason', failure.reason);
  refuse(exchange, { status: 424, code: 'FailedDependency', message: failure.message }, headers);
}

/** The body is that of the managed front (Azure ML online endpoints). */
export function refuseLate(exchange: Exchange, deployment: string): void {
  const body = 'upstream request timeout';
  const headers = identity(exchange, deployment);
  headers.push('content-type', 'text/plain', 'content-length', String(body.length));
  finish(exchange, 408, headers, body);
}

/** A body that the client still sends is read and thrown away, so that the answer gets through. */
function finish(exchange: Exchange, status: number, headers: string[], body: string): void {
  exchange.respond(status, headers);
  exchange.out.end(exchange.head.method === 'HEAD' ? undefined : body);
  exchange.body.resume();
}
