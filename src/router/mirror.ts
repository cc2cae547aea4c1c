/** Which requests are copied to shadows, and what is kept of them until the live answer is over. */
import { Copy, launch, type Parcel } from './copy.ts';
import { countDrop, type Drop, LIVE, type Mode } from './count.ts';
import type { Flight } from './flight.ts';
import type { IndexedEndpoint } from './index-endpoint.ts';
import { countersOf, type Lane } from './lane.ts';
import { Spool } from './spool.ts';
import { draw } from './urn.ts';

const none: readonly Lane[] = [];

/** Draws, by an urn for each mirrored deployment, which of them get a copy of a request that came by the split. */
export function drawMirrors(endpoint: IndexedEndpoint, mode: Mode): readonly Lane[] {
  if (mode !== LIVE || endpoint.mirrors.length === 0) return none;
  let drawn: Lane[] | undefined;
  for (const mirror of endpoint.mirrors) {
    if (draw(mirror.urn) !== 0) continue;
    if (drawn === undefined) drawn = [mirror.lane];
    else drawn.push(mirror.lane);
  }
  return drawn ?? none;
}

/** Keeps a chunk of a body that will be copied; if that cannot be, the request gets no copy, and that is counted. */
export function keepForMirror(flight: Flight, chunk: Buffer): void {
  flight.spool ??= new Spool(flight.budget);
  const reason = flight.spool.push(chunk);
  if (reason !== undefined) dropMirrors(flight, reason);
}

/** Sends what was drawn; the live answer is over. */
export function launchMirrors(flight: Flight): void {
  if (flight.mirrors.length === 0) return;
  if (!flight.bodyEnded) {
    dropMirrors(flight, 'incomplete');
    return;
  }
  const whole = flight.exchange.wholeBody;
  if (whole !== undefined && flight.budget.bytes + whole.length > flight.budget.limit) {
    dropMirrors(flight, 'memory');
    return;
  }
  const { mirrors, spool } = flight;
  const parcel = parcelOf(flight, mirrors.length);
  flight.mirrors = none;
  flight.spool = undefined;
  if (spool === undefined) launchAll(mirrors, parcel);
  else spool.seal((kept) => (kept ? launchAll(mirrors, parcel) : dropAll(mirrors, parcel)));
}

function launchAll(lanes: readonly Lane[], parcel: Parcel): void {
  for (const lane of lanes) launch(new Copy(lane, parcel));
}

function dropAll(lanes: readonly Lane[], parcel: Parcel): void {
  for (const lane of lanes) countDrop(countersOf(lane), 'disk');
  parcel.spool?.drop();
}

function parcelOf(flight: Flight, users: number): Parcel {
  const { head, requestId, wholeBody } = flight.exchange;
  const text = wholeBody ?? '';
  flight.budget.bytes += text.length;
  return {
    method: head.method,
    rest: flight.rest,
    query: head.query,
    requestId,
    head,
    trace: flight.trace,
    fields: `x-request-id: ${requestId}\r\n${framed(head.forwarded, flight)}`,
    text,
    spool: flight.spool,
    budget: flight.budget,
    standing: flight.standing,
    bodyBytes: flight.bodyBytes,
    users,
  };
}

/** What came in chunks goes out with its length: a copy is whole before it leaves. */
function framed(fields: string, flight: Flight): string {
  const head = flight.exchange.head;
  if (head.contentLength >= 0 || !head.hasBody) return fields;
  return fields.replace(/transfer-encoding: chunked\r\n$/, `content-length: ${flight.bodyBytes}\r\n`);
}

function dropMirrors(flight: Flight, reason: Drop): void {
  for (const lane of flight.mirrors) countDrop(countersOf(lane), reason);
  flight.mirrors = none;
  flight.spool?.drop();
  flight.spool = undefined;
}
