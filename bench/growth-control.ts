/**
 * What a change of one endpoint's traffic costs the control plane, from the command to the acknowledgement, by how many
 * endpoints there are. The store is a real file; instances are rows that a stand-in of a driver says are running.
 * Run: node bench/growth-control.ts [--smoke] [deployments an endpoint, default 2]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putEndpoint } from '../src/control/commands/put-endpoint.ts';
import { caller, makeRig, workspace } from '../src/control/commands/rig.suite.ts';
import type { Parts } from '../src/control/parts.ts';
import { createPublisher } from '../src/control/publisher.ts';
import { createReconciler } from '../src/control/reconcile/reconciler.ts';
import {
  someDeployment,
  someEndpoint,
  someRevision,
  someSpec,
} from '../src/control/reconcile/simulation.suite.ts';
import type { RunningInstance } from '../src/domain/ports.ts';
import { openStore } from '../src/store/open.ts';

const words = process.argv.slice(2);
const smoke = words.includes('--smoke');
const deployments = Number(words.find((word) => /^\d+$/.test(word)) ?? 2);
const sizes = smoke ? [1, 10] : [1, 100, 10_000];
const changes = smoke ? 5 : 50;

console.log(`endpoints of ${deployments} deployments  first turn  change p50       p99`);
for (const size of sizes) await measure(size);

async function measure(size: number): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'teal-control-'));
  const rig = await makeRig({ state: 'built', python: 'python3', warnings: [] });
  const store = await openStore(join(dir, 'teal.db'));
  const running = new Map<string, RunningInstance>();
  const driver: Parts['driver'] = {
    ...rig.parts.driver,
    list: async (ids) => ids?.flatMap((id) => running.get(id) ?? []) ?? [...running.values()],
    probe: async () => true,
  };
  const log: Parts['log'] = (level, message, fields) => {
    if (level === 'error') console.error(message, fields);
  };
  const parts: Parts = { ...rig.parts, store, driver, log, clock: { now: () => Date.now() } };
  await store.rows.workspaces.add(workspace);
  await fill(parts, running, size);
  const publisher = createPublisher(dir);
  const start = performance.now();
  const reconciler = createReconciler(parts, publisher);
  await reconciler.settled('bench-0', 1, 600_000);
  const first = performance.now() - start;
  const times: number[] = [];
  for (let at = 0; at < changes; at += 1)
    times.push(await change(parts, reconciler, `bench-${(at * 7919) % size}`));
  await reconciler.close();
  await publisher.close();
  await store.close();
  await rig.close();
  await rm(dir, { recursive: true });
  const cells = [quantile(times, 0.5), quantile(times, 0.99)].map((time) =>
    `${time.toFixed(1)} ms`.padStart(9),
  );
  console.log(`${String(size).padStart(26)}  ${`${first.toFixed(0)} ms`.padStart(10)}  ${cells.join('  ')}`);
}

async function change(
  parts: Parts,
  reconciler: ReturnType<typeof createReconciler>,
  name: string,
): Promise<number> {
  const start = performance.now();
  const before = await parts.store.rows.endpoints.find(name);
  const d0 = before?.spec.traffic.d0 === 90 ? 50 : 90;
  const spec = {
    ...someEndpoint.spec,
    traffic: deployments > 1 ? { d0, d1: 100 - d0 } : { d0: d0 > 50 ? 100 : 0 },
  };
  const { endpoint } = await putEndpoint(parts, {
    ...caller,
    workspace,
    name,
    spec,
    keys: undefined,
    condition: {},
  });
  const done = reconciler.settled(endpoint.uid, endpoint.generation, 600_000);
  reconciler.nudge(endpoint.uid);
  if (!(await done)) throw new Error(`${name} never settled`);
  return performance.now() - start;
}

async function fill({ store }: Parts, running: Map<string, RunningInstance>, size: number): Promise<void> {
  const now = Date.now();
  await store.change(async (rows) => {
    for (let at = 0; at < size; at += 1) {
      const uid = `bench-${at}`;
      await rows.endpoints.save({ ...someEndpoint, uid, name: uid });
      for (let index = 0; index < deployments; index += 1) {
        const deploymentUid = `${uid}-d${index}`;
        const id = `i-${deploymentUid}`;
        const spec = { ...someSpec, instanceCount: 1 };
        const done = { observedGeneration: 1, servingRevision: 1, spec };
        await rows.deployments.save(
          someDeployment({ uid: deploymentUid, endpointUid: uid, name: `d${index}`, ...done }),
        );
        await rows.revisions.add({ ...someRevision(1), deploymentUid });
        const row = { id, deploymentUid, revision: 1, startedAt: now };
        await rows.instances.save({ ...row, state: 'ready', since: now, reason: null });
        const address = { kind: 'unix', path: `/run/${id}.sock` } as const;
        running.set(id, { ...row, alive: true, address, said: { kind: 'ready' }, exit: null });
      }
    }
  });
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
