import type { LoadPolicy } from '../../domain/autoscale/load.ts';
import type { AutoscaleSetting, Memory, OwnPolicy, SettingKey } from '../../domain/autoscale/ports.ts';
import { formatDuration } from '../durations.ts';
import { systemData } from '../envelope.ts';
import type { AutoscaleBody } from './body.ts';

export function settingId({ subscription, resourceGroup, name }: SettingKey): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.Insights/autoscaleSettings/${name}`;
}

/** The properties as they are kept and shown: counts as texts, as Azure writes them; what was left out filled in. */
export function sentProperties({ properties }: AutoscaleBody, name: string) {
  return {
    profiles: properties.profiles.map(({ capacity, rules, ...profile }) => ({
      ...profile,
      capacity: {
        minimum: String(capacity.minimum),
        maximum: String(capacity.maximum),
        default: String(capacity.default),
      },
      rules: rules.map(({ metricTrigger, scaleAction }) => ({
        metricTrigger: { dimensions: [], dividePerInstance: false, ...metricTrigger },
        scaleAction: { ...scaleAction, value: String(scaleAction.value ?? 1) },
      })),
    })),
    notifications: properties.notifications ?? [],
    enabled: properties.enabled ?? false,
    name,
    targetResourceUri: properties.targetResourceUri,
    ...(properties.targetResourceLocation === undefined
      ? {}
      : { targetResourceLocation: properties.targetResourceLocation }),
    predictiveAutoscalePolicy: properties.predictiveAutoscalePolicy ?? { scaleMode: 'Disabled' },
  };
}

export type SentProperties = ReturnType<typeof sentProperties>;

/** An autoscale setting as Azure Monitor shows it. */
export function renderSetting(setting: AutoscaleSetting) {
  return {
    id: settingId(setting),
    name: setting.name,
    type: 'Microsoft.Insights/autoscaleSettings',
    location: setting.location,
    tags: setting.tags,
    properties: setting.sent,
    systemData: systemData(setting),
  };
}

export type Governing = {
  readonly id: string;
  readonly instances: number;
  /** Who decides: an autoscale setting, by its id; the deployment's scale_settings; teal autoscale; nobody. */
  readonly by:
    | { readonly kind: 'setting'; readonly setting: AutoscaleSetting }
    | { readonly kind: 'utilization'; readonly policy: LoadPolicy }
    | { readonly kind: 'own'; readonly policy: OwnPolicy }
    | { readonly kind: 'none' };
  readonly memory: Memory;
};

const words = { setting: 'Rules', utilization: 'TargetUtilization', own: 'InFlight', none: 'None' } as const;

/** GET {deployment}/autoscale (ours): who decides about its instances, and the last decisions, newest first. */
export function renderGoverning({ id, instances, by, memory }: Governing) {
  return {
    id: `${id}/autoscale`,
    name: 'autoscale',
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments/autoscale',
    properties: {
      mode: words[by.kind],
      instances,
      ...(by.kind === 'setting' ? { setting: settingId(by.setting), enabled: by.setting.enabled } : {}),
      ...(by.kind === 'own' ? ownShape(by.policy) : {}),
      ...(by.kind === 'utilization'
        ? { minInstances: by.policy.minimum, maxInstances: by.policy.maximum }
        : {}),
      lastChange: memory.changed && { at: iso(memory.changed.at), who: memory.changed.who },
      decisions: memory.decisions.toReversed().map(({ at, until, from, instances: to, verdict, why }) => ({
        at: iso(at),
        until: iso(until),
        verdict,
        from,
        to,
        why,
      })),
    },
  };
}

/** What was set of `teal autoscale`. */
export function ownShape({ perInstance, minimum, maximum, inMs, idleMs, hold }: OwnPolicy) {
  return {
    targetInFlight: perInstance,
    minInstances: minimum,
    maxInstances: maximum,
    window: formatDuration(inMs),
    idle: formatDuration(idleMs),
    maxHeld: hold.limit,
    holdTimeout: formatDuration(hold.waitMs),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
