import type { Stamp, StringMap } from './workspace.ts';

export type AuthMode = 'key' | 'aml_token' | 'aad_token';

/** deployment -> percent of requests. Live traffic sums to 0 or 100; zero entries are not kept. */
export type Percentages = Readonly<Record<string, number>>;

/** What a deployment gets; `constructor` is a deployment's name as good as any. */
export function percentOf(percentages: Percentages, name: string): number {
  return Object.hasOwn(percentages, name) ? (percentages[name] ?? 0) : 0;
}

export type Identity = {
  readonly type: 'None' | 'SystemAssigned' | 'UserAssigned' | 'SystemAssigned,UserAssigned';
  readonly userAssigned: readonly string[];
};

/** What a user asks of an endpoint. */
export type EndpointSpec = {
  readonly description: string | null;
  readonly tags: StringMap;
  readonly properties: StringMap;
  readonly authMode: AuthMode;
  readonly identity: Identity;
  readonly traffic: Percentages;
  readonly mirror: Percentages;
  readonly publicNetworkAccess: 'enabled' | 'disabled';
  /** Id of the attached compute; null means managed. */
  readonly compute: string | null;
};

export type KeyPair = { readonly primary: string; readonly secondary: string };

/** A stable scoring URI. `generation` counts changes of intent, `observedGeneration` those every router runs. */
export type Endpoint = Stamp & {
  readonly uid: string;
  readonly workspaceUid: string;
  readonly name: string;
  readonly spec: EndpointSpec;
  readonly keys: KeyPair;
  readonly generation: number;
  readonly observedGeneration: number;
  /** Counts every write of the row, the reconciler's included. */
  readonly version: number;
  readonly deleting: boolean;
};

export type ProvisioningState =
  | 'Creating'
  | 'Updating'
  | 'Scaling'
  | 'Deleting'
  | 'Succeeded'
  | 'Failed'
  | 'Canceled';

/** The state that an API shows, derived from intent and observation. */
export function endpointState(
  endpoint: Pick<Endpoint, 'generation' | 'observedGeneration' | 'deleting'>,
): ProvisioningState {
  if (endpoint.deleting) return 'Deleting';
  if (endpoint.observedGeneration === 0) return 'Creating';
  return endpoint.observedGeneration < endpoint.generation ? 'Updating' : 'Succeeded';
}
