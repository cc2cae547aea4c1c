/** The messages of opentelemetry-proto 1.x that are sent, field by field: names are those of its JSON. */
import type { Shape } from './protobuf.ts';

const anyValue: Shape = {
  stringValue: [1, 'text'],
  boolValue: [2, 'bool'],
  intValue: [3, 'int64'],
  doubleValue: [4, 'double'],
};
const keyValue: Shape = { key: [1, 'text'], value: [2, () => anyValue] };
const resource: Shape = { attributes: [1, () => keyValue, 'many'] };
const scope: Shape = { name: [1, 'text'], version: [2, 'text'] };

const event: Shape = {
  timeUnixNano: [1, 'fixed64'],
  name: [2, 'text'],
  attributes: [3, () => keyValue, 'many'],
};
const status: Shape = { message: [2, 'text'], code: [3, 'enum'] };
const span: Shape = {
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  traceState: [3, 'text'],
  parentSpanId: [4, 'hex'],
  name: [5, 'text'],
  kind: [6, 'enum'],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, () => keyValue, 'many'],
  events: [11, () => event, 'many'],
  status: [15, () => status],
  flags: [16, 'fixed32'],
};
const scopeSpans: Shape = { scope: [1, () => scope], spans: [2, () => span, 'many'] };
const resourceSpans: Shape = { resource: [1, () => resource], scopeSpans: [2, () => scopeSpans, 'many'] };

/** ExportTraceServiceRequest. */
export const traceRequest: Shape = { resourceSpans: [1, () => resourceSpans, 'many'] };

const numberPoint: Shape = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  // sfixed64, whose bytes are the same.
  asInt: [6, 'fixed64'],
  attributes: [7, () => keyValue, 'many'],
};
const histogramPoint: Shape = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'fixed64', 'packed'],
  explicitBounds: [7, 'double', 'packed'],
  attributes: [9, () => keyValue, 'many'],
};
const gauge: Shape = { dataPoints: [1, () => numberPoint, 'many'] };
const sum: Shape = {
  dataPoints: [1, () => numberPoint, 'many'],
  aggregationTemporality: [2, 'enum'],
  isMonotonic: [3, 'bool'],
};
const histogram: Shape = {
  dataPoints: [1, () => histogramPoint, 'many'],
  aggregationTemporality: [2, 'enum'],
};
const metric: Shape = {
  name: [1, 'text'],
  description: [2, 'text'],
  unit: [3, 'text'],
  gauge: [5, () => gauge],
  sum: [7, () => sum],
  histogram: [9, () => histogram],
};
const scopeMetrics: Shape = { scope: [1, () => scope], metrics: [2, () => metric, 'many'] };
const resourceMetrics: Shape = {
  resource: [1, () => resource],
  scopeMetrics: [2, () => scopeMetrics, 'many'],
};

/** ExportMetricsServiceRequest. */
export const metricsRequest: Shape = { resourceMetrics: [1, () => resourceMetrics, 'many'] };
