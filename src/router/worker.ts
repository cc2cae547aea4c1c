/** One router worker: admin door first, then the last good table, then traffic. */
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { adminSocket, openAdmin } from './admin.ts';
import { createCounters } from './count.ts';
import { inSlices, inTurn } from './in-turn.ts';
import { retireInstance, trimInstance } from './instance.ts';
import { joinCircle } from './limits/circle.ts';
import { createListener, type Listener } from './listener.ts';
import { createTableSlot, swap, type TableSlot } from './slot.ts';
import type { MirrorBudget } from './spool.ts';
import { loadTable, tableFile } from './table-file.ts';
import { TrafficLog, type TrafficSink } from './traffic-log.ts';
import type { Patience } from './wire/clients.ts';

const MB = 1024 * 1024;

export type RouterOptions = {
  readonly index: number;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Exists; holds `table.json` and `router-<index>.sock`. */
  readonly runDir: string;
  /** Several workers listen on one port, the kernel spreads the connections. */
  readonly reusePort: boolean;
  /** Default 1 GiB; larger bodies are answered 413. */
  readonly maxBodyBytes?: number;
  /** What all copies for mirrors may hold of bodies in memory, in bytes; default 64 MiB. */
  readonly mirrorBytes?: number;
  /** The same on disk, in `runDir`; default 1 GiB. */
  readonly mirrorDiskBytes?: number;
  /** How long slow and idle clients are waited for. */
  readonly patience?: Patience;
  /** How often connections to instances that nobody needs any more are looked for; default 5000. */
  readonly trimEveryMs?: number;
  /** Where lines of the traffic log go, and how many bytes at once at most (64 KiB unless given); none without it. */
  readonly traffic?: { readonly write: TrafficSink; readonly pageBytes?: number } | undefined;
  readonly log: (line: string) => void;
};

export type RouterWorker = {
  readonly port: number;
  /** Stops accepting, lets what is in flight end for up to `graceMs` (default 10,000), then closes the rest. */
  stop(graceMs?: number): Promise<void>;
};

export async function startRouterWorker(options: RouterOptions): Promise<RouterWorker> {
  const { runDir, log } = options;
  const path = tableFile(runDir);
  const slot = createTableSlot(createCounters());
  const budget = budgetOf(options);
  const oneByOne = inTurn();
  const traffic = trafficLogOf(options);
  const adopted = Promise.withResolvers<void>();
  let port = 0;
  const admin = await openAdmin({
    path: adminSocket(runDir, options.index),
    index: options.index,
    slot,
    budget,
    traffic,
    port: () => port,
    adopted: adopted.promise,
    inTurn: oneByOne,
    log,
  });
  await oneByOne(() => adoptFile(slot, path, log));
  adopted.resolve();
  const circle = await joinCircle({ runDir, index: options.index, standings: slot.counters.standings });
  const maxBodyBytes = options.maxBodyBytes ?? 1024 * 1024 * 1024;
  const listener = createListener(
    { slot, budget, traffic },
    { maxBodyBytes, patience: options.patience, log },
  );
  try {
    port = await listen(listener.server, options);
  } catch (error) {
    await Promise.all([closeServer(admin), circle.close(), traffic?.stop()]);
    throw error;
  }
  const trims = setInterval(() => trim(slot), options.trimEveryMs ?? 5000);
  return {
    port,
    stop: async (graceMs = 10_000) => {
      await stop(listener, admin, graceMs);
      await Promise.all([circle.close(), traffic?.stop()]);
      clearInterval(trims);
      for (const lane of slot.lanes.values()) for (const instance of lane.instances) retireInstance(instance);
    },
  };
}

function trim(slot: TableSlot): void {
  for (const lane of slot.lanes.values()) for (const instance of lane.instances) trimInstance(instance);
}

function budgetOf({ runDir, mirrorBytes, mirrorDiskBytes }: RouterOptions): MirrorBudget {
  return {
    dir: runDir,
    bytes: 0,
    limit: mirrorBytes ?? 64 * MB,
    diskBytes: 0,
    diskLimit: mirrorDiskBytes ?? 1024 * MB,
    mostBody: 64 * MB,
    liveAt: Number.NEGATIVE_INFINITY,
  };
}

function trafficLogOf({ traffic, log }: RouterOptions): TrafficLog | undefined {
  if (traffic === undefined) return undefined;
  return new TrafficLog({ write: traffic.write, pageBytes: traffic.pageBytes ?? MB / 16, log });
}

/** A table that was pushed meanwhile and is newer stays. */
async function adoptFile(slot: TableSlot, path: string, log: (line: string) => void): Promise<void> {
  const loaded = await loadTable(path);
  if (loaded.kind === 'missing') {
    log(`no table at ${path}: serving no endpoints until one is published`);
    return;
  }
  if (loaded.kind === 'broken') {
    log(`the table at ${path} is broken, serving no endpoints until one is published: ${loaded.reason}`);
    return;
  }
  if (loaded.table.version <= slot.current.version) return;
  try {
    await inSlices(swap(slot, loaded.table));
  } catch (error) {
    log(`the table at ${path} cannot be used: ${String(error)}`);
  }
}

function listen(server: Server, options: RouterOptions): Promise<number> {
  const { host, port, reusePort } = options;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, reusePort, backlog: 4096 }, () => {
      server.off('error', reject);
      resolve(portOf(server.address()));
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function stop(listener: Listener, admin: HttpServer, graceMs: number): Promise<void> {
  await listener.stop(graceMs);
  const gone = closeServer(admin);
  admin.closeAllConnections();
  await gone;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
