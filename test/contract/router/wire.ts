/** Bytes in, bytes out: a router worker between raw clients and an instance that records every byte it gets. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { deployment, type Rig, shares, startRig, tableOf } from '../../../src/router/rig.suite.ts';
import type { RouterOptions } from '../../../src/router/worker.ts';
import type { TableAuth, TableDeployment, TableLimits } from '../../../src/table/table.ts';
import { Client } from './client.ts';
import { RequestScanner, type Seen } from './scanner.ts';

/** One connection of the router to the instance. */
export type Line = {
  readonly socket: Socket;
  /** All that came, one byte a character. */
  bytes: string;
  /** Whole requests, as strictly as can be. */
  readonly seen: Seen[];
  closed: boolean;
};

export type Reply = (line: Line, request: Seen) => void;

export type Instance = {
  readonly path: string;
  readonly lines: Line[];
  /** Hears of each whole request. */
  reply: Reply;
  /** Hears of bytes that are not a whole request yet. */
  partly: (line: Line) => void;
  /** Of all lines, in the order in which they were whole. */
  readonly seen: Seen[];
  close(): Promise<void>;
};

export type Wire = {
  readonly rig: Rig;
  readonly instance: Instance;
  client(): Client;
  close(): Promise<void>;
};

export const HOST = 'x';

/** Endpoint `x` needs no key and is asked for by its host name: a request is short to write. */
export async function startWire(
  options: Partial<RouterOptions> = {},
  more: Partial<TableDeployment> = {},
): Promise<Wire> {
  const rig = await startRig(options);
  const instance = await startInstance(join(rig.dir, 'wire.s'));
  await limited({ rig, instance }, 1, undefined, more);
  const clients: Client[] = [];
  return {
    rig,
    instance,
    client: () => {
      const client = new Client(rig.worker.port);
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.socket.destroy();
      await rig.close();
      await instance.close();
    },
  };
}

/** Publishes endpoint `x` with other limits. */
export async function limited(
  { rig, instance }: Pick<Wire, 'rig' | 'instance'>,
  version: number,
  limits?: TableLimits,
  more: Partial<TableDeployment> = {},
  auth: TableAuth = { kind: 'none' },
): Promise<void> {
  const address = { kind: 'unix', path: instance.path } as const;
  const blue = { ...deployment('blue', []), instances: [{ id: 'wire', address }], ...more };
  const held = limits === undefined ? {} : { limits };
  const live = shares({ blue: 100 });
  const answer = await rig.put(tableOf(version, { name: HOST, auth, ...held, deployments: [blue], live }));
  if (answer.status !== 200) throw new Error(answer.text);
}

export async function startInstance(path: string): Promise<Instance> {
  const lines: Line[] = [];
  const seen: Seen[] = [];
  const server = createServer((socket) => {
    const line: Line = { socket, bytes: '', seen: [], closed: false };
    lines.push(line);
    const scanner = new RequestScanner();
    socket.on('data', (chunk: Buffer) => {
      line.bytes += chunk.toString('latin1');
      const whole = scanner.add(chunk.toString('latin1'));
      if (whole.length === 0) instance.partly(line);
      for (const request of whole) {
        line.seen.push(request);
        seen.push(request);
        instance.reply(line, request);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      line.closed = true;
    });
  });
  const instance: Instance = {
    path,
    lines,
    seen,
    reply: (line, request) => void line.socket.write(sized(`${request.method} ${request.target}`)),
    partly: () => undefined,
    close: async () => {
      for (const { socket } of lines) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  server.listen(path);
  await once(server, 'listening');
  return instance;
}

export function sized(body: string, fields = ''): string {
  return `HTTP/1.1 200 OK\r\n${fields}content-length: ${body.length}\r\n\r\n${body}`;
}
