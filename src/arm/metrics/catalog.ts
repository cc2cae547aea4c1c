/**
 * The metrics of endpoints and deployments, with Azure's names, units and dimensions (Azure Monitor's tables of supported
 * metrics for Microsoft.MachineLearningServices/workspaces/onlineEndpoints and …/deployments). `ours` are not in them.
 */
export type Scope = 'endpoint' | 'deployment';
export type Unit = 'Count' | 'CountPerSecond' | 'BytesPerSecond' | 'Milliseconds' | 'Percent';
export const aggregations = ['Average', 'Count', 'Minimum', 'Maximum', 'Total'] as const;
export type Aggregation = (typeof aggregations)[number];

/** Where a metric's numbers come from. */
export type Source =
  | { readonly kind: 'requests' }
  | { readonly kind: 'mean-latency' }
  | { readonly kind: 'latency'; readonly quantile: number }
  /** Looks at a quantity of each instance. */
  | { readonly kind: 'gauge'; readonly gauge: string }
  | { readonly kind: 'capacity' }
  /** Counts of the series whose names begin so; the rest of the name is the value of a dimension. */
  | { readonly kind: 'counts'; readonly prefix: string }
  /** The same a second. */
  | { readonly kind: 'rates'; readonly prefix: string }
  /** What data collectors kept, or lost: counts whose names begin so. */
  | { readonly kind: 'collection'; readonly prefix: 'collected:' | 'uncollected:' }
  /** Requests over a limit; which one is the reason. */
  | { readonly kind: 'throttled' };

export type Metric = {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly primary: Aggregation;
  readonly dimensions: readonly string[];
  readonly ours?: true;
  readonly source: Source;
  readonly description: string;
};

/** How requests came: live, direct or mirrored. Not one of Azure's dimensions. */
const kind = 'kind';

const latencies = (dimensions: readonly string[]): readonly Metric[] =>
  [50, 90, 95, 99].map((percent) => ({
    name: `RequestLatency_P${percent}`,
    title: `Request Latency P${percent}`,
    unit: 'Milliseconds',
    primary: 'Average',
    dimensions,
    source: { kind: 'latency', quantile: percent / 100 },
    description: `The time that ${percent} percent of the requests did not exceed, within 1 percent.`,
  }));

const requests = (dimensions: readonly string[]): Metric => ({
  name: 'RequestsPerMinute',
  title: 'Requests Per Minute',
  unit: 'Count',
  primary: 'Average',
  dimensions,
  source: { kind: 'requests' },
  description: 'Requests. Average is a rate per minute, whatever the interval; Total is how many there were.',
});

/** `whose` is the dimension by which they are told apart at the scope. */
const collection = (whose: string): readonly Metric[] => [
  {
    name: 'DataCollectionEventsPerMinute',
    title: 'Data Collection Events Per Minute',
    unit: 'Count',
    primary: 'Average',
    dimensions: [whose, 'type'],
    source: { kind: 'collection', prefix: 'collected:' },
    description: 'Events that data collectors wrote, by collection.',
  },
  {
    name: 'DataCollectionErrorsPerMinute',
    title: 'Data Collection Errors Per Minute',
    unit: 'Count',
    primary: 'Average',
    dimensions: [whose, 'reason', 'type'],
    source: { kind: 'collection', prefix: 'uncollected:' },
    description: 'Events that data collectors lost, by collection.',
  },
];

