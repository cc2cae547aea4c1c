/** The full lane: Node's own HTTP server for every connection whose requests are not canonical. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { errorBody } from './answers.ts';
import type { Exchange, Sink } from './exchange.ts';
import { type Head, readHead } from './head.ts';
import { moveOut, type Tenancy } from './limits/tenancy.ts';
import { newRequestId } from './request-id.ts';
import type { Patience } from './wire/clients.ts';

export type FullLane = {
  /** Goes on with a connection whose next bytes, read already, are `first`. */
  take(socket: Socket, first: Buffer, tenancy: Tenancy): void;
  /** Ends connections that wait for a request. */
  closeIdle(): void;
  closeAll(): void;
  /** Connections that are open. */
  readonly open: ReadonlyMap<Socket, Tenancy>;
  close(): void;
  /** Set while stopping: answers ask clients to close their connections. */
  stopping: boolean;
};

export type FullLaneOptions = { readonly maxBodyBytes: number; readonly patience: Patience };

/** What of the options decides how bytes are read; the fuzzer holds the express lane to a parser set up alike. */
export const PARSER = { maxHeaderSize: 64 * 1024 } as const;

/** `serve` never throws. */
export function createFullLane(options: FullLaneOptions, serve: (exchange: Exchange) => void): FullLane {
  const server = createServer({
    keepAliveTimeout: options.patience.idle * 1000,
    requestTimeout: 0,
    headersTimeout: options.patience.head * 1000,
    // How late it is noticed.
    connectionsCheckingInterval: 1000,
    ...PARSER,
  });
  // A property without a place in the documentation: whoever sent its request and closed its half is answered.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.maxHeadersCount = 0;
  // For a body that is promised to a request already refused, and never comes.
  server.timeout = 900_000;
  // It never listens itself: this starts its watch over slow heads and idle connections.
  server.emit('listening');
  const lane: FullLane = { stopping: false, ...doors(server) };
  const receive = receiver(lane, options.maxBodyBytes, serve);
  server.on('request', (request, response) => receive(request, response, false));
  server.on('checkContinue', (request, response) => receive(request, response, true));
  server.on('checkExpectation', (request, response) => receive(request, response, false));
  server.on('clientError', onClientError);
  return lane;
}

function receiver(lane: FullLane, maxBodyBytes: number, serve: (exchange: Exchange) => void) {
  const spent = new WeakSet<Socket>();
  return (request: IncomingMessage, response: ServerResponse, waits: boolean): void => {
    const tenancy = lane.open.get(request.socket);
    // What now looks like a request may be the middle of one, or of its body: never served, never answered.
    if (tenancy === undefined || spent.has(request.socket)) return;
    if (asksToUpgrade(request)) spent.add(request.socket);
    const head = readHead(request.method ?? 'GET', request.url ?? '/', request.rawHeaders);
    if (head === undefined) refuseHead(response);
    else serve(new NodeExchange(lane, head, maxBodyBytes, { request, response, waits, tenancy }));
  };
}

function doors(server: Server) {
  const open = new Map<Socket, Tenancy>();
  return {
    open,
    take: (socket: Socket, first: Buffer, tenancy: Tenancy) => {
      open.set(socket, tenancy);
      socket.on('close', () => {
        open.delete(socket);
        moveOut(tenancy);
      });
      // Before the parser may wish to pause it.
      socket.resume();
      server.emit('connection', socket);
      // Node's parser reads from the socket's handle by itself; what was read before reaches it in this way only.
      socket.emit('data', first);
      // Nor does it hear again that the client has closed its half.
      if (socket.readableEnded) socket.emit('end');
    },
    closeIdle: () => server.closeIdleConnections(),
    closeAll: () => server.closeAllConnections(),
    close: () => void server.close(),
  };
}

type Wire = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client sends its body only after 100 Continue. */
  readonly waits: boolean;
  readonly tenancy: Tenancy;
};

class NodeExchange implements Exchange {
  readonly head: Head;
  readonly requestId = newRequestId();
  readonly startedAt = performance.now();
  readonly protocol: string;
  readonly writer = { sent: 0 };
  readonly maxBodyBytes: number;
  readonly wholeBody: string | undefined;
  sink: Sink | undefined = undefined;
  requestDelayMs = 0;
  answerDelayMs = 0;
  readonly takesTrailers: boolean;
  readonly tenancy: Tenancy;
  readonly #lane: FullLane;
  readonly #wire: Wire;
  #received = false;
  #last = false;

