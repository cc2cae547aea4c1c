/** Everything that leaves by OTLP: spans of requests, and what `/metrics` shows. Whatever fails here touches nobody else. */
import type { Family } from '../family.ts';
import { createNames } from '../names.ts';
import type { RecorderOptions } from '../options.ts';
import { createReporter } from './reporter.ts';
import { createSender, outcomes, type Sender } from './sender.ts';
import type { OtlpSettings } from './settings.ts';
import { metricsRequest, traceRequest } from './shapes.ts';
import { createTracer, type Tracer } from './tracer.ts';

export type OtlpExport = {
  begin(): void;
  /** How it goes, for `/metrics`. */
  families(): readonly Family[];
  /** Within a few seconds. */
  close(): Promise<void>;
};

export type OtlpOptions = Pick<RecorderOptions, 'doors' | 'rows' | 'now' | 'steady' | 'log'> & {
  readonly settings: OtlpSettings;
  /** All that `/metrics` shows. */
  readonly shown: () => Promise<readonly Family[]>;
};

/** How long a batch of spans is tried for. */
const SPANS_PATIENCE_MS = 60_000;
const CLOSE_MS = 3000;

export function createOtlpExport(options: OtlpOptions): OtlpExport {
  const { settings, shown, rows } = options;
  const { traces, metrics, metricsEveryMs } = settings;
  const spanSender =
    traces &&
    createSender({
      ...options,
      signal: 'spans',
      target: traces,
      shape: traceRequest,
      patienceMs: SPANS_PATIENCE_MS,
    });
  // The next report says all that this one did.
  const patienceMs = metricsEveryMs / 2;
  const metricSender =
    metrics &&
    createSender({ ...options, signal: 'metrics', target: metrics, shape: metricsRequest, patienceMs });
  const names = createNames(rows);
  const tracer = spanSender && createTracer({ ...options, ofSlot: names.ofSlot, sender: spanSender });
  const reporter = metricSender && createReporter({ ...options, families: shown, sender: metricSender });
  return {
    begin: () => {
      tracer?.begin();
      reporter?.begin();
    },
    families: () => [
      ...(spanSender && tracer ? spanFamilies(spanSender, tracer) : []),
      ...(metricSender ? pointFamilies(metricSender) : []),
    ],
    close: async () => {
      const late = setTimeout(() => {
        spanSender?.close();
        metricSender?.close();
      }, CLOSE_MS);
      await Promise.all([tracer?.close(), reporter?.close()]);
      clearTimeout(late);
      spanSender?.close();
      metricSender?.close();
    },
  };
}

function spanFamilies({ items }: Sender, tracer: Tracer): Family[] {
  const { lost } = tracer;
  const dropped = {
    rejected: items.rejected,
    undelivered: items.undelivered,
    router_full: lost.router,
    nameless: lost.nameless,
  };
  return [
    {
      name: 'teal_spans_exported_total',
      type: 'counter',
      help: 'Spans of requests that the OTLP endpoint took.',
      lines: [['', {}, items.sent]],
    },
    {
      name: 'teal_spans_dropped_total',
      type: 'counter',
      help: 'Spans that were lost: the endpoint refused them or could not be reached, a router had no room, or their deployment was gone.',
      lines: Object.entries(dropped).map(([reason, count]) => ['', { reason }, count] as const),
    },
  ];
}

function pointFamilies({ items }: Sender): Family[] {
  return [
    {
      name: 'teal_metric_points_exported_total',
      type: 'counter',
      help: 'Points of metrics, by what became of them at the OTLP endpoint.',
      lines: outcomes.map((outcome) => ['', { outcome }, items[outcome]] as const),
    },
  ];
}
