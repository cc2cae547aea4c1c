/** What instances use, in which states they are, and how often one had to be replaced. */
import type { InstanceState } from '../domain/instance.ts';
import type { InstanceMeter, InstanceUsage } from '../domain/metrics/ports.ts';
import { addCount, addLook, type Sample } from '../domain/metrics/sample.ts';
import { keyOf } from '../domain/metrics/series.ts';
import type { ComputeDriver } from '../domain/ports.ts';
import type { Rows } from '../domain/store.ts';
import type { Names } from './names.ts';
import { type Sums, sumFor } from './sums.ts';

export type Driver = ComputeDriver & InstanceMeter;

/** In the order in which an instance goes through them. */
export const states: readonly InstanceState[] = ['starting', 'ready', 'unhealthy', 'stopping', 'failed'];

export type MeteredInstance = InstanceUsage & { readonly endpoint: string; readonly deployment: string };

export type Instances = {
  /** Samples of the time since the last look, which took `seconds`. */
  look(seconds: number): Promise<ReadonlyMap<string, Sample>>;
  /** What the last look found. */
  running(): readonly MeteredInstance[];
  close(): void;
};

/** The reconciler may forget a dead instance before the next look, so deaths are heard of as they come. */
export function createInstances(driver: Driver, rows: Rows, names: Names): Instances {
  let lastCpu: ReadonlyMap<string, number> = new Map();
  const seenDead = new Set<string>();
  const stopping = new Set<string>();
  const restarts = new Map<string, number>();
  let metered: readonly MeteredInstance[] = [];

  const hearDeaths = async (): Promise<void> => {
    for (const { id, deploymentUid, alive, exit } of await driver.list()) {
      if (alive || seenDead.has(id)) continue;
      seenDead.add(id);
      if (stopping.has(id) || exit?.code === 0) continue;
      restarts.set(deploymentUid, (restarts.get(deploymentUid) ?? 0) + 1);
    }
  };
  const unsubscribe = driver.watch(() => void hearDeaths().catch(() => undefined));

  const look = async (seconds: number): Promise<ReadonlyMap<string, Sample>> => {
    const found: Sums = new Map();
    const kept = await rows.instances.list();
    if (kept.some(({ deploymentUid }) => names.ofDeployment(deploymentUid) === undefined)) {
      await names.refresh();
    }
    await hearDeaths();
    for (const { id, state } of kept) if (state === 'stopping') stopping.add(id);
    addCapacity(found, kept, names);
    for (const [uid, count] of restarts) {
      const key = keyOfDeployment(names, uid);
      if (key !== undefined) addCount(sumFor(found, key), 'restarts', count);
    }
    restarts.clear();
    const deploymentOf = new Map(kept.map(({ id, deploymentUid }) => [id, deploymentUid]));
    metered = (await driver.usage()).flatMap((usage) => {
      const named = names.ofDeployment(deploymentOf.get(usage.id) ?? '');
      return named === undefined ? [] : [{ ...usage, ...named }];
    });
    for (const usage of metered) {
      const before = lastCpu.get(usage.id);
      addUsage(found, usage, before === undefined ? undefined : (usage.cpuSeconds - before) / seconds);
    }
    lastCpu = new Map(metered.map(({ id, cpuSeconds }) => [id, cpuSeconds]));
    for (const ids of [seenDead, stopping]) for (const id of ids) if (!deploymentOf.has(id)) ids.delete(id);
    return found;
  };
  return { look, running: () => metered, close: unsubscribe };
}

/** Every state each time, so that a state's average is over all the time. */
function addCapacity(
  found: Sums,
  kept: readonly { readonly deploymentUid: string; readonly state: InstanceState }[],
  names: Names,
): void {
  for (const uid of names.all().keys()) {
    const key = keyOfDeployment(names, uid);
    if (key === undefined) continue;
    const own = kept.filter(({ deploymentUid }) => deploymentUid === uid);
    for (const state of states) {
      const count = own.filter((instance) => instance.state === state).length;
      addLook(sumFor(found, key), `state:${state}`, count);
    }
  }
}

function keyOfDeployment(names: Names, uid: string): string | undefined {
  const named = names.ofDeployment(uid);
  return named === undefined ? undefined : keyOf({ ...named, kind: 'deployment', instance: '' });
}

/** `busy` is how many CPUs it kept busy since the last look. */
function addUsage(found: Sums, usage: MeteredInstance, busy: number | undefined): void {
  const { endpoint, deployment, id, cpus, memoryBytes, memoryLimitBytes } = usage;
  const sample = sumFor(found, keyOf({ endpoint, deployment, kind: 'instance', instance: id }));
  // Negative when one of its processes left the tree.
  if (busy !== undefined && Number.isFinite(busy)) addLook(sample, 'cpu', Math.max(0, (100 * busy) / cpus));
  addLook(sample, 'memory', (100 * memoryBytes) / memoryLimitBytes);
}
