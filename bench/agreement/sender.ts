/**
 * The sender of the recorded run, in a process of its own and on raw sockets, so that what it measures is as near to the
 * router's own time as a client can come: from the write of a request to the read that completes its answer.
 * Run: node bench/agreement/sender.ts '{"port", "path", "key", "count", …}'
 * Prints, as JSON, one [status, deployment, named, ms] for each request; status 0 is a client that left.
 */
import { connect } from 'node:net';
import { Client, headOf } from '../load/http.ts';
import { favour } from './favour.ts';
import { type Pace, type Turn, turnOf } from './turns.ts';

export type Order = Pace & {
  readonly port: number;
  readonly path: string;
  readonly key: string;
  readonly count: number;
  readonly connections: number;
  /** Whether it goes before other processes. */
  readonly favoured: boolean;
};

export type Seen = readonly [status: number, deployment: string, named: boolean, ms: number];

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const seen: Seen[] = [];
let next = 0;
if (order.favoured) favour(process.pid);
await Promise.all(Array.from({ length: order.connections }, send));
process.stdout.write(JSON.stringify(seen));

async function send(): Promise<void> {
  const { promise: failure, reject } = Promise.withResolvers<never>();
  const client = new Client({ port: order.port }, reject);
  while (next < order.count) {
    const turn = turnOf(next++, order);
    seen.push(await (turn.leaves ? leave(turn) : Promise.race([ask(client, turn), failure])));
  }
  client.close();
}

function fieldsOf({ deployment, hasKey }: Turn): Record<string, string> {
  const authorization = `Bearer ${hasKey ? order.key : 'wrong'}`;
  return deployment === '' ? { authorization } : { authorization, 'azureml-model-deployment': deployment };
}

function ask(client: Client, turn: Turn): Promise<Seen> {
  const body = Buffer.from(turn.body);
  const request = Buffer.concat([headOf(order.path, body.length, fieldsOf(turn)), body]);
  return new Promise((resolve) => {
    const sent = performance.now();
    client.send(request, undefined, (status, _, head) => {
      const ms = performance.now() - sent;
      const deployment = /^azureml-model-deployment: *(\S+)/im.exec(head)?.[1] ?? '';
      resolve([status, deployment, turn.deployment !== '', ms]);
    });
  });
}

/** Goes away with a reset once the router asked for the body, which it does when the request is on its way. */
function leave(turn: Turn): Promise<Seen> {
  const head = headOf(order.path, turn.body.length, { ...fieldsOf(turn), expect: '100-continue' });
  const socket = connect(order.port, '127.0.0.1');
  socket.write(head);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (data) => {
      const line = data.toString('latin1').split('\r\n', 1)[0] ?? '';
      if (!line.startsWith('HTTP/1.1 100')) return reject(new Error(`${line} instead of 100`));
      socket.resetAndDestroy();
      resolve([0, turn.deployment, true, 0]);
    });
  });
}
