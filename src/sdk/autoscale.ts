import type { Ask, Client } from './http.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import { reasonHeaders } from './reason.ts';
import type { WorkspaceKey } from './wire.ts';

/** Of Azure Monitor; counts are texts there. */
export type AutoscaleRule = {
  readonly metricTrigger: {
    readonly metricName: string;
    readonly metricNamespace?: string;
    readonly metricResourceUri: string;
    readonly metricResourceLocation?: string;
    /** ISO 8601, whole minutes. */
    readonly timeGrain: string;
    readonly statistic: string;
    readonly timeWindow: string;
    readonly timeAggregation: string;
    readonly operator: string;
    readonly threshold: number;
    readonly dimensions?: readonly {
      readonly DimensionName: string;
      readonly Operator: string;
      readonly Values: readonly string[];
    }[];
    readonly dividePerInstance?: boolean;
  };
  readonly scaleAction: {
    /** Increase, Decrease, or None with ExactCount. */
    readonly direction: string;
    /** ChangeCount, PercentChangeCount or ExactCount. */
    readonly type: string;
    readonly value?: string;
    readonly cooldown: string;
  };
};

export type AutoscaleCapacity = {
  readonly minimum: string;
  readonly maximum: string;
  readonly default: string;
};

export type AutoscaleProfile = {
  readonly name: string;
  readonly capacity: AutoscaleCapacity;
  readonly rules: readonly AutoscaleRule[];
  readonly fixedDate?: { readonly timeZone?: string; readonly start: string; readonly end: string };
  readonly recurrence?: {
    readonly frequency: string;
    readonly schedule: {
      readonly timeZone: string;
      readonly days: readonly string[];
      readonly hours: readonly number[];
      readonly minutes: readonly number[];
    };
  };
};

export type AutoscaleNotification = {
  readonly operation?: string;
  readonly email?: {
    readonly sendToSubscriptionAdministrator?: boolean;
    readonly sendToSubscriptionCoAdministrators?: boolean;
    readonly customEmails?: readonly string[];
  };
  readonly webhooks?: readonly {
    readonly serviceUri?: string;
    readonly properties?: Readonly<Record<string, string>>;
  }[];
};

export type AutoscaleSettingBody = {
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: {
    readonly enabled?: boolean;
    /** ARM id of the deployment. */
    readonly targetResourceUri: string;
    readonly profiles: readonly AutoscaleProfile[];
    readonly notifications?: readonly AutoscaleNotification[];
  };
};

export type AutoscaleSettingResource = Omit<AutoscaleSettingBody, 'location' | 'tags'> & {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** A resource group: where a setting lies. */
export type GroupKey = Pick<WorkspaceKey, 'subscription' | 'resourceGroup'>;

/** Settings of Azure Monitor. Throw ArmError: 400 names the field, 404, 409 when something else governs the deployment. */
export type AutoscaleSettings = {
  get(name: string, ask?: Pick<Ask, 'signal'>): Promise<AutoscaleSettingResource>;
  list(ask?: Pick<Ask, 'signal'>): Paged<AutoscaleSettingResource>;
  put(name: string, body: AutoscaleSettingBody, ask?: AutoscaleChange): Promise<AutoscaleSettingResource>;
  /** False when there was none. */
  remove(name: string, ask?: AutoscaleChange): Promise<boolean>;
};

const query = { 'api-version': '2022-10-01' };

export function autoscaleSettings(
  client: Client,
  { subscription, resourceGroup }: GroupKey,
): AutoscaleSettings {
  const all = `${paths.group(subscription, resourceGroup)}/providers/Microsoft.Insights/autoscaleSettings`;
  const path = (name: string) => `${all}/${encodeURIComponent(name)}`;
  return {
    get: async (name, { signal } = {}) =>
      (await client.call<AutoscaleSettingResource>('GET', path(name), { query, signal })).body,
    list: ({ signal } = {}) => paged<AutoscaleSettingResource>(client, all, { query, signal }),
    put: async (name, body, { signal, reason } = {}) => {
      const ask = { query, body, headers: reasonHeaders(reason), signal };
      return (await client.call<AutoscaleSettingResource>('PUT', path(name), ask)).body;
    },
    remove: async (name, { signal, reason } = {}) => {
      const ask = { query, headers: reasonHeaders(reason), signal };
      return (await client.call('DELETE', path(name), ask)).status === 200;
    },
  };
}

/** How the instances of a deployment follow its requests in flight. */
export type InFlight = {
  /** Requests in flight that an instance is to have; 70 percent of what it takes at once unless given. */
  readonly targetInFlight?: number;
  /** 1 unless given; 0 lets it sleep. */
  readonly minInstances?: number;
  readonly maxInstances: number;
  /** How long there has to be less before instances go: ISO 8601, PT60S unless given. */
  readonly window?: string;
  /** How long nobody may have come before the last one goes; PT5M unless given. */
  readonly idle?: string;
  /** Requests that are held while it sleeps, over all router workers; 100 unless given. */
  readonly maxHeld?: number;
  /** And how long; PT2M unless given. */
  readonly holdTimeout?: string;
};

export type AutoscaleDecision = {
  /** When it was first made, and last; ISO 8601. */
  readonly at: string;
  readonly until: string;
  readonly verdict: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
};

/** Who decides about the instances of a deployment, and what was decided last, newest first. */
export type Governing = {
  readonly id: string;
  readonly properties: Partial<InFlight> & {
    readonly mode: 'Rules' | 'TargetUtilization' | 'InFlight' | 'None';
    readonly instances: number;
    /** Id of the setting of Azure Monitor, when that decides. */
    readonly setting?: string;
    readonly enabled?: boolean;
    readonly lastChange: { readonly at: string; readonly who: string } | null;
    readonly decisions: readonly AutoscaleDecision[];
  };
};

/** Teal's own autoscale of one endpoint's deployments. Throws ArmError. */
export type Autoscale = {
  get(deployment: string, ask?: Pick<Ask, 'signal'>): Promise<Governing>;
  set(deployment: string, policy: InFlight, ask?: AutoscaleChange): Promise<Governing>;
  /** The number of instances stays as it is; a deployment that sleeps gets one. */
  off(deployment: string, ask?: AutoscaleChange): Promise<Governing>;
};

/** `reason` is for the history: why. */
export type AutoscaleChange = Pick<Ask, 'signal'> & { readonly reason?: string };

export function autoscale(client: Client, workspace: WorkspaceKey, endpoint: string): Autoscale {
  const call = async (method: 'GET' | 'PUT' | 'DELETE', deployment: string, ask: Ask) => {
    const path = `${paths.deployment(workspace, endpoint, deployment)}/autoscale`;
    return (await client.call<Governing>(method, path, ask)).body;
  };
  return {
    get: (deployment, { signal } = {}) => call('GET', deployment, { signal }),
    set: (deployment, properties, { signal, reason } = {}) =>
      call('PUT', deployment, { body: { properties }, headers: reasonHeaders(reason), signal }),
    off: (deployment, { signal, reason } = {}) =>
      call('DELETE', deployment, { headers: reasonHeaders(reason), signal }),
  };
}
