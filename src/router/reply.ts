/** The instance's answer on its way out: 200 as it is, the rest as 424 (Azure ML online endpoints); streamed. */
import type { IncomingMessage } from 'node:http';
import { identity } from './answers.ts';
import { type Carrier, carry, type Flight, flightOf } from './flight.ts';
import { isPlain, withoutNamed } from './head.ts';
import { settleAnswered, settleCut } from './settle.ts';

export function reply(flight: Flight, response: IncomingMessage): void {
  const exchange = flight.exchange;
  const model = response.statusCode ?? 0;
  const status = statusFor(flight, model);
  const headers = identity(exchange, flight.lane.name);
  if (status === 424 && !flight.plain) {
    headers.push('ms-azureml-model-error-statuscode', String(model));
    headers.push('ms-azureml-model-error-reason', 'model_error');
  }
  const sized = passHeaders(response, headers, model !== 204 && model !== 304);
  exchange.respond(status, headers);
  if (!sized) exchange.flush();
  carry(response, flight);
  exchange.out.on('drain', onDrain);
  response.on('data', onData);
  response.on('end', onEnd);
  response.on('error', onCut);
  response.on('close', onCut);
}

function statusFor(flight: Flight, model: number): number {
  return model === 200 || flight.plain ? model : 424;
}

/** Adds the end-to-end headers; tells whether one of them is the length of the body. */
function passHeaders(response: IncomingMessage, headers: string[], hasLength: boolean): boolean {
  const connection = response.headers.connection ?? '';
  const raw = isPlain(connection) ? response.rawHeaders : withoutNamed(response.rawHeaders, connection);
  let sized = false;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    switch (name.toLowerCase()) {
      case 'content-length':
        if (!hasLength) break;
        sized = true;
        headers.push(name, raw[at + 1] ?? '');
        break;
      // Of this hop.
      case 'connection':
      case 'keep-alive':
      case 'proxy-connection':
      case 'transfer-encoding':
      case 'trailer':
      case 'upgrade':
      // The router's own: a script cannot speak for it.
      case 'x-request-id':
      case 'x-ms-client-request-id':
      case 'azureml-model-deployment':
      case 'azureml-model-session':
      case 'ms-azureml-model-error-statuscode':
      case 'ms-azureml-model-error-reason':
        break;
      default:
        headers.push(name, raw[at + 1] ?? '');
    }
  }
  return sized;
}

function onData(this: Carrier, chunk: Buffer): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled) return;
  flight.timer?.refresh();
  if (!flight.exchange.out.write(chunk)) flight.response?.pause();
}

function onDrain(this: Carrier): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled) return;
  flight.timer?.refresh();
  flight.response?.resume();
}

function onEnd(this: Carrier): void {
  const flight = this[flightOf];
  if (flight === undefined || flight.settled) return;
  const model = flight.response?.statusCode ?? 0;
  flight.exchange.out.end();
  settleAnswered(flight, statusFor(flight, model), model);
}

/** Also called when the response was closed after its end: it is settled then. */
function onCut(this: Carrier): void {
  const flight = this[flightOf];
  if (flight !== undefined) settleCut(flight);
}
