/** The instance's answer on its way out: 200 as it is, the rest as 424 (Azure ML online endpoints); streamed. */
import { identity, modelError } from './answers.ts';
import type { Flight } from './flight.ts';
import { settleAnswered } from './settle.ts';
import type { AnswerHead } from './wire/answer-head.ts';

export function replyWhole(flight: Flight, head: AnswerHead, body: string): void {
  flight.modelStatus = head.status;
  flight.answerAt = performance.now();
  const status = statusFor(flight, head.status);
  flight.exchange.answer(status, fieldsFor(flight, head, status), body);
  settleAnswered(flight, status, head.status);
}

export function replyBegin(flight: Flight, head: AnswerHead): void {
  flight.modelStatus = head.status;
  // Nothing is sent again from here on.
  flight.kept = undefined;
  flight.answerAt = performance.now();
  flight.dueAt = flight.answerAt + flight.lane.settings.timeoutMs;
  const status = statusFor(flight, head.status);
  const bodiless = head.status === 204 || head.status === 304;
  flight.exchange.respond(status, fieldsFor(flight, head, status), bodiless ? 0 : head.length);
}

/** `chunk` is borrowed. */
export function replyData(flight: Flight, chunk: Buffer): void {
  flight.dueAt = performance.now() + flight.lane.settings.timeoutMs;
  if (!flight.exchange.write(chunk)) flight.upstream?.pause();
}

export function replyEnd(flight: Flight): void {
  const model = flight.modelStatus;
  flight.exchange.end();
  settleAnswered(flight, statusFor(flight, model), model);
}

function fieldsFor(flight: Flight, head: AnswerHead, status: number): string {
  const own = identity(flight.exchange, flight.lane.name);
  const failed = status === 424 && !flight.plain;
  return (failed ? own + modelError(head.status, 'model_error') : own) + head.fields;
}

function statusFor(flight: Flight, model: number): number {
  return model === 200 || flight.plain ? model : 424;
}
