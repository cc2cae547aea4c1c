/** Where requests and copies that are over become spans. */
import { modes } from '../count.ts';
import type { Flight } from '../flight.ts';
import type { Head } from '../head.ts';
import type { Lane } from '../lane.ts';
import { keepSpan } from './spans.ts';
import { type SpanFacts, spanText, type Trace } from './trace.ts';

export type Ending = Pick<SpanFacts, 'status' | 'modelStatus' | 'failure'>;

export function keepFlight(flight: Flight, trace: Trace, ending: Ending): void {
  if (!trace.sampled) return;
  const { exchange, lane, attempts, bodyBytes } = flight;
  const text = spanText(trace, exchange.startedAt, {
    slot: lane.slot,
    revision: lane.settings.revision,
    mode: modes[flight.mode],
    method: exchange.head.method,
    path: flight.rest,
    requestId: exchange.requestId,
    clientRequestId: exchange.head.clientRequestId,
    attempts,
    bodyBytes,
    ...ending,
  });
  keepSpan(lane.counters.spans, text);
}

/** What is asked of a copy for a mirror. */
type Repeated = {
  readonly lane: Lane;
  readonly startedAt: number;
  readonly attempts: number;
  readonly status: number;
  readonly parcel: {
    readonly method: string;
    readonly rest: string;
    readonly requestId: string;
    readonly head: Pick<Head, 'clientRequestId'>;
    readonly bodyBytes: number;
  };
};

/** `status` is the shadow's, 408 when it was too slow, 0 when there was no whole answer. */
export function keepCopy(copy: Repeated, trace: Trace, status: number): void {
  if (!trace.sampled) return;
  const { lane, parcel, attempts } = copy;
  const text = spanText(trace, copy.startedAt, {
    slot: lane.slot,
    revision: lane.settings.revision,
    mode: 'mirror',
    method: parcel.method,
    path: parcel.rest,
    requestId: parcel.requestId,
    clientRequestId: parcel.head.clientRequestId,
    attempts,
    bodyBytes: parcel.bodyBytes,
    status,
    modelStatus: copy.status,
    failure: status === 0 ? 'connection_failed' : '',
  });
  keepSpan(lane.counters.spans, text);
}