/** What clients of an endpoint were answered: copies for mirrors are there when `kind` is asked for. */
const ofEndpoint: readonly Metric[] = [
  requests(['deployment', 'statusCode', 'statusCodeClass', 'modelStatusCode', kind]),
  {
    name: 'RequestLatency',
    title: 'Request Latency',
    unit: 'Milliseconds',
    primary: 'Average',
    dimensions: ['deployment', kind],
    source: { kind: 'mean-latency' },
    description: 'From the head of a request to the end of its answer.',
  },
  ...latencies(['deployment', kind]),
  ...collection('deployment'),
  {
    name: 'MirrorDropsPerMinute',
    title: 'Mirror Drops Per Minute',
    unit: 'Count',
    primary: 'Total',
    dimensions: ['deployment', 'reason'],
    ours: true,
    source: { kind: 'counts', prefix: 'drop:' },
    description: 'Copies for mirrors that were not made or not sent.',
  },
  {
    name: 'ConnectionsActive',
    title: 'Connections Active',
    unit: 'Count',
    primary: 'Average',
    dimensions: [],
    source: { kind: 'gauge', gauge: 'connections' },
    description: 'Open connections of clients whose last request was for the endpoint.',
  },
  {
    name: 'NewConnectionsPerSecond',
    title: 'New Connections Per Second',
    unit: 'CountPerSecond',
    primary: 'Average',
    dimensions: [],
    source: { kind: 'rates', prefix: 'connections_opened' },
    description: 'Connections of clients that came to the endpoint.',
  },
  {
    name: 'NetworkBytes',
    title: 'Network Bytes',
    unit: 'BytesPerSecond',
    primary: 'Average',
    dimensions: ['deployment'],
    source: { kind: 'rates', prefix: 'bytes_' },
    description:
      'Bodies of requests and answers, and of copies for mirrors: what the limit of bandwidth is about.',
  },
  {
    name: 'ThrottledRequestsPerMinute',
    title: 'Throttled Requests Per Minute',
    unit: 'Count',
    primary: 'Total',
    dimensions: ['deployment', 'reason'],
    ours: true,
    source: { kind: 'throttled' },
    description: 'Requests that were answered 429, by the limit that they were over.',
  },
  {
    name: 'ThrottlingDelayMs',
    title: 'Throttling Delay',
    unit: 'Milliseconds',
    primary: 'Total',
    dimensions: ['reason'],
    ours: true,
    source: { kind: 'counts', prefix: 'delay_ms:' },
    description: 'For how long the limit of bandwidth held back requests and responses, all together.',
  },
];

/** What a deployment did, copies for mirrors included. */
const ofDeployment: readonly Metric[] = [
  {
    name: 'CpuUtilizationPercentage',
    title: 'CPU Utilization Percentage',
    unit: 'Percent',
    primary: 'Average',
    dimensions: ['instanceId'],
    source: { kind: 'gauge', gauge: 'cpu' },
    description: "CPU of an instance, of its limit or, without one, of the machine's.",
  },
  {
    name: 'CpuMemoryUtilizationPercentage',
    title: 'CPU Memory Utilization Percentage',
    unit: 'Percent',
    primary: 'Average',
    dimensions: ['instanceId'],
    source: { kind: 'gauge', gauge: 'memory' },
    description: "Memory of an instance, of its limit or, without one, of the machine's.",
  },
  {
    name: 'DeploymentCapacity',
    title: 'Deployment Capacity',
    unit: 'Count',
    primary: 'Average',
    dimensions: ['State'],
    source: { kind: 'capacity' },
    description: 'Instances, by state: starting, ready, unhealthy, stopping, failed.',
  },
  {
    name: 'RequestsInFlight',
    title: 'Requests In Flight',
    unit: 'Count',
    primary: 'Average',
    dimensions: [],
    ours: true,
    source: { kind: 'gauge', gauge: 'in_flight' },
    description: 'Requests that run or wait, over all instances, as seen once a second.',
  },
  ...latencies([kind]),
  ...collection('instanceId'),
  requests(['envoy_response_code', kind]),
  {
    name: 'InstanceRestarts',
    title: 'Instance Restarts',
    unit: 'Count',
    primary: 'Total',
    dimensions: [],
    ours: true,
    source: { kind: 'counts', prefix: 'restarts' },
    description: 'Instances that died although nobody had told them to.',
  },
];

export const catalog: Readonly<Record<Scope, readonly Metric[]>> = {
  endpoint: ofEndpoint,
  deployment: ofDeployment,
};

export const namespaceOf: Readonly<Record<Scope, string>> = {
  endpoint: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
  deployment: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments',
};
