/** What a line of the traffic log says of its request, after the time. */
import { LIVE, modes } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Flight, Reason } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { literal, putLiteral, putMs, putPiece, putText, putWhole, WIDEST } from './line.ts';
import { restOf } from './match.ts';

/** A request whose answer is over. */
export type Finished = {
  readonly exchange: Exchange;
  /** undefined: refused before there was a deployment. */
  readonly flight: Flight | undefined;
  /** 0: the answer never came to its end. */
  readonly status: number;
  readonly reason: Reason;
  /** When, in the time of `exchange.startedAt`. */
  readonly now: number;
};

const OPERATION = 'onlineEndpoints/score/action';
/** Longer ones are cut. The 70 are Azure Monitor's. */
const MOST_AGENT = 70;
const MOST_PATH = 512;
const MOST_WORD = 64;

const INSTANCE = literal('","InstanceId":"');
const KIND = literal('","Kind":"');
const METHOD = literal('","Method":"');
const PATH = literal('","Path":"');
const PROTOCOL = literal('","Protocol":"');
const AGENT = literal('","UserAgent":"');
const REQUEST_ID = literal('","XRequestId":"');
const CLIENT_ID = literal('","XMSClientRequestId":"');
const CODE = literal('","ResponseCode":');
const REASON = literal(',"ResponseCodeReason":"');
const MODEL = literal('","ModelStatusCode":');
const MODEL_REASON = literal(',"ModelStatusReason":"');
const REQUEST_BYTES = literal('","RequestPayloadSize":');
const RESPONSE_BYTES = literal(',"ResponsePayloadSize":');
const TOTAL = literal(',"TotalDurationMs":');
const REQUEST_MS = literal(',"RequestDurationMs":');
const RESPONSE_MS = literal(',"ResponseDurationMs":');
const REQUEST_DELAY = literal(',"RequestThrottlingDelayMs":');
const RESPONSE_DELAY = literal(',"ResponseThrottlingDelayMs":');
const END = literal('}');
const NO_DELAYS = literal(',"RequestThrottlingDelayMs":0,"ResponseThrottlingDelayMs":0}');
const AT_ONCE = literal(',"RequestDurationMs":0.000,"ResponseDurationMs":');
const NULL = literal('null');

/** Room that `putRequest` needs at most. */
export const MOST_BYTES = 1024 + WIDEST * (MOST_PATH + MOST_AGENT + 6 * MOST_WORD);

/** What is the same for all requests of an endpoint and deployment; from the end of the time to the deployment's name. */
export function fixedOf(endpoint: IndexedEndpoint | undefined, deployment: string): Uint8Array {
  const { location, subscription, workspaceUid, workspace } = endpoint?.origin ?? {};
  const fields = JSON.stringify({
    OperationName: OPERATION,
    Location: location ?? '',
    SubscriptionId: subscription ?? '',
    AzureMLWorkspaceId: workspaceUid ?? '',
    AzureMLWorkspaceName: workspace ?? '',
    EndpointName: endpoint?.name ?? '',
    AuthType: endpoint === undefined ? '' : authTypeOf(endpoint.rule),
    DeploymentName: deployment,
  });
  return Buffer.from(`Z",${fields.slice(1, -2)}`, 'utf8');
}

function authTypeOf(rule: IndexedEndpoint['rule']): string {
  switch (rule.kind) {
    case 'key':
      return 'Key';
    case 'token':
      return rule.audience.startsWith('https://') ? 'AADToken' : 'AMLToken';
    case 'none':
      return 'None';
    default:
      return rule satisfies never;
  }
}

/** From the instance to the end of the object. */
export function putRequest(bytes: Uint8Array, start: number, finished: Finished): number {
  let at = putOutcome(bytes, start, finished);
  at = putHead(bytes, at, finished);
  at = putField(bytes, at, REQUEST_ID, finished.exchange.requestId, MOST_WORD);
  return putNumbers(bytes, at, finished);
}

