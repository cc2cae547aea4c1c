/**
 * Bandwidth: what is over the limit waits, and the answer says for how long (Azure ML online endpoints). A body that came
 * whole waits before it goes on; of one that streams each piece is waited for before the next one is read.
 */
import type { Flight } from '../flight.ts';

/** The field of a head that says what follows the body. */
export const announcement =
  'trailer: ms-azureml-bandwidth-request-delay-ms, ms-azureml-bandwidth-response-delay-ms\r\n';

/** Counts bytes of a request. True: nothing more goes on before `flight.requestFree`. */
export function slowRequest(flight: Flight, bytes: number, now: number): boolean {
  const { standing, exchange } = flight;
  const waits = standing.bandwidth === undefined ? 0 : standing.bandwidth.charge(bytes, now);
  if (waits === 0) return false;
  const more = Math.ceil(now + waits - Math.max(now, flight.requestFree));
  if (more > 0) {
    if (exchange.requestDelayMs === 0) standing.add('delayed_requests', 1);
    standing.add('request_delay_ms', more);
    exchange.requestDelayMs += more;
    flight.requestFree = now + waits;
    // The time limit is the model's, and it has not begun.
    flight.dueAt += more;
  }
  return true;
}

/** Counts bytes of an answer. True: nothing more goes on before `flight.answerFree`. */
export function slowAnswer(flight: Flight, bytes: number, now: number): boolean {
  const { standing, exchange } = flight;
  const waits = standing.bandwidth === undefined ? 0 : standing.bandwidth.charge(bytes, now);
  if (waits === 0) return false;
  const more = Math.ceil(now + waits - Math.max(now, flight.answerFree));
  if (more > 0) {
    if (exchange.answerDelayMs === 0) standing.add('delayed_answers', 1);
    standing.add('answer_delay_ms', more);
    exchange.answerDelayMs += more;
    flight.answerFree = now + waits;
  }
  flight.dueAt = flight.answerFree + flight.lane.settings.timeoutMs;
  return true;
}

/** Reads no more of the request until it may. */
export function pauseRequest(flight: Flight, now: number): void {
  flight.exchange.pause();
  if (flight.requestTimer) return;
  flight.requestTimer = true;
  setTimeout(goOnWithRequest, flight.requestFree - now, flight);
}

function goOnWithRequest(flight: Flight): void {
  if (flight.settled) return;
  const left = flight.requestFree - performance.now();
  if (left > 0) {
    setTimeout(goOnWithRequest, left, flight);
    return;
  }
  flight.requestTimer = false;
  // Without an instance there is nobody to take more; whoever gets it goes on reading.
  if (flight.upstream !== undefined) flight.exchange.resume();
}

/** Reads no more of the answer until it may; then `over` is called, if the answer ended meanwhile. */
export function pauseAnswer(flight: Flight, now: number, over: (flight: Flight) => void): void {
  flight.upstream?.pause();
  if (flight.answerTimer) return;
  flight.answerTimer = true;
  setTimeout(goOnWithAnswer, flight.answerFree - now, flight, over);
}

function goOnWithAnswer(flight: Flight, over: (flight: Flight) => void): void {
  if (flight.settled) return;
  const left = flight.answerFree - performance.now();
  if (left > 0) {
    setTimeout(goOnWithAnswer, left, flight, over);
    return;
  }
  flight.answerTimer = false;
  if (flight.upstream === undefined) over(flight);
  else flight.upstream.resume();
}

/** Whether there is a delay to tell of behind an answer of so many bytes (less than 0: nobody knows), or there will be. */
export function announced({ exchange, standing }: Flight, bytes: number, now: number): boolean {
  if (!exchange.takesTrailers || exchange.head.method === 'HEAD') return false;
  if (exchange.requestDelayMs > 0) return true;
  return standing.bandwidth !== undefined && !standing.bandwidth.covers(Math.max(0, bytes), now);
}

/** What is sent behind the body: each delay that there was, in milliseconds. */
export function delays({ requestDelayMs, answerDelayMs }: Flight['exchange']): string {
  const request = requestDelayMs === 0 ? '' : `ms-azureml-bandwidth-request-delay-ms: ${requestDelayMs}\r\n`;
  return answerDelayMs === 0
    ? request
    : `${request}ms-azureml-bandwidth-response-delay-ms: ${answerDelayMs}\r\n`;
}
