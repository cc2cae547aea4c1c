/** What autoscale keeps, and the door through which it sees the load. */
import type { Json } from '../history.ts';
import type { Stamp, StringMap } from '../workspace.ts';
import type { LoadPolicy, Look } from './load.ts';
import type { Decision, Profile, Trigger } from './settings.ts';
import type { Window } from './window.ts';

export type SettingKey = {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly name: string;
};

/** A setting of Azure Monitor. It stays when its deployment goes, and governs one that is made again under its name. */
export type AutoscaleSetting = SettingKey &
  Stamp & {
    readonly location: string;
    readonly tags: StringMap;
    readonly enabled: boolean;
    /** The deployment that it scales, by its ARM id and by its names. */
    readonly target: { readonly id: string; readonly endpoint: string; readonly deployment: string };
    readonly profiles: readonly Profile[];
    /** The properties as they were sent, for who asks for them. */
    readonly sent: Json;
  };

/** Requests that wait for a deployment that sleeps: how many over all router workers, and how long. */
export type Holding = { readonly limit: number; readonly waitMs: number };

/** What `teal autoscale set` says of a deployment. */
export type OwnPolicy = LoadPolicy & { readonly hold: Holding };

/** A decision in its place: made first at `at`, last at `until`, for so many instances. */
export type NotedDecision = Decision & {
  readonly at: number;
  readonly until: number;
  readonly from: number;
};

/** What is remembered of a deployment that is governed; it outlives control. */
export type Memory = {
  /** The number of instances when it was last looked at; null before that. */
  readonly seen: number | null;
  /** When the number last changed, and by whom. */
  readonly changed: { readonly at: number; readonly who: string } | null;
  /** Oldest first, the last few. */
  readonly decisions: readonly NotedDecision[];
};

/** Ends with its deployment. */
export type Governed = {
  readonly deploymentUid: string;
  readonly policy: OwnPolicy | null;
  readonly memory: Memory;
};

export const noMemory: Memory = { seen: null, changed: null, decisions: [] };

export type AutoscaleRows = {
  settings(): Promise<readonly AutoscaleSetting[]>;
  setting(key: SettingKey): Promise<AutoscaleSetting | undefined>;
  saveSetting(setting: AutoscaleSetting): Promise<void>;
  /** False when there was none. */
  removeSetting(key: SettingKey): Promise<boolean>;
  /** Of these deployments, or all. */
  governed(deploymentUids?: readonly string[]): Promise<readonly Governed[]>;
  saveGoverned(governed: Governed): Promise<void>;
};

/** What was measured, for decisions. */
export type LoadReader = {
  /** The values of a rule's window up to now, by its grain; empty when nothing is known. */
  window(trigger: Trigger, now: number): Promise<Window>;
  /** Requests in flight and in line of a deployment, second by second. */
  looks(endpoint: string, deployment: string, span: { from: number; to: number }): Promise<readonly Look[]>;
};
