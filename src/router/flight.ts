/** One request on its way through a deployment: the record that the stages after `pick` share. */
import type { Mode } from './count.ts';
import type { Due } from './deadlines.ts';
import type { Exchange, Sink } from './exchange.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import type { Lane, Waiter } from './lane.ts';
import type { Standing } from './limits/standing.ts';
import type { MirrorBudget, Spool } from './spool.ts';
import type { Trace } from './trace/trace.ts';
import type { Call, UpstreamConnection } from './wire/upstream.ts';

/** The traffic log, to those who know how a request ended. */
export type TrafficNotes = {
  /** `status` is what the client was answered; 0 when the answer never came to its end. While it has its instance. */
  note(flight: Flight, status: number, reason: Reason): void;
};

/** Why the client was answered what it was; the log's ResponseCodeReason. */
export type Reason =
  | 'ok'
  | 'model_error'
  | 'no_ready_instance'
  | 'connection_failed'
  | 'timeout'
  | 'too_many_pending'
  | 'too_large'
  | 'unauthorized'
  | 'not_found'
  | 'internal'
  | 'requests_per_second'
  | 'new_connections'
  | 'active_connections'
  | 'client_closed'
  | 'answer_cut';

export type FlightPlan = {
  readonly lane: Lane;
  readonly mode: Mode;
  /** The path below the endpoint, as the client wrote it. */
  readonly rest: string;
  /** Statuses other than 200 are passed on instead of 424. */
  readonly plain: boolean;
  readonly budget: MirrorBudget;
  /** undefined: no line is written of it. */
  readonly traffic: TrafficNotes | undefined;
  /** How often it may be made again after an instance was lost with it. */
  spare: number;
};

export type Flight = Waiter &
  Call &
  Sink &
  Due &
  FlightPlan & {
    lane: Lane;
    readonly exchange: Exchange;
    readonly endpoint: IndexedEndpoint;
    /** Of its endpoint: whose bandwidth it takes. */
    readonly standing: Standing;
    /** undefined for most: the deployment has no tracing. */
    trace: Trace | undefined;
    /** Deployments that get a copy afterwards; empty for most. */
    mirrors: readonly Lane[];
    upstream: UpstreamConnection | undefined;
    attempts: number;
    /** What the instance answered; 0 until its head came. */
    modelStatus: number;
    /** When that came, and when the last of the request's body did; 0 before, and for a body that came with the head. */
    answerAt: number;
    bodyAt: number;
    /** `performance.now()` when it was settled; 0 before. */
    endedAt: number;
    /** Body chunks from the first on, while they may be needed for a retry; undefined when given up. */
    kept: Buffer[] | undefined;
    keptBytes: number;
    /** The body for the copies. */
    spool: Spool | undefined;
    bodyBytes: number;
    /** `performance.now()` until which bandwidth is waited for; a timer ends each wait. */
    requestFree: number;
    requestTimer: boolean;
    answerFree: number;
    answerTimer: boolean;
    /** The answer is sent in chunks that something may follow. */
    trailing: boolean;
    bodyStarted: boolean;
    bodyEnded: boolean;
    /** Answered, or given up; nothing may touch the exchange any more. */
    settled: boolean;
  };

/** The path on the instance. */
export function upstreamPath(settings: Lane['settings'], rest: string, query: string): string {
  return (rest === '/score' ? settings.scoringPath : rest) + query;
}
