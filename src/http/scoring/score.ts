import { isUtf8 } from 'node:buffer';
import { Readable, Transform } from 'node:stream';
import { choice } from '../../arm/choice.ts';
import { DomainError } from '../../domain/errors.ts';
import { checkName } from '../../domain/names.ts';
import { type Answer, type Ask, type Http, header, ok } from '../answer.ts';
import { endpointOf } from '../scope.ts';
import { askRouter } from './ask-router.ts';

/** Pages send samples; large ones go to the endpoint itself. */
const mostBody = 64 * 1024 * 1024;

const methods = ['POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
/** What a client says of its body and of the answer that it wants; all else is the page's own. */
const passedOn = ['content-type', 'content-encoding', 'accept', 'x-ms-client-request-id', 'traceparent'];

/**
 * POST onlineEndpoints/{name}/score, with any body (ours): sends it to the endpoint through the router, as a client with the
 * endpoint's key or token would, and tells what came back:
 * `{ status, reason, headers, body, encoding, truncated, deployment, firstByteMs, durationMs }`. Every status of the endpoint
 * is such an answer, under 200. `body` is text, or base64 with `encoding` `base64`; at most 8 MiB of it. `deployment` in the
 * query asks that one whatever the traffic, `method` is POST unless given. 413 when the body is above 64 MiB, 503 when the
 * router does not answer.
 */
export async function score(http: Http, ask: Ask): Promise<Answer> {
  const { endpoint } = await endpointOf(http, ask);
  const method = choice(methods, ask.query.method ?? 'POST', 'method');
  const { deployment } = ask.query;
  if (deployment !== undefined) checkName('deployment', deployment.toLowerCase());
  const { actor } = ask;
  const sent = {
    actor,
    method,
    path: 'score',
    deployment,
    headers: headersOf(ask),
    body: bodyOf(ask),
  } as const;
  const { body, status, reason, headers, truncated, firstByteMs, durationMs } = await askRouter(
    http,
    endpoint,
    sent,
    ask.gone(),
  );
  const isText = isUtf8(body) || (truncated && headers['content-type']?.startsWith('text/') === true);
  return ok({
    status,
    reason,
    headers,
    body: body.toString(isText ? 'utf8' : 'base64'),
    encoding: isText ? 'utf-8' : 'base64',
    truncated,
    deployment: headers['azureml-model-deployment'] ?? null,
    firstByteMs: rounded(firstByteMs),
    durationMs: rounded(durationMs),
  });
}

/** GET onlineEndpoints/{name}/swagger (ours): the OpenAPI document of the deployment that the traffic, or `deployment`, gives. */
export async function swagger(http: Http, ask: Ask): Promise<Answer> {
  const { endpoint } = await endpointOf(http, ask);
  const { deployment } = ask.query;
  if (deployment !== undefined) checkName('deployment', deployment.toLowerCase());
  const reply = await askRouter(
    http,
    endpoint,
    { actor: ask.actor, method: 'GET', path: 'swagger.json', deployment, headers: {}, body: undefined },
    ask.gone(),
  );
  const document = reply.status === 200 && !reply.truncated ? parsed(reply.body.toString()) : undefined;
  if (document !== undefined) return ok(document);
  throw new DomainError(
    'not-found',
    `The endpoint '${endpoint.name}' gives no swagger.json now: its router answered ${reply.status}.`,
  );
}

function headersOf(ask: Ask): Record<string, string> {
  const length = header(ask, 'content-length');
  const given = passedOn.flatMap((name) => {
    const value = header(ask, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(given), ...(length === undefined ? {} : { 'content-length': length }) };
}

/** Counted as it goes: a body without a length may have any. */
function bodyOf(ask: Ask): Readable | undefined {
  if (!(ask.body instanceof Readable)) return undefined;
  if (Number(header(ask, 'content-length')) > mostBody) throw tooLarge();
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      done(bytes > mostBody ? tooLarge() : null, chunk);
    },
  });
  ask.body.once('error', (cause) => counted.destroy(cause));
  return ask.body.pipe(counted);
}

function tooLarge(): DomainError {
  return new DomainError(
    'too-large',
    `The body is larger than the ${mostBody / 1024 / 1024} MiB that are sent on from here; send it to the endpoint's scoring address itself.`,
  );
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
