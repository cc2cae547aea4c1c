/** A router with an instance that answers at once, and shadows of every kind, whichever is in the table. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFile } from '../../src/router/table-file.ts';
import { encodeTable } from '../../src/table/codec.ts';
import type { TableAddress } from '../../src/table/table.ts';
import { launch, listens, type Running, ready } from '../processes.ts';
import { counters, instanceProgram, type Layout, portOf, push, routerProgram, tableOf } from '../router.ts';

export const KEY = 'bench-key';
export const PATH = '/api/v1/endpoint/bench/score';

export type Rig = {
  readonly port: number;
  /** A new table; the ms until it was acknowledged. */
  readonly flip: (live: Layout['live'], mirror: Layout['mirror']) => Promise<number>;
  /** Copies to a deployment that were answered with 200, and those dropped by reason, since the router began. */
  readonly copies: (deployment: string) => Promise<Copies>;
  /** An instance in place of the one before, if any; `behaviour` as router-instance.ts takes it. */
  readonly serve: (deployment: string, ...behaviour: string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type Copies = {
  readonly sent: number;
  readonly answered: number;
  readonly dropped: Readonly<Record<string, number>>;
};

/** Of the deployments only those that are served have somebody at their address. */
export async function startRig(parent: string, deployments: readonly string[]): Promise<Rig> {
  // Sockets have short names only.
  const folder = mkdtempSync(join(parent, 'r-'));
  const address = (name: string): TableAddress => ({ kind: 'unix', path: join(folder, `${name}.sock`) });
  const layout = {
    key: KEY,
    deployments: Object.fromEntries(deployments.map((name) => [name, address(name)])),
    live: { [deployments[0] ?? '']: 100 },
    mirror: {},
    // As deployments have it by default; hanging copies are given up after it.
    timeoutMs: 5000,
  };
  let version = 1;
  writeFileSync(tableFile(folder), encodeTable(tableOf({ ...layout, version })));
  const log = join(folder, 'router.log');
  const router = launch(process.execPath, [routerProgram, folder], { log });
  const instances = new Map<string, Running>();
  return {
    port: await ready(router, () => portOf(log)),
    flip: (live, mirror) => {
      version += 1;
      return push(folder, tableOf({ ...layout, live, mirror, version }));
    },
    copies: async (deployment) => copiesOf(await counters(folder), deployments.indexOf(deployment)),
    serve: async (deployment, ...behaviour) => {
      await instances.get(deployment)?.stop();
      const path = join(folder, `${deployment}.sock`);
      rmSync(path, { force: true });
      const running = launch(process.execPath, [instanceProgram, path, ...behaviour], {
        log: join(folder, `${deployment}.log`),
      });
      instances.set(deployment, running);
      await ready(running, () => listens({ path }));
    },
    stop: async () => {
      for (const running of [router, ...instances.values()]) await running.stop();
    },
  };
}

function copiesOf({ slots }: Awaited<ReturnType<typeof counters>>, slot: number): Copies {
  const counts = slots[String(slot)];
  if (counts === undefined) return { sent: 0, answered: 0, dropped: {} };
  return { sent: counts.mirror.requests, answered: counts.mirror.status_2xx, dropped: counts.mirrorDropped };
}
