/** What the express lane routes of a stream and what it hands over is, together, what llhttp reads of it. */
import { deepStrictEqual, fail, ok } from 'node:assert';
import type { Socket } from 'node:net';
import type { Exchange } from '../../../../src/router/exchange.ts';
import { ClientConnection } from '../../../../src/router/wire/client.ts';
import { type Clients, dateField, patience } from '../../../../src/router/wire/clients.ts';
import { ClientSocket } from './client-socket.ts';
import { type Message, readRequests } from './llhttp-requests.ts';
import type { ClientStream, Timing } from './streams.ts';

type Routed = {
  readonly method: string;
  readonly target: string;
  body: string;
  whole: boolean;
  looked: boolean;
};

class Connection {
  readonly routed: Routed[] = [];
  readonly rest: Buffer[] = [];
  handedOver = false;
  readonly #socket: ClientSocket;
  readonly #timings: readonly Timing[];
  readonly #later: (() => void)[] = [];

  constructor({ timings, borrowed }: ClientStream) {
    this.#timings = timings;
    const clients: Clients = {
      patience,
      maxBodyBytes: 1e9,
      seconds: 0,
      date: dateField(),
      stopping: false,
      open: new Set(),
      serve: (exchange) => this.#serve(exchange),
      handOver: (socket, first) => this.#take(socket, first),
    };
    const read = (bytes: Buffer, count: number): void => connection.read(bytes, count);
    this.#socket = new ClientSocket(borrowed ? read : undefined);
    // What it uses of a socket, every duplex stream has.
    const connection = new ClientConnection(clients, this.#socket as unknown as Socket);
  }

  async run(stream: ClientStream): Promise<void> {
    for (const piece of stream.pieces) {
      if (this.#socket.destroyed) return;
      this.#socket.arrive(Buffer.from(piece, 'latin1'));
      await this.#turn();
    }
    if (stream.halfClosed && !this.#socket.destroyed) this.#socket.arriveEnd();
    for (let quiet = 0; quiet < 3; quiet += 1) {
      const before = this.routed.length + this.rest.length;
      await this.#turn();
      if (before !== this.routed.length + this.rest.length) quiet = 0;
    }
    this.#socket.destroy();
  }

  async #turn(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (const work of this.#later.splice(0)) work();
  }

  #take(socket: Socket, first: Buffer): void {
    this.handedOver = true;
    this.rest.push(first);
    socket.on('data', (chunk) => this.rest.push(chunk));
    socket.resume();
  }

  #serve(exchange: Exchange): void {
    const { method, path, query } = exchange.head;
    const { wholeBody } = exchange;
    const whole = wholeBody !== undefined;
    const routed: Routed = { method, target: path + query, body: wholeBody ?? '', whole, looked: whole };
    const timing = this.#timings[this.routed.length % this.#timings.length] ?? 'whole';
    this.routed.push(routed);
    const answer = () => {
      if (exchange.sink !== sink) return;
      exchange.answer(200, 'x: y\r\n', 'done');
      exchange.discard();
    };
    const receive = () => {
      routed.looked = true;
      exchange.receive();
    };
    const sink = {
      onChunk: (chunk: Buffer) => {
        routed.body += chunk.toString('latin1');
        if (timing === 'at-body') answer();
      },
      onBodyEnd: () => {
        routed.whole = true;
        answer();
      },
      onClientDrain: () => undefined,
      onClientGone: () => undefined,
    };
    exchange.sink = sink;
    if (timing === 'at-once') answer();
    else if (timing === 'later') this.#later.push(whole ? answer : receive);
    else if (whole) answer();
    else receive();
  }
}

/** Gives how many requests the express lane routed by itself. Throws when the readings differ. */
export async function checkStream(stream: ClientStream): Promise<number> {
  const connection = new Connection(stream);
  await connection.run(stream);
  const { routed, rest, handedOver } = connection;
  const all = readRequests(stream.pieces);
  const after = readRequests([Buffer.concat(rest)]);
  ok(all.messages.length >= routed.length, `${routed.length} routed, llhttp reads ${all.messages.length}`);
  for (const [at, one] of routed.entries()) sameMessage(one, all.messages[at]);
  if (handedOver) {
    deepStrictEqual(after.messages, all.messages.slice(routed.length));
    deepStrictEqual(after.refused, all.refused);
    return routed.length;
  }
  // A request whose body can no longer come whole need not be routed.
  const due = all.messages.filter(({ whole }) => whole || !stream.halfClosed).length;
  ok(routed.length >= due, `${routed.length} of ${due} routed, and nothing handed over`);
  return routed.length;
}

function sameMessage(routed: Routed, message: Message | undefined): void {
  if (message === undefined) fail('not a message');
  deepStrictEqual([routed.method, routed.target], [message.method, message.target]);
  // One that was answered early was not read to its end by anybody but the connection.
  if (routed.whole) deepStrictEqual([routed.body, true], [message.body, message.whole]);
  else ok(message.body.startsWith(routed.body), 'the body is another one');
}
