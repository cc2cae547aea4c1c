/** A world without clocks and processes: what the plan asks for happens, one step at a time, in any order. */
import {
  type Deployment,
  type DeploymentSpec,
  defaultProbe,
  defaultRequestSettings,
} from '../../domain/deployment.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { EnvironmentStatus, RunningInstance } from '../../domain/ports.ts';
import type { StoredRevision } from '../../domain/store.ts';
import { compileTable } from '../compile-table.ts';
import { plan } from './plan.ts';
import type { Action, InstanceView, Published, World } from './world.ts';

const stamp = { createdAt: 0, createdBy: 'test', modifiedAt: 0, modifiedBy: 'test' };

export const someSpec: DeploymentSpec = {
  computeType: 'managed',
  description: null,
  tags: {},
  properties: {},
  model: null,
  code: { id: 'code', script: 'score.py' },
  environment: null,
  environmentVariables: {},
  instanceType: 'local',
  instanceCount: 2,
  appInsights: false,
  requestSettings: defaultRequestSettings,
  liveness: defaultProbe,
  readiness: defaultProbe,
  egressPublicNetworkAccess: 'enabled',
  modelMountPath: null,
  scaleSettings: { kind: 'default' },
  resources: null,
  dataCollector: null,
};

export const someEndpoint: Endpoint = {
  ...stamp,
  uid: 'E',
  workspaceUid: 'W',
  name: 'churn',
  spec: {
    description: null,
    tags: {},
    properties: {},
    authMode: 'key',
    identity: { type: 'SystemAssigned', userAssigned: [] },
    traffic: {},
    mirror: {},
    publicNetworkAccess: 'enabled',
    compute: null,
  },
  keys: { primary: 'p', secondary: 's' },
  generation: 1,
  observedGeneration: 1,
  version: 1,
  deleting: false,
};

export function someDeployment(change: Partial<Deployment> = {}): Deployment {
  return {
    ...stamp,
    uid: 'blue',
    endpointUid: 'E',
    name: 'blue',
    spec: someSpec,
    generation: 1,
    observedGeneration: 0,
    targetRevision: 1,
    servingRevision: null,
    failure: null,
    version: 1,
    deleting: false,
    ...change,
  };
}

export function someRevision(number: number): StoredRevision {
  const run = {
    model: null,
    code: { digest: `code-${number}`, script: 'score.py' },
    environment: { image: null, condaFile: `revision: ${number}` },
    environmentVariables: {},
    instanceType: 'local',
    modelMountPath: null,
    resources: null,
  };
  return { deploymentUid: 'blue', number, digest: String(number), run, createdAt: 0, slot: number };
}

const noVitals = { readiness: { passed: 0, failed: 0 }, liveness: { passed: 0, failed: 0 } };

/** Mutable on purpose: it stands for the outside world. */
export class Simulation {
  now = 0;
  endpoint: Endpoint | undefined = someEndpoint;
  deployment: Deployment | undefined = someDeployment();
  revisions = [someRevision(1)];
  instances: InstanceView[] = [];
  environments = new Map<number, EnvironmentStatus>();
  published: Published = { endpoints: new Map(), deployments: new Map(), instances: new Set() };
  /** How an instance that is started turns out, by revision. */
  outcome: (revision: number) => 'ready' | 'script-error' | 'crash' = () => 'ready';
  readonly story: string[] = [];
  #next = 0;

