/** An OTLP/HTTP endpoint that keeps what it is sent, and answers as it is told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Json } from './rest.ts';

export type Delivery = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type OtlpSink = {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** Answers from now on; the default takes everything. */
  behave(answer: (response: ServerResponse, delivery: Delivery) => void): void;
  /** All spans that came as JSON. */
  spans(): readonly SeenSpan[];
  /** The metrics of the last report that came as JSON. */
  metrics(): readonly Json[];
  close(): Promise<void>;
};

export type SeenSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly status: Json;
  readonly events: readonly { readonly name: string; readonly attributes: Json }[];
  readonly attributes: Json;
  readonly resource: Json;
};

const take = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
};

export async function startOtlpSink(): Promise<OtlpSink> {
  const deliveries: Delivery[] = [];
  let answer: (response: ServerResponse, delivery: Delivery) => void = take;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
      const delivery = { path: request.url ?? '', headers: request.headers, body };
      deliveries.push(delivery);
      answer(response, delivery);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const json = (path: string) =>
    deliveries.filter((one) => one.path.endsWith(path)).map(({ body }): Json => JSON.parse(body.toString()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    behave: (next) => {
      answer = next;
    },
    spans: () => json('/v1/traces').flatMap(({ resourceSpans }) => resourceSpans.flatMap(spansOf)),
    metrics: () =>
      json('/v1/metrics')
        .slice(-1)
        .flatMap(({ resourceMetrics }) => resourceMetrics[0].scopeMetrics[0].metrics),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function spansOf({ resource, scopeSpans }: Json): SeenSpan[] {
  return scopeSpans[0].spans.map((span: Json) => ({
    ...span,
    start: BigInt(span.startTimeUnixNano),
    end: BigInt(span.endTimeUnixNano),
    attributes: plain(span.attributes),
    events: (span.events ?? []).map((event: Json) => ({ ...event, attributes: plain(event.attributes) })),
    resource: plain(resource.attributes),
  }));
}

/** Attributes as an object. */
export function plain(attributes: Json): Json {
  return Object.fromEntries(
    attributes.map(({ key, value }: Json) => [
      key,
      value.stringValue ?? value.boolValue ?? value.doubleValue ?? Number(value.intValue),
    ]),
  );
}
