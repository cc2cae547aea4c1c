/** One running copy of a revision, as the store remembers it over restarts of control. */
export type InstanceState = 'starting' | 'ready' | 'unhealthy' | 'stopping' | 'failed';

export type Instance = {
  readonly id: string;
  readonly deploymentUid: string;
  readonly revision: number;
  readonly state: InstanceState;
  readonly startedAt: number;
  /** When it entered its state. */
  readonly since: number;
  /** Why it is unhealthy, stopping or failed. */
  readonly reason: string | null;
};
