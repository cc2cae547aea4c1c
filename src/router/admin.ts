/** The control door of one worker: HTTP on a Unix socket that only its owner may open. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errorBody } from './answers.ts';
import { type CountersReport, reportCounters } from './count.ts';
import type { TableSlot } from './slot.ts';
import type { MirrorBudget } from './spool.ts';
import { type Refusal, type Taker, takeDelta, takeTable } from './take-table.ts';
import { reportSpans } from './trace/spans.ts';
import type { TrafficLog, TrafficLogReport } from './traffic-log.ts';
import { loadOf, waking } from './waking.ts';

export type AdminOptions = Taker & {
  readonly path: string;
  readonly index: number;
  readonly budget: MirrorBudget;
  readonly traffic: TrafficLog | undefined;
  /** 0 until traffic is listened for. */
  readonly port: () => number;
  readonly log: (line: string) => void;
};

/** Answer of `PUT /table` and `PATCH /table`. */
export type Acknowledgement = { readonly version: number; readonly worker: number; readonly pid: number };

/** Answer of `GET /status`. */
export type RouterStatus = Acknowledgement & {
  readonly port: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endpoints: readonly string[];
  /**
   * Requests in flight by instance id, of the endpoints that were asked for since they were published; instances that
   * left the table stay listed while they have any.
   */
  readonly outstanding: Readonly<Record<string, number>>;
  /** Requests and copies in line, by slot. */
  readonly waiting: Readonly<Record<string, number>>;
  /** Bytes of bodies held for copies that are not over yet. */
  readonly mirrorBytes: number;
  /** The same, on disk. */
  readonly mirrorDiskBytes: number;
  readonly counters: WorkerCounters;
};

/** Answer of `GET /counters`. */
export type WorkerCounters = CountersReport & {
  /** Requests in flight and in line, by slot. */
  readonly load: Readonly<Record<string, number>>;
  /** Lines; null when it is switched off. */
  readonly trafficLog: TrafficLogReport | null;
};

export function adminSocket(runDir: string, index: number): string {
  return join(runDir, `router-${index}.sock`);
}

/** `PUT /table` (a whole one), `PATCH /table` (a `TableDelta`), `GET /status`, `GET /counters`, `GET /waking?after=RINGS`, `GET /spans?boot=UUID&from=NUMBER` (`reportSpans`). A socket file that a dead worker left is replaced. */
export function openAdmin(options: AdminOptions): Promise<Server> {
  const startedAt = new Date().toISOString();
  const server = createServer((request, response) => {
    void answer(options, startedAt, { request, response });
  });
  rmSync(options.path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: options.path }, () => {
      chmodSync(options.path, 0o600);
      server.off('error', reject);
      resolve(server);
    });
  });
}

const known = 'PUT /table, PATCH /table, GET /status, GET /counters, GET /waking and GET /spans';
const WAKING = /^GET \/waking\?after=(-?\d{1,15})$/;
const SPANS = /^GET \/spans(?:\?boot=([0-9a-f-]{36})&from=(\d{1,15}))?$/;

type Call = { readonly request: IncomingMessage; readonly response: ServerResponse };

async function answer(options: AdminOptions, startedAt: string, call: Call): Promise<void> {
  const { request, response } = call;
  try {
    const spans = SPANS.exec(`${request.method} ${request.url}`);
    if (spans !== null) {
      const { counters } = options.slot;
      const had = spans[1] === undefined ? undefined : { boot: spans[1], from: Number(spans[2]) };
      send(response, 200, reportSpans(counters.spans, counters.boot, had));
      return;
    }
    const asleep = WAKING.exec(`${request.method} ${request.url}`);
    if (asleep !== null) {
      send(response, 200, JSON.stringify(await waking(options.slot, Number(asleep[1]))));
      return;
    }
    switch (`${request.method} ${request.url}`) {
      case 'PUT /table':
        conclude(options, response, await takeTable(options, request));
        return;
      case 'PATCH /table':
        conclude(options, response, await takeDelta(options, request));
        return;
      case 'GET /status':
        send(response, 200, JSON.stringify(statusOf(options, startedAt)));
        return;
      case 'GET /counters':
        send(response, 200, JSON.stringify(countersOf(options)));
        return;
      default:
        send(response, 404, errorBody('NotFound', `${known} are known.`));
    }
  } catch (error) {
    options.log(`the admin door failed: ${String(error)}`);
    if (!response.headersSent) send(response, 500, errorBody('InternalServerError', String(error)));
  }
}

function conclude(options: AdminOptions, response: ServerResponse, refusal: Refusal | undefined): void {
  if (refusal !== undefined) refuse(options, response, refusal);
  else send(response, 200, JSON.stringify(acknowledge(options)));
}

/** With the version that goes on being served. */
function refuse(options: AdminOptions, response: ServerResponse, [status, code, message]: Refusal): void {
  response.setHeader('table-version', String(options.slot.current.version));
  send(response, status, errorBody(code, message));
}

function acknowledge(options: AdminOptions): Acknowledgement {
  return { version: options.slot.current.version, worker: options.index, pid: process.pid };
}

function statusOf(options: AdminOptions, startedAt: string): RouterStatus {
  const { slot } = options;
  return {
    ...acknowledge(options),
    port: options.port(),
    startedAt,
    endpoints: [...slot.current.endpoints.keys()],
    outstanding: outstandingOf(slot),
    waiting: Object.fromEntries([...slot.lanes].map(([number, lane]) => [number, lane.waiting])),
    mirrorBytes: options.budget.bytes,
    mirrorDiskBytes: options.budget.diskBytes,
    counters: countersOf(options),
  };
}

function countersOf({ slot, traffic }: AdminOptions): WorkerCounters {
  return { ...reportCounters(slot.counters), load: loadOf(slot), trafficLog: traffic?.report() ?? null };
}

function outstandingOf(slot: TableSlot): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const lane of slot.lanes.values()) {
    for (const { id, outstanding } of [...lane.instances, ...lane.leaving]) {
      sums[id] = (sums[id] ?? 0) + outstanding;
    }
  }
  return sums;
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}