  constructor(lane: FullLane, head: Head, maxBodyBytes: number, wire: Wire) {
    this.head = head;
    this.protocol = `HTTP/${wire.request.httpVersion}`;
    this.maxBodyBytes = maxBodyBytes;
    this.wholeBody = head.hasBody ? undefined : '';
    this.#lane = lane;
    this.#wire = wire;
    this.tenancy = wire.tenancy;
    this.takesTrailers = wire.request.httpVersionMajor > 1 || wire.request.httpVersionMinor > 0;
    wire.response.on('error', () => undefined);
    wire.response.on('drain', () => this.sink?.onClientDrain());
    wire.response.on('close', () => this.sink?.onClientGone());
  }

  get headSent(): boolean {
    return this.#wire.response.headersSent;
  }

  receive(): void {
    const { request, response, waits } = this.#wire;
    this.#received = true;
    request.on('data', (chunk: Buffer) => this.sink?.onChunk(chunk));
    request.on('end', () => this.sink?.onBodyEnd());
    if (waits) response.writeContinue();
  }

  pause(): void {
    this.#wire.request.pause();
  }

  resume(): void {
    this.#wire.request.resume();
  }

  discard(): void {
    this.#wire.request.resume();
  }

  hangUp(): void {
    this.#last = true;
  }

  answer(status: number, fields: string, body: string): void {
    this.respond(status, fields, body.length);
    const wanted = this.head.method === 'HEAD' ? '' : body;
    this.writer.sent = wanted.length;
    this.#wire.response.end(Buffer.from(wanted, 'latin1'));
  }

  respond(status: number, fields: string, length: number): void {
    const headers = pairsOf(fields);
    if (length >= 0 && status !== 204 && status !== 304) headers.push('content-length', String(length));
    // A client that was not told to send its body may or may not do so: the connection cannot be used again.
    const unread = this.#wire.waits && !this.#received;
    const last = this.#last || unread || this.#lane.stopping || asksToUpgrade(this.#wire.request);
    if (last) headers.push('connection', 'close');
    this.#wire.response.writeHead(status, headers);
  }

  write(chunk: Buffer): boolean {
    this.writer.sent += chunk.length;
    return this.#wire.response.write(Buffer.from(chunk));
  }

  flush(): void {
    const response = this.#wire.response;
    if (!response.writableEnded) response.flushHeaders();
  }

  end(trailer = ''): void {
    if (trailer !== '') this.#wire.response.addTrailers(trailersOf(trailer));
    this.#wire.response.end();
  }

  cut(): void {
    this.#wire.response.destroy();
  }
}

/**
 * A wish that is not granted here. Node answers it as any other request, but loses those bytes behind it that came
 * together with it: where the next request would begin, nobody knows.
 */
function asksToUpgrade(request: IncomingMessage): boolean {
  return request.headers.upgrade !== undefined;
}

/** Names and values in turn, of fields that were read strictly or written by the router. */
function pairsOf(fields: string): string[] {
  const pairs: string[] = [];
  let at = 0;
  while (at < fields.length) {
    const colon = fields.indexOf(':', at);
    const end = fields.indexOf('\r\n', colon);
    pairs.push(fields.slice(at, colon), fields.slice(colon + 1, end).trim());
    at = end + 2;
  }
  return pairs;
}

function trailersOf(fields: string): Record<string, string> {
  const pairs = pairsOf(fields);
  return Object.fromEntries(pairs.flatMap((name, at) => (at % 2 === 0 ? [[name, pairs[at + 1] ?? '']] : [])));
}

const UNREADABLE = 'The request is not one that the router can read.';

function refuseHead(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/json', connection: 'close' });
  response.end(errorBody('BadRequest', UNREADABLE));
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
  socket.end(plainAnswer(line ?? '', code ?? ''));
}

function plainAnswer(line: string, code: string): string {
  const body = errorBody(code, UNREADABLE);
  const head = `HTTP/1.1 ${line}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  return `${head}\r\nconnection: close\r\n\r\n${body}`;
}
