/** The door for scoring traffic: canonical requests by the express lane, the others by Node's own server. */
import { createServer, type Server } from 'node:net';
import { refuse } from './answers.ts';
import { type Corridor, noteRefusal, serve } from './corridor.ts';
import type { Exchange } from './exchange.ts';
import { createFullLane, type FullLane } from './full-lane.ts';
import { readInto } from './wire/accept.ts';
import { ClientConnection } from './wire/client.ts';
import { type Clients, dateField, type Patience, patience, tick } from './wire/clients.ts';

export type Listener = {
  readonly server: Server;
  /** Stops accepting; resolves when every connection is over, at the latest after `graceMs`. */
  stop(graceMs: number): Promise<void>;
};

export type ListenerOptions = {
  readonly maxBodyBytes: number;
  readonly patience?: Patience | undefined;
  readonly log: (line: string) => void;
};

export function createListener(corridor: Corridor, options: ListenerOptions): Listener {
  const take = (exchange: Exchange): void => serveSafely(corridor, options, exchange);
  const limits = { maxBodyBytes: options.maxBodyBytes, patience: options.patience ?? patience };
  const full = createFullLane(limits, take);
  const clients: Clients = {
    ...limits,
    seconds: 0,
    date: dateField(),
    stopping: false,
    open: new Set(),
    serve: take,
    handOver: full.take,
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (accepted) => {
    const socket = readInto(accepted, (bytes, count) => connection.read(bytes, count));
    const connection = new ClientConnection(clients, socket);
    socket.resume();
  });
  const timer = setInterval(() => tick(clients), 1000);
  return { server, stop: (graceMs) => stop({ server, clients, full, timer }, graceMs) };
}

function serveSafely(corridor: Corridor, options: ListenerOptions, exchange: Exchange): void {
  try {
    serve(corridor, exchange);
  } catch (error) {
    options.log(`a request failed inside the router: ${describe(error)}`);
    refuseInternal(exchange);
    noteRefusal(corridor, exchange, { endpoint: undefined, status: 500, reason: 'internal' });
  }
}

type Parts = {
  readonly server: Server;
  readonly clients: Clients;
  readonly full: FullLane;
  readonly timer: NodeJS.Timeout;
};

async function stop({ server, clients, full, timer }: Parts, graceMs: number): Promise<void> {
  clients.stopping = true;
  full.stopping = true;
  server.close();
  const cut = setTimeout(() => {
    for (const connection of clients.open) connection.close();
    full.closeAll();
  }, graceMs);
  // Connections become idle one by one as their answers end.
  while (clients.open.size + full.open.size > 0) {
    closeIdle(clients, full);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  clearTimeout(cut);
  clearInterval(timer);
  full.close();
}

function closeIdle(clients: Clients, full: FullLane): void {
  for (const connection of clients.open) if (connection.isIdle) connection.close();
  full.closeIdle();
}

function refuseInternal(exchange: Exchange): void {
  if (exchange.headSent) {
    exchange.cut();
    return;
  }
  const message = 'The router failed.';
  refuse(exchange, { status: 500, code: 'InternalServerError', message }, '');
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
