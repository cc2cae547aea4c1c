/** The router's own answers: always an id, and the JSON shape of Azure ML, but for 408. */
import type { Refusal } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Standing } from './limits/standing.ts';

/** The ids of the request, as fields, each ended by CRLF. */
export function ids({ requestId, head }: Exchange): string {
  const own = `x-request-id: ${requestId}\r\n`;
  const client = head.clientRequestId;
  return client === '' ? own : `${own}x-ms-client-request-id: ${client}\r\n`;
}

/** What the answer says of the deployment that was chosen. */
export function named(deployment: string): string {
  return `azureml-model-deployment: ${deployment}\r\nazureml-model-session: ${deployment}\r\n`;
}

/** Both, but of a deployment only if one was chosen; '' otherwise. */
function identity(exchange: Exchange, deployment: string): string {
  return deployment === '' ? ids(exchange) : ids(exchange) + named(deployment);
}

type Refused = { readonly status: number; readonly code: string; readonly message: string };

/** `{"error":{"code","message"}}`; `fields` go before those of the body. */
export function refuse(exchange: Exchange, refused: Refused, fields: string): void {
  const body = errorBody(refused.code, refused.message);
  finish(exchange, refused.status, `${fields}content-type: application/json\r\n`, body);
}

/** ASCII alone, so that its characters are its bytes. */
export function errorBody(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } }).replace(
    /[^\x20-\x7e]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function refuseUnauthorized(exchange: Exchange, reason: string): void {
  const fields = `${identity(exchange, '')}www-authenticate: Bearer\r\n`;
  refuse(exchange, { status: 401, code: 'Unauthorized', message: reason }, fields);
}

export function refuseNotFound(exchange: Exchange, reason: string): void {
  refuse(exchange, { status: 404, code: 'NotFound', message: reason }, identity(exchange, ''));
}

/** Too many requests run and wait already at the deployment. */
export function refuseBusy(exchange: Exchange, deployment: string, limit: number): void {
  const fields = `${identity(exchange, deployment)}retry-after: 1\r\n`;
  const message = `Deployment ${deployment} has ${limit} pending requests, its limit. Try again later.`;
  refuse(exchange, { status: 429, code: 'TooManyRequests', message }, fields);
}

/** The endpoint is over one of its limits. A connection too many is closed with its answer. */
export function refuseOverLimit(exchange: Exchange, standing: Standing, limit: Refusal): void {
  const isRequest = limit === 'requests_per_second';
  if (!isRequest) exchange.hangUp();
  const code = isRequest ? 'TooManyRequests' : 'TooManyConnections';
  const fields = `${identity(exchange, '')}retry-after: 1\r\n`;
  refuse(exchange, { status: 429, code, message: overLimit(standing, limit) }, fields);
}

function overLimit({ endpoint, requests, opening, mostConnections }: Standing, limit: Refusal): string {
  switch (limit) {
    case 'requests_per_second':
      return `Endpoint ${endpoint} takes ${requests?.rate} requests a second, its limit. Try again later.`;
    case 'new_connections':
      return `Endpoint ${endpoint} takes ${opening?.rate} new connections a second, its limit; this one is closed. Use connections again, and try again later.`;
    default:
      return `Endpoint ${endpoint} has ${mostConnections} open connections, its limit; this one is closed. Use connections again, and try again later.`;
  }
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
  const fields = `${identity(exchange, deployment)}${modelError(failure.modelStatus, failure.reason)}`;
  refuse(exchange, { status: 424, code: 'FailedDependency', message: failure.message }, fields);
}

/** What a 424 says of the status behind it. */
export function modelError(status: number, reason: string): string {
  return `ms-azureml-model-error-statuscode: ${status}\r\nms-azureml-model-error-reason: ${reason}\r\n`;
}

/** The body is that of the managed front (Azure ML online endpoints). */
export function refuseLate(exchange: Exchange, deployment: string): void {
  const fields = `${identity(exchange, deployment)}content-type: text/plain\r\n`;
  finish(exchange, 408, fields, 'upstream request timeout');
}

function finish(exchange: Exchange, status: number, fields: string, body: string): void {
  exchange.answer(status, fields, body);
  exchange.discard();
}
