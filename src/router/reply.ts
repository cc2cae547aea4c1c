/** The instance's answer on its way out: 200 as it is, the rest as 424 (Azure ML online endpoints); streamed. */
import { ids, modelError, named } from './answers.ts';
import type { Flight } from './flight.ts';
import { announced, announcement, delays, pauseAnswer, slowAnswer } from './limits/throttle.ts';
import { settleAnswered } from './settle.ts';
import type { AnswerHead } from './wire/answer-head.ts';

export function replyWhole(flight: Flight, head: AnswerHead, body: string): void {
  const now = performance.now();
  flight.modelStatus = head.status;
  flight.answerAt = now;
  if (flight.standing.bandwidth !== undefined && slowAnswer(flight, body.length, now)) {
    waitWith(flight, head, body);
    return;
  }
  sendWhole(flight, head, body);
}

function waitWith(flight: Flight, head: AnswerHead, body: string): void {
  if (flight.settled) return;
  const left = flight.answerFree - performance.now();
  if (left > 0) setTimeout(waitWith, left, flight, head, body);
  else sendWhole(flight, head, body);
}

function sendWhole(flight: Flight, head: AnswerHead, body: string): void {
  const { exchange } = flight;
  const status = statusFor(flight, head.status);
  const fields = fieldsFor(flight, head, status);
  const trailer = exchange.takesTrailers ? delays(exchange) : '';
  if (trailer === '') exchange.answer(status, fields, body);
  else {
    exchange.respond(status, fields + announcement, -1);
    exchange.write(Buffer.from(body, 'latin1'));
    exchange.end(trailer);
  }
  settleAnswered(flight, status, head.status);
}

export function replyBegin(flight: Flight, head: AnswerHead): void {
  const { exchange, standing } = flight;
  const now = performance.now();
  flight.modelStatus = head.status;
  // Nothing is sent again from here on.
  flight.kept = undefined;
  flight.answerAt = now;
  flight.dueAt = now + flight.lane.settings.timeoutMs;
  const status = statusFor(flight, head.status);
  const fields = fieldsFor(flight, head, status);
  const bodiless = head.status === 204 || head.status === 304;
  const isLate = standing.bandwidth !== undefined && !bodiless && announced(flight, head.length, now);
  const length = isLate ? -1 : head.length;
  flight.trailing = length < 0 && exchange.takesTrailers;
  exchange.respond(status, isLate ? fields + announcement : fields, bodiless ? 0 : length);
}

/** `chunk` is borrowed. */
export function replyData(flight: Flight, chunk: Buffer): void {
  const now = performance.now();
  flight.dueAt = now + flight.lane.settings.timeoutMs;
  flight.budget.liveAt = now;
  if (!flight.exchange.write(chunk)) flight.upstream?.pause();
  if (flight.standing.bandwidth === undefined) return;
  if (slowAnswer(flight, chunk.length, now)) pauseAnswer(flight, now, finish);
}

export function replyEnd(flight: Flight): void {
  // Who knows the length has the whole answer already; who does not is told with its end what it waited for.
  if (!flight.answerTimer || !flight.trailing) finish(flight);
}

function finish(flight: Flight): void {
  const model = flight.modelStatus;
  flight.exchange.end(flight.trailing ? delays(flight.exchange) : '');
  settleAnswered(flight, statusFor(flight, model), model);
}

function fieldsFor(flight: Flight, head: AnswerHead, status: number): string {
  const failed = status === 424 && !flight.plain;
  const own = ids(flight.exchange);
  return (failed ? own + modelError(head.status, 'model_error') : own) + namedFields(head, flight.lane.name);
}

/** Instances that repeat themselves are told of in the same words. */
function namedFields(head: AnswerHead, deployment: string): string {
  if (head.namedFor !== deployment) {
    head.namedFor = deployment;
    head.named = named(deployment) + head.fields;
  }
  return head.named;
}

function statusFor(flight: Flight, model: number): number {
  return model === 200 || flight.plain ? model : 424;
}
