/**
 * What endpoints may take up, with Azure ML's defaults (its table of limits of online endpoints). An endpoint's own value
 * goes before that of its workspace, and that before the default.
 */
import { DomainError } from './errors.ts';

/** `none`: as much as there is. */
export type LimitValue = number | 'none';

export type LimitRule = {
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  /** Of endpoints on this machine, and of those that name an attached cluster. */
  readonly managed: LimitValue;
  readonly kubernetes: LimitValue;
  /** False: there is one for the whole workspace only. */
  readonly ofEndpoint: boolean;
};

const count = 1_000_000;

export const limitRules = {
  requestsPerSecond: rule('requests a second', count, 500, 'none'),
  newConnectionsPerSecond: rule('connections a second', count, 500, 'none'),
  activeConnections: rule('connections', count, 500, 'none'),
  /** Of bodies: requests, answers and copies for mirrors together. */
  bandwidthBytesPerSecond: { ...rule('bytes a second', 1e10, 5_000_000, 'none'), least: 1000 },
  /** Times max_concurrent_requests_per_instance times instances. */
  pendingRequestsFactor: rule('times concurrency times instances', 10_000, 2, 2),
  deploymentsPerEndpoint: rule('deployments', 10_000, 20, 20),
  instancesPerDeployment: rule('instances', 10_000, 50, 50),
  endpointsPerSubscription: { ...rule('endpoints', count, 100, 100), ofEndpoint: false },
} as const satisfies Readonly<Record<string, LimitRule>>;

export type LimitName = keyof typeof limitRules;
export const limitNames = Object.keys(limitRules) as readonly LimitName[];

/** What was set; a name that is missing was not. */
export type Limits = Partial<Readonly<Record<LimitName, LimitValue>>>;
/** null: set no more. */
export type LimitsChange = Partial<Readonly<Record<LimitName, LimitValue | null>>>;

export type LimitSource = 'default' | 'workspace' | 'endpoint';
export type EffectiveLimit = {
  readonly value: LimitValue;
  readonly from: LimitSource;
  readonly fallback: LimitValue;
};

/** What was set where it matters; `compute` is the endpoint's. */
export type LimitLayers = {
  readonly compute: string | null;
  readonly workspace: Limits;
  readonly endpoint: Limits;
};

export function effectiveLimit(name: LimitName, layers: LimitLayers): EffectiveLimit {
  const rule: LimitRule = limitRules[name];
  const fallback = layers.compute === null ? rule.managed : rule.kubernetes;
  const own = rule.ofEndpoint ? layers.endpoint[name] : undefined;
  if (own !== undefined) return { value: own, from: 'endpoint', fallback };
  const shared = layers.workspace[name];
  if (shared !== undefined) return { value: shared, from: 'workspace', fallback };
  return { value: fallback, from: 'default', fallback };
}

/** The largest number that is allowed; infinite for none. */
export function mostOf(name: LimitName, layers: LimitLayers): number {
  const { value } = effectiveLimit(name, layers);
  return value === 'none' ? Number.POSITIVE_INFINITY : value;
}

/** What was set after a change of it. Throws bad-argument that names the limit, the value and what is allowed. */
export function changedLimits(before: Limits, change: LimitsChange, of: 'workspace' | 'endpoint'): Limits {
  const after: Record<string, LimitValue> = { ...before };
  for (const name of limitNames) {
    const value = change[name];
    if (value === undefined) continue;
    checkLimit(name, value, of);
    if (value === null) delete after[name];
    else after[name] = value;
  }
  return after;
}

function checkLimit(name: LimitName, value: LimitValue | null, of: 'workspace' | 'endpoint'): void {
  const { ofEndpoint, least, most }: LimitRule = limitRules[name];
  const target = `properties.${name}`;
  if (of === 'endpoint' && !ofEndpoint) {
    throw new DomainError(
      'bad-argument',
      `${target} cannot be set on an endpoint; set it on the workspace.`,
      {
        target,
      },
    );
  }
  if (value === null || value === 'none') return;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new DomainError(
    'bad-argument',
    `${target} is ${value}; it must be a whole number from ${least} to ${most}, or none.`,
    { target },
  );
}

function rule(unit: string, most: number, managed: LimitValue, kubernetes: LimitValue): LimitRule {
  return { unit, least: 1, most, managed, kubernetes, ofEndpoint: true };
}
