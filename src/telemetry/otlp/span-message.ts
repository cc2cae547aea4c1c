/** Requests as spans of OpenTelemetry: the router's (server), and below it run() in the worker (internal). */
import type { Named } from '../names.ts';
import { type Attributes, attributesOf, nanosOf, scope } from './attributes.ts';
import type { Message } from './protobuf.ts';
import { type RouterSpan, type Run, runOf } from './router-spans.ts';

/** A span of a router with what only control knows of it. */
export type NamedSpan = { readonly span: RouterSpan; readonly origin: number; readonly named: Named };

const INTERNAL = 1;
const SERVER = 2;
const ERROR = 2;
/** Trace flags: sampled. */
const SAMPLED = 1;

/** `items` is the number of spans. */
export function spansMessage(
  spans: readonly NamedSpan[],
  resource: Readonly<Record<string, string>>,
): { readonly message: Message; readonly items: number } {
  const made = spans.flatMap((one) => {
    const run = runOf(one.span);
    return run === undefined ? [serverSpan(one)] : [serverSpan(one), runSpan(one, run)];
  });
  const resourceSpans = [
    { resource: { attributes: attributesOf(resource) }, scopeSpans: [{ scope, spans: made }] },
  ];
  return { message: { resourceSpans }, items: made.length };
}

function serverSpan({ span, origin, named }: NamedSpan): Message {
  const route = span.path === '/score' || span.path === '/swagger.json' ? span.path : undefined;
  const why = errorOf(span);
  return {
    ...placed(span, span.spanId, span.parentId, origin),
    // Only what is one of few may be in a name; a custom container has paths of its own.
    name: route === undefined ? span.method : `${span.method} ${route}`,
    kind: SERVER,
    attributes: attributesOf({
      'http.request.method': span.method,
      'http.route': route,
      'url.scheme': 'http',
      'url.path': `/api/v1/endpoint/${named.endpoint}${span.path}`,
      'http.request.body.size': span.bodyBytes,
      'http.response.status_code': span.status === 0 ? undefined : span.status,
      'error.type': why,
      'teal.model.status_code': span.modelStatus === 0 ? undefined : span.modelStatus,
      'teal.request.id': span.requestId,
      'teal.client_request.id': span.clientRequestId || undefined,
      'teal.attempts': span.attempts,
      'teal.waited_ms': span.waitedMs,
      ...identityOf(span, named),
    }),
    ...(why === undefined ? {} : { status: { code: ERROR } }),
  };
}

function runSpan({ span, origin, named }: NamedSpan, run: Run): Message {
  const { fault } = run;
  return {
    ...placed({ ...span, ...run }, run.spanId, span.spanId, origin),
    name: 'run',
    kind: INTERNAL,
    attributes: attributesOf({
      'code.function.name': 'run',
      'error.type': fault?.type,
      ...identityOf(span, named),
    }),
    ...(fault === undefined ? {} : { status: { code: ERROR }, events: [exception(fault, run, origin)] }),
  };
}

/** Without the message of the exception: it may hold what the client sent. */
function exception(fault: NonNullable<Run['fault']>, run: Run, origin: number): Message {
  return {
    name: 'exception',
    timeUnixNano: nanosOf(origin + run.start + run.ms),
    attributes: attributesOf({
      'exception.type': fault.type,
      'exception.stacktrace': fault.frames.join('\n'),
    }),
  };
}

function placed(span: RouterSpan, spanId: string, parentSpanId: string, origin: number) {
  const start = nanosOf(origin + span.start);
  return {
    traceId: span.traceId,
    spanId,
    ...(span.state === '' ? {} : { traceState: span.state }),
    ...(parentSpanId === '' ? {} : { parentSpanId }),
    startTimeUnixNano: start,
    endTimeUnixNano: start + BigInt(Math.round(span.ms * 1000)) * 1000n,
    flags: SAMPLED,
  };
}

function identityOf({ mode, revision, instance }: RouterSpan, { endpoint, deployment }: Named): Attributes {
  return {
    'teal.endpoint': endpoint,
    'teal.deployment': deployment,
    'teal.revision': revision,
    'teal.instance': instance || undefined,
    'teal.kind': mode === 'mirror' ? 'mirrored' : mode,
  };
}

/**
 * A 4xx is the client's mistake and no error of a server (HTTP conventions), except those with which an endpoint says that
 * its model failed: 424 and 408.
 */
function errorOf({ status, modelStatus, failure, instance }: RouterSpan): string | undefined {
  if (failure === 'client_closed') return undefined;
  if (failure !== '') return failure;
  if (status === 424 && modelStatus === 0) return instance === '' ? 'no_ready_instance' : 'connection_failed';
  if (status === 424) return String(modelStatus);
  if (status === 408) return 'timeout';
  return status >= 500 ? String(status) : undefined;
}
