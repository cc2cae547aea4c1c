/** Where telemetry goes, in OpenTelemetry's own variables (its specification of environment variables and OTLP exporters). */
import { readFileSync } from 'node:fs';
import { describeConnectionString } from './connection-string.ts';
import { createReader, type Reader, type Variables } from './variables.ts';

export type Protocol = 'http/protobuf' | 'http/json';

/** Where one kind of telemetry goes, and how. */
export type Target = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: Protocol;
  readonly timeoutMs: number;
  readonly gzip: boolean;
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
};

export type Sampler = {
  /** Whether what the client's `traceparent` says decides before the ratio does. */
  readonly parentBased: boolean;
  /** 0 to 1. */
  readonly ratio: number;
};

export type OtlpSettings = {
  readonly traces: Target | undefined;
  readonly metrics: Target | undefined;
  readonly sampler: Sampler;
  /** Attributes of the resource, `service.name` among them. */
  readonly resource: Readonly<Record<string, string>>;
  readonly metricsEveryMs: number;
  readonly spans: { readonly queue: number; readonly batch: number; readonly delayMs: number };
};

/** `problems` are sentences for people, without secrets; what they name is left out or has its default. */
export type ReadSettings = { readonly settings: OtlpSettings; readonly problems: readonly string[] };

const samplers: Readonly<Record<string, (ratio: number) => Sampler>> = {
  always_on: () => ({ parentBased: false, ratio: 1 }),
  always_off: () => ({ parentBased: false, ratio: 0 }),
  traceidratio: (ratio) => ({ parentBased: false, ratio }),
  parentbased_always_on: () => ({ parentBased: true, ratio: 1 }),
  parentbased_always_off: () => ({ parentBased: true, ratio: 0 }),
  parentbased_traceidratio: (ratio) => ({ parentBased: true, ratio }),
};

/** Nothing is sent anywhere unless an endpoint is named. */
export function readOtlpSettings(variables: Variables): ReadSettings {
  const reader = createReader(variables);
  const isOff = reader.choice('OTEL_SDK_DISABLED', ['true', 'false'], 'false') === 'true';
  const traces = isOff ? undefined : targetOf(reader, 'TRACES');
  const metrics = isOff ? undefined : targetOf(reader, 'METRICS');
  const settings = {
    traces,
    metrics,
    sampler: samplerOf(reader),
    resource: resourceOf(reader),
    metricsEveryMs: reader.whole('OTEL_METRIC_EXPORT_INTERVAL', 60_000, [100, 86_400_000]),
    spans: {
      queue: reader.whole('OTEL_BSP_MAX_QUEUE_SIZE', 8192, [1, 100_000]),
      batch: reader.whole('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512, [1, 10_000]),
      delayMs: reader.whole('OTEL_BSP_SCHEDULE_DELAY', 5000, [1, 3_600_000]),
    },
  };
  const temporality = 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE';
  if (metrics !== undefined) reader.choice(temporality, ['cumulative'], 'cumulative');
  const connection = reader.text('APPLICATIONINSIGHTS_CONNECTION_STRING');
  if (connection !== undefined) reader.say(describeConnectionString(connection, traces !== undefined));
  return { settings, problems: reader.problems };
}

const PREFIX = 'OTEL_EXPORTER_OTLP';

/** A variable of the signal wins over the one for all. */
function targetOf(reader: Reader, signal: 'TRACES' | 'METRICS'): Target | undefined {
  if (reader.choice(`OTEL_${signal}_EXPORTER`, ['otlp', 'none'], 'otlp') === 'none') return undefined;
  const named = (word: string) =>
    reader.text(`${PREFIX}_${signal}_${word}`) === undefined
      ? `${PREFIX}_${word}`
      : `${PREFIX}_${signal}_${word}`;
  const url = urlOf(reader, named('ENDPOINT'), signal);
  if (url === undefined) return undefined;
  const protocol = reader.choice(named('PROTOCOL'), ['http/protobuf', 'http/json'], 'http/protobuf');
  if (protocol === undefined) {
    reader.say(`Nothing is exported to ${named('ENDPOINT')}, as its protocol is not spoken here.`);
    return undefined;
  }
  return {
    url,
    headers: reader.pairs(named('HEADERS')),
    protocol: protocol === 'http/json' ? protocol : 'http/protobuf',
    timeoutMs: reader.whole(named('TIMEOUT'), 10_000, [1, 600_000]),
    gzip: reader.choice(named('COMPRESSION'), ['gzip', 'none'], 'none') === 'gzip',
    tls: {
      ...fileOf(reader, named('CERTIFICATE'), 'ca'),
      ...fileOf(reader, named('CLIENT_CERTIFICATE'), 'cert'),
      ...fileOf(reader, named('CLIENT_KEY'), 'key'),
    },
  };
}

/** The endpoint for all is a base, below which each signal has its path; a signal's own is used as it is. */
function urlOf(reader: Reader, name: string, signal: 'TRACES' | 'METRICS'): string | undefined {
  const text = reader.text(name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    // As a URL may hold a password, it is not repeated.
    reader.say(`${name} must be a URL that begins with http:// or https://; nothing is exported to it.`);
    return undefined;
  }
  if (name !== `${PREFIX}_ENDPOINT`) return url.href;
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/${signal.toLowerCase()}`;
  return url.href;
}

function fileOf(reader: Reader, name: string, field: string): Readonly<Record<string, Buffer>> {
  const path = reader.text(name);
  if (path === undefined) return {};
  try {
    return { [field]: readFileSync(path) };
  } catch (cause) {
    reader.say(
      `${name} is ${path}, which cannot be read: ${cause instanceof Error ? cause.message : cause}.`,
    );
    return {};
  }
}

function samplerOf(reader: Reader): Sampler {
  const ratio = reader.share('OTEL_TRACES_SAMPLER_ARG', 1);
  const name = reader.choice('OTEL_TRACES_SAMPLER', Object.keys(samplers), 'parentbased_always_on');
  return (samplers[name ?? ''] ?? samplers.parentbased_always_on)?.(ratio) ?? { parentBased: true, ratio: 1 };
}

function resourceOf(reader: Reader): Readonly<Record<string, string>> {
  const attributes = reader.pairs('OTEL_RESOURCE_ATTRIBUTES');
  const service = reader.text('OTEL_SERVICE_NAME') ?? attributes['service.name'] ?? 'teal';
  return { ...attributes, 'service.name': service };
}
