import type { Ask, Client } from './http.ts';
import { paths } from './paths.ts';
import type { WorkspaceKey } from './wire.ts';

export type Localized = { readonly value: string; readonly localizedValue: string };
export type Aggregation = 'Average' | 'Count' | 'Minimum' | 'Maximum' | 'Total';

/** One interval; an aggregation that was not asked for, or has no value there, is missing. */
export type MetricPoint = {
  /** When it begins, ISO 8601. */
  readonly timeStamp: string;
  readonly average?: number;
  readonly count?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly total?: number;
};

export type MetricSeries = {
  /** The dimensions that the filter names. */
  readonly metadatavalues: readonly { readonly name: Localized; readonly value: string }[];
  /** Not there when only names were asked for. */
  readonly data?: readonly MetricPoint[];
};

export type MetricResult = {
  readonly id: string;
  readonly type: string;
  readonly name: Localized;
  readonly displayDescription: string;
  readonly unit: string;
  readonly timeseries: readonly MetricSeries[];
  readonly errorCode: string;
};

/** Of Azure Monitor. */
export type MetricsResponse = {
  readonly cost: number;
  readonly timespan: string;
  readonly interval: string;
  readonly namespace: string;
  readonly resourceregion: string;
  readonly value: readonly MetricResult[];
};

export type MetricDefinition = {
  readonly id: string;
  readonly resourceId: string;
  readonly namespace: string;
  readonly name: Localized;
  readonly displayDescription: string;
  readonly category: string;
  readonly isDimensionRequired: boolean;
  readonly unit: string;
  readonly primaryAggregationType: Aggregation;
  readonly supportedAggregationTypes: readonly Aggregation[];
  readonly metricAvailabilities: readonly { readonly timeGrain: string; readonly retention: string }[];
  readonly dimensions: readonly Localized[];
};

/** An ARM id, or an endpoint of the workspace, all of it or one of its deployments. */
export type MetricSource = string | { readonly endpoint: string; readonly deployment?: string };

export type MetricQuery = Pick<Ask, 'signal'> & {
  /** The first one there is unless given. */
  readonly names?: readonly string[] | undefined;
  /** `START/END` in ISO 8601, or one of them with a duration, or a duration up to now; PT1H unless given. */
  readonly timespan?: string | undefined;
  /** PT1M to P1D; from PT1S on within the last 15 minutes. PT1M unless given. */
  readonly interval?: string | undefined;
  /** Each metric's own unless given. */
  readonly aggregations?: readonly string[] | undefined;
  /** `deployment eq '*'` splits by a dimension, `deployment eq 'blue'` chooses from it. */
  readonly filter?: string | undefined;
  readonly top?: number | undefined;
  /** An aggregation and asc or desc. */
  readonly orderBy?: string | undefined;
  readonly namespace?: string | undefined;
  readonly resultType?: 'Data' | 'Metadata' | undefined;
};

/** Requests and errors of every endpoint of a workspace over the last quarter of an hour, in equal steps, oldest first. */
export type Load = {
  /** When the first step begins, ISO 8601. */
  readonly from: string;
  readonly intervalSeconds: number;
  /** Counts; errors are answers of 400 and above. Endpoints without requests are missing. */
  readonly value: readonly {
    readonly name: string;
    readonly requests: readonly number[];
    readonly errors: readonly number[];
  }[];
};

/** Metrics of endpoints and deployments. Throw ArmError: 404 for a resource that is not there, 400 for a wrong query. */
export type Metrics = {
  list(of: MetricSource, query?: MetricQuery): Promise<MetricsResponse>;
  definitions(of: MetricSource, ask?: Pick<Ask, 'signal'>): Promise<readonly MetricDefinition[]>;
  /** All endpoints in one look; `teal.events()` has the same numbers as they come. */
  load(ask?: Pick<Ask, 'signal'>): Promise<Load>;
};

const insights = 'providers/Microsoft.Insights';

/** The metrics of a workspace. */
export function metrics(client: Client, workspace: WorkspaceKey): Metrics {
  const path = (of: MetricSource): string => {
    if (typeof of === 'string') return of;
    if (of.deployment === undefined) return paths.endpoint(workspace, of.endpoint);
    return paths.deployment(workspace, of.endpoint, of.deployment);
  };
  return {
    list: async (of, { signal, ...query } = {}) => {
      const asked = {
        'api-version': '2023-10-01',
        metricnames: query.names?.join(','),
        timespan: query.timespan,
        interval: query.interval,
        aggregation: query.aggregations?.join(','),
        $filter: query.filter,
        top: query.top?.toString(),
        orderby: query.orderBy,
        metricnamespace: query.namespace,
        resultType: query.resultType,
      };
      const address = `${path(of)}/${insights}/metrics`;
      return (await client.call<MetricsResponse>('GET', address, { query: asked, signal })).body;
    },
    definitions: async (of, { signal } = {}) => {
      type List = { readonly value: readonly MetricDefinition[] };
      const query = { 'api-version': '2023-10-01' };
      const address = `${path(of)}/${insights}/metricDefinitions`;
      return (await client.call<List>('GET', address, { query, signal })).body.value;
    },
    load: async ({ signal } = {}) =>
      (await client.call<Load>('GET', `${paths.workspace(workspace)}/load`, { signal })).body,
  };
}