/** Of most requests to an instance it is the same: written once, and copied from then on. */
function putOutcome(bytes: Uint8Array, start: number, finished: Finished): number {
  const { flight, status, reason } = finished;
  const instance = flight?.instance;
  const isUsual = status === 200 && reason === 'ok' && flight?.modelStatus === 200 && flight.mode === LIVE;
  if (!isUsual || instance === undefined) return putNewOutcome(bytes, start, finished);
  if (instance.logged !== undefined) return putPiece(bytes, start, instance.logged);
  const end = putNewOutcome(bytes, start, finished);
  instance.logged = copyOf(bytes, start, end);
  return end;
}

function putNewOutcome(bytes: Uint8Array, start: number, { flight, status, reason }: Finished): number {
  const modelStatus = flight?.modelStatus ?? 0;
  let at = putField(bytes, start, INSTANCE, flight?.instance?.id ?? '', MOST_WORD);
  at = putField(bytes, at, KIND, flight === undefined ? 'refused' : modes[flight.mode], MOST_WORD);
  at = putWhole(bytes, putLiteral(bytes, at, CODE), status);
  at = putField(bytes, at, REASON, reason, MOST_WORD);
  at = putLiteral(bytes, at, MODEL);
  at = modelStatus > 0 ? putWhole(bytes, at, modelStatus) : putLiteral(bytes, at, NULL);
  return putField(bytes, at, MODEL_REASON, modelReason(modelStatus), MOST_WORD);
}

/** Clients that keep a connection send the same head again and again; from the second time on there is a copy of it. */
function putHead(bytes: Uint8Array, start: number, { exchange, flight }: Finished): number {
  const { head } = exchange;
  if (head.logged !== undefined && head.logged !== 'once') return putPiece(bytes, start, head.logged);
  let at = putField(bytes, start, METHOD, head.method, MOST_WORD);
  at = putField(bytes, at, PATH, flight?.rest ?? restOf(head), MOST_PATH);
  at = putField(bytes, at, PROTOCOL, exchange.protocol, MOST_WORD);
  at = putField(bytes, at, AGENT, head.userAgent, MOST_AGENT);
  at = putField(bytes, at, CLIENT_ID, head.clientRequestId, MOST_WORD);
  head.logged = head.logged === undefined ? 'once' : copyOf(bytes, start, at);
  return at;
}

/** Not `slice`, which gives a view of a Buffer: the page is written over. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.subarray(start, end));
}

function putNumbers(bytes: Uint8Array, start: number, { exchange, flight, now }: Finished): number {
  const { startedAt, writer, head } = exchange;
  let at = putLiteral(bytes, start, REQUEST_BYTES);
  at = putWhole(bytes, at, flight?.bodyStarted === true ? flight.bodyBytes : Math.max(0, head.contentLength));
  at = putWhole(bytes, putLiteral(bytes, at, RESPONSE_BYTES), writer.sent);
  at = putMs(bytes, putLiteral(bytes, at, TOTAL), now - startedAt);
  const body = bodyEnd(flight, startedAt, now);
  if (body === startedAt) at = putPiece(bytes, at, AT_ONCE);
  else at = putLiteral(bytes, putMs(bytes, putLiteral(bytes, at, REQUEST_MS), body - startedAt), RESPONSE_MS);
  const first = flight?.answerAt ?? 0;
  at = first > 0 ? putMs(bytes, at, first - startedAt) : putLiteral(bytes, at, NULL);
  if (exchange.requestDelayMs === 0 && exchange.answerDelayMs === 0) return putPiece(bytes, at, NO_DELAYS);
  at = putWhole(bytes, putLiteral(bytes, at, REQUEST_DELAY), exchange.requestDelayMs);
  at = putWhole(bytes, putLiteral(bytes, at, RESPONSE_DELAY), exchange.answerDelayMs);
  return putLiteral(bytes, at, END);
}

function modelReason(modelStatus: number): string {
  if (modelStatus === 0) return '';
  return modelStatus === 200 ? 'ok' : 'model_error';
}

function bodyEnd(flight: Flight | undefined, startedAt: number, now: number): number {
  if (flight === undefined || flight.bodyAt > 0) return flight?.bodyAt ?? startedAt;
  return flight.bodyEnded ? startedAt : now;
}

function putField(bytes: Uint8Array, start: number, name: Uint8Array, text: string, most: number): number {
  return putText(bytes, putLiteral(bytes, start, name), text, most);
}
