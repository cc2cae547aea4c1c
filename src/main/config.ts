import type { LogLimits, UploadLimits } from '../cli/teal/door.ts';

/** What the supervisor tells its children, as one message: plain data. */
export type ControlConfig = {
  readonly role: 'control';
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** Of the HTTPS door; 0 is a free one. */
  readonly httpsPort: number;
  readonly scoringUrl: string;
  readonly anonymousScoring: boolean;
  readonly limits: UploadLimits;
  /** Names of proxies by which browsers reach Studio. */
  readonly studioHosts: readonly string[];
  readonly logs: Required<LogLimits>;
};

export type RouterConfig = {
  readonly role: 'router';
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly index: number;
  readonly reusePort: boolean;
  /** What its part of the traffic log may take on disk; 0 for none. */
  readonly trafficLogBytes: number;
};

export type RoleConfig = ControlConfig | RouterConfig;

/** Where a role listens; only control has a second door. */
export type Ports = { readonly port: number; readonly httpsPort?: number };

/** What a child says back. */
export type RoleMessage =
  | ({ readonly kind: 'ready' } & Ports)
  | { readonly kind: 'failed'; readonly message: string };

/** What the supervisor asks of a child that should end. */
export type StopRequest = { readonly kind: 'stop'; readonly instancesToo: boolean };

/** The workspace that a new home begins with. */
export const firstWorkspace = {
  subscription: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'teal',
  name: 'default',
  location: 'local',
} as const;

export const version = '0.1.0';
