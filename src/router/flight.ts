/** One request on its way through a deployment: the record that the stages after `pick` share. */
import type { Mode } from './count.ts';
import type { Due } from './deadlines.ts';
import type { Exchange, Sink } from './exchange.ts';
import type { Lane, Waiter } from './lane.ts';
import type { MirrorBudget, Spool } from './spool.ts';
import type { Trace } from './trace/trace.ts';
import type { Call, UpstreamConnection } from './wire/upstream.ts';

export type FlightPlan = {
  readonly lane: Lane;
  readonly mode: Mode;
  /** The path below the endpoint, as the client wrote it. */
  readonly rest: string;
  /** Statuses other than 200 are passed on instead of 424. */
  readonly plain: boolean;
  readonly budget: MirrorBudget;
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
    /** undefined for most: the deployment has no tracing. */
    trace: Trace | undefined;
    /** Deployments that get a copy afterwards; empty for most. */
    mirrors: readonly Lane[];
    upstream: UpstreamConnection | undefined;
    attempts: number;
    /** What the instance answered; 0 until its head came. */
    modelStatus: number;
    /** Body chunks from the first on, while they may be needed for a retry; undefined when given up. */
    kept: Buffer[] | undefined;
    keptBytes: number;
    /** The body for the copies. */
    spool: Spool | undefined;
    bodyBytes: number;
    bodyStarted: boolean;
    bodyEnded: boolean;
    /** Answered, or given up; nothing may touch the exchange any more. */
    settled: boolean;
  };

/** The path on the instance. */
export function upstreamPath(settings: Lane['settings'], rest: string, query: string): string {
  return (rest === '/score' ? settings.scoringPath : rest) + query;
}
