/** A request that has a place in a trace: what goes to the instance, and what is kept when it is over. */
import type { TableTrace } from '../../table/table.ts';
import type { Head } from '../head.ts';
import { isTracestate, readTraceparent, type TraceContext, traceparentOf } from './context.ts';
import { newSpanId, newTraceId } from './ids.ts';

export type Trace = TraceContext & {
  /** '' for the first span of a trace. */
  readonly parentId: string;
  /** What goes on as `tracestate`; '' for nothing. */
  readonly state: string;
  /** `performance.now()` of the last try at an instance; 0 before the first. */
  sentAt: number;
  /** Id of the instance that was tried last. */
  instance: string;
  /** What the worker said of run(), as in `x-teal-span`; '' for nothing. */
  run: string;
};

/** A trace that the client did not begin, or not in a way that can be read, begins here; so it is never an error. */
export function traceOf(rule: TableTrace, head: Pick<Head, 'traceparent' | 'tracestate'>): Trace {
  const parent = head.traceparent === '' ? undefined : readTraceparent(head.traceparent);
  const state = parent !== undefined && isTracestate(head.tracestate) ? head.tracestate : '';
  return spanBelow(rule, parent, state);
}

/** A span of its own below `parent`; without one, of a new trace. */
export function spanBelow(rule: TableTrace, parent: TraceContext | undefined, state: string): Trace {
  const traceId = parent?.traceId ?? newTraceId();
  const isAsked = rule.parentBased && parent !== undefined;
  return {
    traceId,
    spanId: newSpanId(),
    parentId: parent?.spanId ?? '',
    sampled: isAsked ? parent.sampled : isDrawn(traceId, rule.ratio),
    state,
    sentAt: 0,
    instance: '',
    run: '',
  };
}

/** 13 of the 14 last digits, which are random by the specification of consistent sampling (OpenTelemetry, R >= T). */
const DIGITS = [18, 31] as const;
const WHOLE = 2 ** 52;

/** The same for everybody who sees the trace. */
function isDrawn(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(...DIGITS), 16) >= (1 - ratio) * WHOLE;
}

/** The fields of a traced request: `fields` are those of the client, whose own context is replaced. */
export function tracedFields(trace: Trace, fields: string): string {
  const state = trace.state === '' ? '' : `tracestate: ${trace.state}\r\n`;
  const ask = trace.sampled ? 'x-teal-trace: 1\r\n' : '';
  return `traceparent: ${traceparentOf(trace)}\r\n${state}${ask}${withoutContext(fields)}`;
}

function withoutContext(fields: string): string {
  return fields.replace(/^(?:traceparent|tracestate):[^\r]*\r\n/gim, '');
}

export type SpanFacts = {
  readonly slot: number;
  readonly revision: number;
  readonly mode: 'live' | 'direct' | 'mirror';
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  readonly clientRequestId: string;
  /** 0: the client went away, or the answer broke off. */
  readonly status: number;
  /** 0: the instance did not answer. */
  readonly modelStatus: number;
  /** How it ended without a whole answer; '' when there was one. */
  readonly failure: '' | 'client_closed' | 'answer_cut' | 'connection_failed';
  readonly attempts: number;
  /** Of the request, as far as it came. */
  readonly bodyBytes: number;
};

/** Of what others wrote no span keeps more, in characters. */
const MOST_PATH = 512;
const MOST_STATE = 512;
const MOST_RUN = 4096;

/** One line of JSON, which holds on to nothing of the request. `startedAt`: `performance.now()`. */
export function spanText(trace: Trace, startedAt: number, facts: SpanFacts): string {
  const { traceId, spanId, parentId, state, instance, run } = trace;
  const at = performance.now();
  return JSON.stringify({
    ...facts,
    path: facts.path.slice(0, MOST_PATH),
    traceId,
    spanId,
    parentId,
    // Cut in two it would be another one.
    state: state.length <= MOST_STATE ? state : '',
    instance,
    start: startedAt,
    ms: at - startedAt,
    waitedMs: trace.sentAt === 0 ? at - startedAt : trace.sentAt - startedAt,
    run: run === '' || run.length > MOST_RUN ? undefined : { said: run, monotonicOrigin },
  });
}

/** When `performance.now()` was 0, on the clock that instances of this machine share (CLOCK_MONOTONIC), in ms. */
const monotonicOrigin = Number(process.hrtime.bigint()) / 1e6 - performance.now();
