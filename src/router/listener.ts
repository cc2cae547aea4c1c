/** The full lane: Node's own HTTP server in front of the corridor. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody, refuse } from './answers.ts';
import { type Corridor, serve } from './corridor.ts';
import { countRefusal, refusedOf } from './count.ts';
import type { Exchange } from './exchange.ts';
import { type Head, readHead } from './head.ts';

export type Listener = {
  readonly server: Server;
  /** Set while stopping: answers ask clients to close their connections. */
  stopping: boolean;
};

export type ListenerOptions = {
  readonly maxBodyBytes: number;
  readonly log: (line: string) => void;
};

export function createListener(corridor: Corridor, options: ListenerOptions): Listener {
  const server = createServer({
    keepAliveTimeout: 75_000,
    requestTimeout: 0,
    headersTimeout: 30_000,
    maxHeaderSize: 64 * 1024,
  });
  server.maxHeadersCount = 0;
  // For a body that is promised to a request already refused, and never comes.
  server.timeout = 900_000;
  const listener: Listener = { server, stopping: false };
  const take = (request: IncomingMessage, response: ServerResponse, waits: boolean): void => {
    const exchange = new NodeExchange(listener, options.maxBodyBytes, { request, response, waits });
    response.on('error', ignore);
    try {
      serve(corridor, exchange);
    } catch (error) {
      countRefusal(refusedOf(corridor.slot.counters, ''), 'internal');
      options.log(`a request failed inside the router: ${describe(error)}`);
      refuseInternal(exchange);
    }
  };
  server.on('request', (request, response) => take(request, response, false));
  server.on('checkContinue', (request, response) => take(request, response, true));
  server.on('checkExpectation', (request, response) => take(request, response, false));
  server.on('clientError', onClientError);
  return listener;
}

type Wire = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client sends its body only after 100 Continue. */
  readonly waits: boolean;
};

/** A class, so that its verbs are shared and not made anew for each request. */
class NodeExchange implements Exchange {
  readonly head: Head;
  readonly body: IncomingMessage;
  readonly out: ServerResponse;
  readonly requestId: string;
  readonly startedAt: number;
  readonly maxBodyBytes: number;
  readonly #listener: Listener;
  readonly #waits: boolean;

  constructor(listener: Listener, maxBodyBytes: number, wire: Wire) {
    const { request, response } = wire;
    this.startedAt = performance.now();
    this.head = readHead(request.method ?? 'GET', request.url ?? '/', request.rawHeaders);
    this.body = request;
    this.out = response;
    this.requestId = randomUUID();
    this.maxBodyBytes = maxBodyBytes;
    this.#listener = listener;
    this.#waits = wire.waits;
  }

  get headSent(): boolean {
    return this.out.headersSent;
  }

  respond(status: number, headers: string[]): void {
    // A client that was not told to send its body may or may not do so: the connection cannot be used again.
    const unread = this.#waits && !this.body.readableDidRead;
    if (unread || this.#listener.stopping) headers.push('connection', 'close');
    this.out.writeHead(status, headers);
  }

  flush(): void {
    this.out.flushHeaders();
  }

  proceed(): void {
    if (this.#waits) this.out.writeContinue();
  }
}

function refuseInternal(exchange: Exchange): void {
  if (exchange.headSent) {
    exchange.out.destroy();
    return;
  }
  const message = 'The router failed.';
  refuse(exchange, { status: 500, code: 'InternalServerError', message }, []);
}

/** Bytes that are not HTTP, heads that are too long or too slow. */
function onClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [line, code] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'RequestHeaderFieldsTooLarge']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'RequestTimeout']
        : ['400 Bad Request', 'BadRequest'];
  const body = errorBody(code ?? '', 'The request is not one that the router can read.');
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 ${line}\r\ncontent-type: application/json\r\ncontent-length: ${length}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`);
}

function ignore(): void {}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
