/** What all raw connections of a worker share. */
import type { Socket } from 'node:net';
import type { Exchange } from '../exchange.ts';
import type { Tenancy } from '../limits/tenancy.ts';

/** In seconds. */
export type Patience = {
  /** Without a request. */
  readonly idle: number;
  /** From the first byte of a head to its last. */
  readonly head: number;
  /** For a body that nobody wants, and for a client to close after its last answer. */
  readonly linger: number;
};

export const patience: Patience = { idle: 75, head: 30, linger: 30 };

export type Clients = {
  readonly patience: Patience;
  readonly maxBodyBytes: number;
  /** Seconds since the start, counted by a timer: enough for idle connections, and free. */
  seconds: number;
  /** `date: ...` with its CRLF, of this second. */
  date: string;
  /** Set while stopping: answers ask clients to close their connections. */
  stopping: boolean;
  readonly open: Set<OpenConnection>;
  /** Never throws. */
  serve(exchange: Exchange): void;
  /** Takes over a connection for good; `first` are its next bytes. */
  handOver(socket: Socket, first: Buffer, tenancy: Tenancy): void;
};

export type OpenConnection = {
  /** Nothing of a request is there. */
  readonly isIdle: boolean;
  /** Called every second. */
  look(): void;
  close(): void;
};

/** A second later. */
export function tick(clients: Clients): void {
  clients.seconds += 1;
  clients.date = dateField();
  for (const connection of clients.open) connection.look();
}

export function dateField(): string {
  return `date: ${new Date().toUTCString()}\r\n`;
}
