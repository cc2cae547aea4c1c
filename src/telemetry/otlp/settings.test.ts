import { expect, test } from 'vitest';
import { readOtlpSettings } from './settings.ts';

const BASE = 'OTEL_EXPORTER_OTLP_ENDPOINT';

test('nothing is sent unless an endpoint is named', () => {
  for (const variables of [
    {},
    { [BASE]: '' },
    { [BASE]: 'http://h:1', OTEL_SDK_DISABLED: 'true' },
    { [BASE]: 'http://h:1', OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' },
  ]) {
    const { settings, problems } = readOtlpSettings(variables);
    expect([settings.traces, settings.metrics, problems]).toEqual([undefined, undefined, []]);
  }
});

test('one endpoint is a base for both, with the defaults of OpenTelemetry', () => {
  const { settings, problems } = readOtlpSettings({ [BASE]: 'https://h:4318/otlp/' });
  expect(problems).toEqual([]);
  expect(settings).toEqual({
    traces: {
      url: 'https://h:4318/otlp/v1/traces',
      ...{ headers: {}, protocol: 'http/protobuf', timeoutMs: 10_000, gzip: false, tls: {} },
    },
    metrics: expect.objectContaining({ url: 'https://h:4318/otlp/v1/metrics' }),
    sampler: { parentBased: true, ratio: 1 },
    resource: { 'service.name': 'teal' },
    metricsEveryMs: 60_000,
    spans: { queue: 8192, batch: 512, delayMs: 5000 },
  });
});

test('what is said of one signal wins over what is said of all, and its endpoint is used as it is', () => {
  const { settings } = readOtlpSettings({
    [BASE]: 'http://all:1',
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces:2/in?x=1',
    OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b = c%20d ,,',
    OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=2',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '5',
  });
  expect(settings.traces).toMatchObject({
    ...{
      url: 'http://traces:2/in?x=1',
      headers: { a: '2' },
      protocol: 'http/json',
      gzip: true,
      timeoutMs: 5,
    },
  });
  expect(settings.metrics).toMatchObject({
    ...{ url: 'http://all:1/v1/metrics', headers: { a: '1', b: 'c d' }, protocol: 'http/protobuf' },
  });
});

test.each([
  ['always_on', '0.5', { parentBased: false, ratio: 1 }],
  ['always_off', undefined, { parentBased: false, ratio: 0 }],
  ['traceidratio', '0.25', { parentBased: false, ratio: 0.25 }],
  ['parentbased_always_on', undefined, { parentBased: true, ratio: 1 }],
  ['parentbased_always_off', undefined, { parentBased: true, ratio: 0 }],
  ['ParentBased_TraceIdRatio', '0', { parentBased: true, ratio: 0 }],
])('the sampler %s with %s', (name, argument, sampler) => {
  const { settings, problems } = readOtlpSettings({
    OTEL_TRACES_SAMPLER: name,
    OTEL_TRACES_SAMPLER_ARG: argument,
  });
  expect([settings.sampler, problems]).toEqual([sampler, []]);
});

test('the resource has the name of the service, which its own variable sets first', () => {
  const attributes = 'service.name=a,deployment.environment.name=p%2Cq';
  const resource = (variables: Record<string, string>) => readOtlpSettings(variables).settings.resource;
  const OTEL_RESOURCE_ATTRIBUTES = attributes;
  expect(resource({ OTEL_RESOURCE_ATTRIBUTES })).toEqual({
    'service.name': 'a',
    'deployment.environment.name': 'p,q',
  });
  expect(resource({ OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME: 'b' })['service.name']).toBe('b');
});

test.each([
  [{ [BASE]: 'collector:4318' }, `${BASE} must be a URL that begins with http:// or https://`],
  [
    { [BASE]: 'http://h:1', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'PROTOCOL is grpc; it must be http/protobuf or http/json.',
  ],
  [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, 'OTEL_TRACES_SAMPLER is jaeger_remote; it must be always_on or'],
  [
    { OTEL_TRACES_SAMPLER_ARG: '1.5' },
    'OTEL_TRACES_SAMPLER_ARG is 1.5; it must be a number from 0 to 1. 1 is used.',
  ],
  [{ OTEL_TRACES_SAMPLER_ARG: '-1' }, 'OTEL_TRACES_SAMPLER_ARG is -1'],
  [{ OTEL_METRIC_EXPORT_INTERVAL: '1' }, 'a whole number from 100 to 86400000. 60000 is used.'],
  [{ OTEL_BSP_MAX_QUEUE_SIZE: 'many' }, 'OTEL_BSP_MAX_QUEUE_SIZE is many'],
  [
    { [BASE]: 'http://h:1', OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such' },
    'CERTIFICATE is /no/such, which cannot',
  ],
  [
    { [BASE]: 'http://h:1', OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'delta' },
    'PREFERENCE is delta; it must be cumulative.',
  ],
])('%j is said', (variables, sentence) => {
  expect(readOtlpSettings(variables).problems.join(' ')).toContain(sentence);
});

test('grpc is exported to by nobody', () => {
  const variables = { [BASE]: 'http://h:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  const { settings } = readOtlpSettings(variables);
  expect([settings.traces, settings.metrics]).toEqual([undefined, undefined]);
});

test.each([
  [{ [BASE]: 'ftp://me:secret@h' }],
  [{ [BASE]: 'http://h', OTEL_EXPORTER_OTLP_HEADERS: 'authorization Bearer secret' }],
  [{ [BASE]: 'http://h', OTEL_EXPORTER_OTLP_HEADERS: 'a=secret%0d%0ab:1' }],
  [{ APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=secret' }],
])('no secret is repeated: %j', (variables) => {
  const { problems } = readOtlpSettings(variables);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.join()).not.toContain('secret');
});

test('a connection string of Application Insights is recognised, and what it does is said', () => {
  const key = '6f1fcc4c-0000-4000-8000-000000000000';
  const text = `InstrumentationKey=${key};IngestionEndpoint=https://west.in.applicationinsights.azure.com/;LiveEndpoint=https://l/`;
  const APPLICATIONINSIGHTS_CONNECTION_STRING = text;
  const [alone] = readOtlpSettings({ APPLICATIONINSIGHTS_CONNECTION_STRING }).problems;
  expect(alone).toContain('west.in.applicationinsights.azure.com, which does not take OTLP. Nothing is sent');
  const beside = readOtlpSettings({ APPLICATIONINSIGHTS_CONNECTION_STRING, [BASE]: 'http://h:1' });
  expect(beside.problems.join()).toContain('Spans go to the OTLP endpoint alone');
  expect(`${alone}${beside.problems}`).not.toContain(key);
  const [wrong] = readOtlpSettings({ APPLICATIONINSIGHTS_CONNECTION_STRING: 'what' }).problems;
  expect(wrong).toContain('must be InstrumentationKey=UUID');
});
