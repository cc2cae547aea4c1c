/** One request on its way through a deployment: the record that the stages after `pick` share. */
import type { EventEmitter } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Mode } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Instance } from './instance.ts';
import type { Lane, Waiter } from './lane.ts';

export type Flight = Waiter & {
  readonly exchange: Exchange;
  readonly mode: Mode;
  /** The path below the endpoint, as the client wrote it. */
  readonly rest: string;
  /** Statuses other than 200 are passed on instead of 424. */
  readonly plain: boolean;
  /** Deployments that get a copy afterwards; empty for most. */
  mirrors: readonly Lane[];
  upstream: ClientRequest | undefined;
  response: IncomingMessage | undefined;
  attempts: number;
  openedAt: number;
  timer: NodeJS.Timeout | undefined;
  /** Body chunks from the first on, while they may be needed again; undefined when given up. */
  kept: Buffer[] | undefined;
  keptBytes: number;
  readonly account: MirrorAccount;
  /** Bytes of `kept` that are on the account. */
  accounted: number;
  bodyBytes: number;
  bodyStarted: boolean;
  bodyEnded: boolean;
  /** Answered, or given up; nothing may touch the exchange any more. */
  settled: boolean;
};

/** What all copies of one worker may hold of bodies, in bytes. */
export type MirrorAccount = { bytes: number; readonly limit: number };

export type FlightPlan = {
  readonly lane: Lane;
  readonly mode: Mode;
  readonly rest: string;
  readonly plain: boolean;
  readonly account: MirrorAccount;
  readonly begin: (this: Flight) => void;
};

const none: readonly Lane[] = [];

export function createFlight(exchange: Exchange, plan: FlightPlan): Flight {
  return {
    exchange,
    lane: plan.lane,
    mode: plan.mode,
    rest: plan.rest,
    plain: plan.plain,
    mirrors: none,
    account: plan.account,
    begin: plan.begin,
    instance: undefined as Instance | undefined,
    waiting: false,
    upstream: undefined,
    response: undefined,
    attempts: 0,
    openedAt: 0,
    timer: undefined,
    kept: exchange.head.hasBody ? [] : undefined,
    keptBytes: 0,
    accounted: 0,
    bodyBytes: 0,
    bodyStarted: false,
    bodyEnded: !exchange.head.hasBody,
    settled: false,
  };
}

/** A stream's listeners find their flight here: shared functions instead of closures for each request. */
export const flightOf = Symbol('flight');
export type Carrier = EventEmitter & { [flightOf]?: Flight | undefined };

export function carry(stream: Carrier, flight: Flight): void {
  stream[flightOf] = flight;
}

/** The path on the instance. */
export function upstreamPath(settings: Lane['settings'], rest: string, query: string): string {
  return (rest === '/score' ? settings.scoringPath : rest) + query;
}
