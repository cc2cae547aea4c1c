/** What a turn sees: intent from the store, facts from the drivers, and what the routers last confirmed. */
import type { Holding } from '../../domain/autoscale/ports.ts';
import type { Deployment, EnvironmentDefinition } from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Streak } from '../../domain/health.ts';
import type { Instance } from '../../domain/instance.ts';
import type { EnvironmentStatus, RunningInstance } from '../../domain/ports.ts';
import type { StoredRevision } from '../../domain/store.ts';

export type Vitals = { readonly readiness: Streak; readonly liveness: Streak };

export type InstanceView = {
  readonly row: Instance;
  /** What the driver sees; undefined when it knows nothing of it. */
  readonly running: RunningInstance | undefined;
  /** A start or stop of it is under way in this process. */
  readonly busy: boolean;
  readonly vitals: Vitals;
};

export type DeploymentView = {
  readonly deployment: Deployment;
  readonly revisions: readonly StoredRevision[];
  readonly instances: readonly InstanceView[];
  /** By revision number, of the target and the serving revision. */
  readonly environments: ReadonlyMap<number, EnvironmentStatus>;
  /** How requests wait for it while it sleeps; not there when it does not. */
  readonly hold?: Holding | undefined;
};

/** What every router runs: the contents of the last acknowledged table, by our own ids. */
export type Published = {
  readonly endpoints: ReadonlyMap<string, number>;
  readonly deployments: ReadonlyMap<string, number>;
  readonly instances: ReadonlySet<string>;
};

export type World = {
  readonly now: number;
  readonly endpoints: readonly Endpoint[];
  readonly deployments: readonly DeploymentView[];
  /** Running, but no row of ours knows it. */
  readonly orphans: readonly RunningInstance[];
  readonly published: Published;
};

type Because = { readonly why: string };

/** Everything that a turn can do; each is idempotent and carries its reason. */
export type Action = Because &
  (
    | { readonly kind: 'build-environment'; readonly definition: EnvironmentDefinition }
    | { readonly kind: 'add-instance'; readonly deploymentUid: string; readonly revision: number }
    | { readonly kind: 'start-instance'; readonly id: string }
    | {
        readonly kind: 'mark-instance';
        readonly instance: Instance;
        readonly state: Instance['state'];
        readonly reason: string | null;
      }
    | { readonly kind: 'stop-instance'; readonly id: string; readonly graceMs: number }
    | { readonly kind: 'remove-instance'; readonly id: string }
    | { readonly kind: 'serve-revision'; readonly deployment: Deployment; readonly revision: number }
    | {
        readonly kind: 'settle-deployment';
        readonly deployment: Deployment;
        readonly failure: Deployment['failure'];
      }
    | { readonly kind: 'settle-endpoint'; readonly endpoint: Endpoint }
    | { readonly kind: 'remove-deployment'; readonly deployment: Deployment }
    | { readonly kind: 'remove-endpoint'; readonly endpoint: Endpoint }
  );

/** The actions, and the earliest time at which something that waits now should be looked at again. */
export type Plan = { readonly actions: readonly Action[]; readonly wakeAt: number | null };
