/** What a line of the traffic log says of its request, but for what others say, too. */
import { literal, putLiteral, putMs, putPlain, putText, putWhole, type Sheet, WIDEST } from './line.ts';
import type { Shared } from './logged.ts';
import {
  type Batch,
  BODY,
  BYTES_IN,
  BYTES_OUT,
  ENDED,
  type Ending,
  FIRST,
  type Rare,
  STARTED,
  WIDTH,
} from './traffic-batch.ts';

const MOST_WORD = 64;
const COMMA = 0x2c;

const WITH = literal('Z","With":[');
const REQUEST_ID = literal('],"XRequestId":"');
const CLIENT_ID = literal('","XMSClientRequestId":"');
const KIND = literal('","Kind":"');
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
const NULL = literal('null');
const END = literal('}\n');

/** Room that `putRequest` needs at most. */
export const MOST_BYTES = 1024 + WIDEST * MOST_WORD;

/** From the end of the time to that of the line. */
export function putRequest(sheet: Sheet, start: number, batch: Batch, index: number): number {
  const { places, clients, requestIds, rare } = batch;
  let at = putWith(sheet, start, places[index], clients[index]);
  at = putPlain(sheet, putLiteral(sheet, at, REQUEST_ID), requestIds[index] ?? '');
  const more = rare[index];
  if (more !== undefined) at = putRare(sheet, at, more);
  at = putNumbers(sheet, at, batch.numbers, index * WIDTH);
  if (more !== undefined) at = putDelays(sheet, at, more);
  return putLiteral(sheet, at, END);
}

function putWith(sheet: Sheet, start: number, place: Shared | undefined, client: Shared | undefined): number {
  const at = putWhole(sheet, putLiteral(sheet, start, WITH), place?.number ?? 0);
  sheet.bytes[at] = COMMA;
  return putWhole(sheet, at + 1, client?.number ?? 0);
}

function putRare(sheet: Sheet, start: number, { kind, ending, clientRequestId }: Rare): number {
  let at = start;
  if (clientRequestId !== '') {
    at = putText(sheet, putLiteral(sheet, at, CLIENT_ID), clientRequestId, MOST_WORD);
  }
  if (kind !== '') at = putPlain(sheet, putLiteral(sheet, at, KIND), kind);
  return ending === undefined ? at : putEnding(sheet, at, ending);
}

function putEnding(sheet: Sheet, start: number, { status, reason, modelStatus }: Ending): number {
  let at = putWhole(sheet, putLiteral(sheet, start, CODE), status);
  at = putPlain(sheet, putLiteral(sheet, at, REASON), reason);
  at = putLiteral(sheet, at, MODEL);
  at = modelStatus > 0 ? putWhole(sheet, at, modelStatus) : putLiteral(sheet, at, NULL);
  return putPlain(sheet, putLiteral(sheet, at, MODEL_REASON), modelReason(modelStatus));
}

function modelReason(modelStatus: number): string {
  if (modelStatus === 0) return '';
  return modelStatus === 200 ? 'ok' : 'model_error';
}

function putNumbers(sheet: Sheet, start: number, numbers: Float64Array, from: number): number {
  const startedAt = numbers[from + STARTED] ?? 0;
  const bodyAt = numbers[from + BODY] ?? 0;
  const firstAt = numbers[from + FIRST] ?? 0;
  // Without a length it is -1.
  const bytesIn = Math.max(0, numbers[from + BYTES_IN] ?? 0);
  let at = putWhole(sheet, putLiteral(sheet, start, REQUEST_BYTES), bytesIn);
  at = putWhole(sheet, putLiteral(sheet, at, RESPONSE_BYTES), numbers[from + BYTES_OUT] ?? 0);
  at = putMs(sheet, putLiteral(sheet, at, TOTAL), (numbers[from + ENDED] ?? 0) - startedAt);
  if (bodyAt > 0) at = putMs(sheet, putLiteral(sheet, at, REQUEST_MS), bodyAt - startedAt);
  if (firstAt > 0) at = putMs(sheet, putLiteral(sheet, at, RESPONSE_MS), firstAt - startedAt);
  return at;
}

function putDelays(sheet: Sheet, start: number, { requestDelayMs, answerDelayMs }: Rare): number {
  let at = start;
  if (requestDelayMs > 0) at = putWhole(sheet, putLiteral(sheet, at, REQUEST_DELAY), requestDelayMs);
  if (answerDelayMs > 0) at = putWhole(sheet, putLiteral(sheet, at, RESPONSE_DELAY), answerDelayMs);
  return at;
}