  world(): World {
    const views = this.deployment === undefined ? [] : [this.#view(this.deployment)];
    return {
      now: this.now,
      endpoints: this.endpoint === undefined ? [] : [this.endpoint],
      deployments: views,
      orphans: [],
      published: this.published,
    };
  }

  plan(): readonly Action[] {
    return plan(this.world()).actions;
  }

  /** Carries out one action and lets the world react. */
  apply(action: Action): void {
    this.story.push('id' in action ? `${action.kind} ${action.id}` : describe(action));
    switch (action.kind) {
      case 'build-environment':
        for (const { number } of this.revisions)
          this.environments.set(number, { state: 'built', python: 'python', warnings: [] });
        return;
      case 'add-instance':
        return this.#add(action.revision);
      case 'start-instance':
        return this.#start(action.id);
      case 'mark-instance':
        return this.#change(action.instance.id, (view) => ({
          ...view,
          row: { ...view.row, state: action.state, reason: action.reason, since: this.now },
        }));
      case 'stop-instance':
        return this.#change(action.id, (view) => ({
          ...view,
          running: view.running && { ...view.running, alive: false },
        }));
      case 'remove-instance':
        this.instances = this.instances.filter(({ row }) => row.id !== action.id);
        return;
      case 'serve-revision':
        if (this.deployment) this.deployment = { ...this.deployment, servingRevision: action.revision };
        return;
      case 'settle-deployment':
        if (this.deployment) {
          this.deployment = {
            ...this.deployment,
            observedGeneration: this.deployment.generation,
            failure: action.failure,
          };
        }
        return;
      case 'settle-endpoint':
        if (this.endpoint)
          this.endpoint = { ...this.endpoint, observedGeneration: action.endpoint.generation };
        return;
      case 'remove-deployment':
        this.deployment = undefined;
        return;
      case 'remove-endpoint':
        this.endpoint = undefined;
        return;
      default:
        action satisfies never;
    }
  }

  publish(): void {
    const { endpoints, deployments } = this.world();
    const table = compileTable({
      endpoints,
      workspaces: [],
      limits: new Map(),
      deployments: deployments.map((view) => ({
        ...view,
        instances: view.instances.map(({ row, running }) => ({ row, address: running?.address })),
      })),
      tokenKeys: {},
      hash: (key) => key,
      anonymousScoring: false,
      trace: undefined,
    });
    this.published = {
      endpoints: new Map(
        endpoints.flatMap(({ deleting, uid, generation }) => (deleting ? [] : [[uid, generation]])),
      ),
      deployments: new Map(
        deployments.flatMap(({ deployment }) =>
          deployment.deleting ? [] : [[deployment.uid, deployment.generation]],
        ),
      ),
      instances: new Set(
        table.endpoints.flatMap((one) => one.deployments.flatMap((two) => two.instances.map(({ id }) => id))),
      ),
    };
  }

  /** Plan, execute, publish, until nothing is left to do; throws when that never happens. */
  settle(): void {
    for (let turn = 0; turn < 60; turn++) {
      const actions = this.plan();
      for (const action of actions) this.apply(action);
      const before = JSON.stringify([
        ...this.published.instances,
        ...this.published.deployments,
        ...this.published.endpoints,
      ]);
      this.publish();
      const after = JSON.stringify([
        ...this.published.instances,
        ...this.published.deployments,
        ...this.published.endpoints,
      ]);
      if (actions.length === 0 && before === after) return;
      this.now += 1000;
    }
    throw new Error(`never settled:\n${this.story.slice(-20).join('\n')}`);
  }

  #view(deployment: Deployment) {
    return {
      deployment,
      revisions: this.revisions,
      instances: this.instances,
      environments: new Map(
        this.revisions.map(({ number }) => [
          number,
          this.environments.get(number) ?? ({ state: 'absent' } as const),
        ]),
      ),
    };
  }

  #add(revision: number): void {
    const id = `i${++this.#next}`;
    const row = {
      id,
      deploymentUid: 'blue',
      revision,
      state: 'starting',
      startedAt: this.now,
      since: this.now,
      reason: null,
    } as const;
    this.instances = [...this.instances, { row, running: undefined, busy: false, vitals: noVitals }];
  }

  #start(id: string): void {
    this.#change(id, (view) => {
      const outcome = this.outcome(view.row.revision);
      const running: RunningInstance = {
        id,
        deploymentUid: 'blue',
        revision: view.row.revision,
        alive: outcome === 'ready',
        address: { kind: 'unix', path: `/${id}` },
        startedAt: this.now,
        said:
          outcome === 'script-error'
            ? { kind: 'failed', failure: { code: 'UserScriptInitFailed', message: 'init() raised' } }
            : null,
        exit: outcome === 'ready' ? null : { code: 3, signal: null },
      };
      const readiness = outcome === 'ready' ? { passed: 1, failed: 0 } : { passed: 0, failed: 0 };
      return { ...view, running, vitals: { readiness, liveness: { passed: 0, failed: 0 } } };
    });
  }

  #change(id: string, work: (view: InstanceView) => InstanceView): void {
    this.instances = this.instances.map((view) => (view.row.id === id ? work(view) : view));
  }
}

function describe(action: Action): string {
  switch (action.kind) {
    case 'mark-instance':
      return `mark ${action.instance.id} ${action.state}`;
    case 'add-instance':
      return `add an instance of revision ${action.revision}`;
    case 'serve-revision':
      return `serve revision ${action.revision}`;
    case 'settle-deployment':
      return `settle ${action.failure?.code ?? 'succeeded'}`;
    default:
      return action.kind;
  }
}
