import type { Load } from '../../../../src/sdk/metrics.ts';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';

/** What an endpoint had to do in the time that the curves show. */
export type RowLoad = {
  /** A second, in equal steps, oldest first. */
  readonly rates: readonly number[];
  /** A second, in the newest step. */
  readonly rate: number;
  readonly requests: number;
  readonly errors: number;
};

export type Row = { readonly endpoint: EndpointResource; readonly load: RowLoad };

const idle: RowLoad = { rates: [], rate: 0, requests: 0, errors: 0 };

/** Each endpoint with its load; one without requests is idle. */
export function rowsOf(endpoints: readonly EndpointResource[], load: Load | undefined): readonly Row[] {
  const loads = new Map(
    load?.value.map(({ name, requests, errors }) => {
      const rates = requests.map((count) => count / load.intervalSeconds);
      const sums = { requests: sum(requests), errors: sum(errors) };
      return [name, { rates, rate: rates.at(-1) ?? 0, ...sums }] as const;
    }),
  );
  return endpoints.map((endpoint) => ({ endpoint, load: loads.get(endpoint.name) ?? idle }));
}

/** 0, 0.3, 12, 1,234. */
export function rateInWords(rate: number): string {
  return rate === 0 || rate >= 10 ? Math.round(rate).toLocaleString() : rate.toFixed(1);
}

/** Of all requests, in percent: 0.02 %, 3 %. */
export function shareInWords({ requests, errors }: RowLoad): string {
  const percent = requests === 0 ? 0 : (errors / requests) * 100;
  return `${percent === 0 || percent >= 1 ? Math.round(percent) : percent.toPrecision(1)} %`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
