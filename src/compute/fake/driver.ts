/** Instances without Python: for the dev server, and for tests of what is built on compute. */
import { resolve } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import type { InstanceMeter } from '../../domain/metrics/ports.ts';
import type { ComputeDriver, InstanceOrder, RunningInstance } from '../../domain/ports.ts';
import { requireInstanceId } from '../instance-id.ts';
import { probeSocket } from '../probe.ts';
import { shared } from '../shared.ts';
import { createWatchers } from '../watchers.ts';
import {
  crashInstance,
  drainInstance,
  type FakeInstance,
  isAlive,
  playInstance,
  type Stage,
} from './instance.ts';

export type FakeDriver = ComputeDriver &
  InstanceMeter & {
    /** Ends an instance as a killed process ends; unknown ids are no error. */
    crash(id: string): void;
    /** Ends all instances, which live in this process. */
    close(): Promise<void>;
  };

const idle = { cpuSeconds: 0, memoryBytes: 0, cpus: 1, memoryLimitBytes: 1 } as const;

/**
 * Each instance is a real HTTP/1.1 server on a Unix socket below `runDir`: `/` tells its health, `/score` echoes its
 * input with the deployment's name. The deployment's environment variables steer it; see `scriptOf`.
 */
export function createFakeDriver(options: { readonly runDir: string }): FakeDriver {
  const runDir = resolve(options.runDir);
  const instances = new Map<string, FakeInstance>();
  const starts = new Map<string, Promise<void>>();
  const stops = new Map<string, Promise<void>>();
  const watchers = createWatchers((line) => process.stderr.write(`${line}\n`));

  return {
    kind: 'fake',
    start: (order) =>
      shared(starts, order.id, () => start(instances, order, { runDir, notify: watchers.notify })),
    list: async (ids) => (ids?.flatMap((id) => instances.get(id) ?? []) ?? [...instances.values()]).map(view),
    stop: (id, graceMs) =>
      shared(stops, id, async () => {
        await starts.get(id)?.catch(() => {});
        const instance = instances.get(id);
        if (instance !== undefined) await drainInstance(instance, graceMs);
      }),
    async probe(id, timeoutMs) {
      const instance = instances.get(id);
      return instance !== undefined && isAlive(instance) && probeSocket(instance.path, timeoutMs);
    },
    usage: async () =>
      [...instances.values()].filter(isAlive).map(({ order }) => ({ id: order.id, ...idle })),
    collected: async () => [],
    async output(id, place) {
      const lines = instances.get(id)?.lines ?? [];
      const text = (some: readonly string[]) => some.map((line) => `${line}\n`).join('');
      const whole = Buffer.from(text(lines));
      const next = whole.length;
      if ('from' in place) return { text: whole.toString('utf8', Math.min(place.from, next)), next, lost: 0 };
      return { text: place.tail > 0 ? text(lines.slice(-place.tail)) : '', next, lost: 0 };
    },
    async forget(id) {
      const instance = instances.get(id);
      if (instance !== undefined && isAlive(instance)) {
        throw new DomainError(
          'conflict',
          `Instance ${id} is running; it must be stopped before it is forgotten.`,
        );
      }
      instances.delete(id);
    },
    watch: watchers.add,
    crash(id) {
      const instance = instances.get(id);
      if (instance !== undefined) crashInstance(instance);
    },
    async close() {
      watchers.clear();
      await Promise.allSettled(starts.values());
      for (const instance of instances.values()) crashInstance(instance);
    },
  };
}

async function start(
  instances: Map<string, FakeInstance>,
  order: InstanceOrder,
  stage: Stage,
): Promise<void> {
  requireInstanceId(order.id);
  const known = instances.get(order.id);
  if (known !== undefined && isAlive(known)) return;
  instances.set(order.id, await playInstance(order, stage));
}

function view(instance: FakeInstance): RunningInstance {
  const { order, path, startedAt, said, exit } = instance;
  return {
    id: order.id,
    deploymentUid: order.deploymentUid,
    revision: order.revision,
    alive: isAlive(instance),
    address: { kind: 'unix', path },
    startedAt,
    said,
    exit,
  };
}
