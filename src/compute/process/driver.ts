/** Instances as processes of this machine, detached so that they outlive control. */
import { resolve } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import { noLog } from '../../domain/logs.ts';
import type { InstanceMeter } from '../../domain/metrics/ports.ts';
import type { ComputeDriver, InstanceOrder, RunningInstance } from '../../domain/ports.ts';
import { isInstanceId, requireInstanceId } from '../instance-id.ts';
import { probeSocket } from '../probe.ts';
import { shared } from '../shared.ts';
import { createWatchers } from '../watchers.ts';
import { collectedIn } from './collected.ts';
import type { Entry } from './entry.ts';
import { ownCgroup } from './limits.ts';
import { readLog, trimLog } from './log.ts';
import { closeRoll, entriesOf, entryOf, folderOf, openRoll, type Roll, removeEntry } from './roll.ts';
import { type Site, startInstance } from './start.ts';
import { stopInstance } from './stop.ts';
import { usageOf } from './usage.ts';

export type ProcessDriverOptions = {
  /** Instances live in `<home>/instances/<id>/`. One driver at a time. */
  readonly home: string;
  /** The worker's folder, as given to `python -u`. */
  readonly workerPath: string;
  readonly serverVersion: string;
  /** The folder of the default datastore, which collected data goes below. */
  readonly datastore: string;
  readonly log: (line: string) => void;
  /** cgroup v2 folder that may be written to; by default that of this process. Null never uses one. */
  readonly cgroup?: string | null;
};

/** `close` only stops watching: the instances go on. */
export type ProcessDriver = ComputeDriver & InstanceMeter & { close(): void };

const maxBodyBytes = 1 << 30;
const trimMs = 10_000;

/** Adopts at once what an earlier control process left running under `home`. */
export function createProcessDriver(options: ProcessDriverOptions): ProcessDriver {
  const watchers = createWatchers(options.log);
  const roll = openRoll(resolve(options.home), options.log, watchers.notify);
  const site: Site = {
    workerPath: resolve(options.workerPath),
    serverVersion: options.serverVersion,
    datastore: resolve(options.datastore),
    maxBodyBytes,
    cgroup: options.cgroup === undefined ? ownCgroup() : options.cgroup,
  };
  const starts = new Map<string, Promise<void>>();
  const stops = new Map<string, Promise<void>>();
  const trims = setInterval(() => trimLogs(roll), trimMs).unref();

  return {
    kind: 'process',
    start: (order) => shared(starts, order.id, () => start(site, roll, order)),
    list: async (ids) => (ids?.flatMap((id) => known(roll, id) ?? []) ?? entriesOf(roll)).map(view),
    stop: (id, graceMs) =>
      shared(stops, id, async () => {
        await starts.get(id)?.catch(() => {});
        const entry = known(roll, id);
        if (entry !== undefined) await stopInstance(roll, entry, graceMs);
      }),
    async probe(id, timeoutMs) {
      const entry = known(roll, id);
      if (entry === undefined || entry.life === 'dead') return false;
      return probeSocket(entry.record.healthSocket, timeoutMs);
    },
    async output(id, place) {
      if (!isInstanceId(id)) return noLog;
      return readLog(folderOf(roll, id), { ...place, ended: known(roll, id)?.life === 'dead' });
    },
    async forget(id) {
      const entry = known(roll, id);
      if (entry === undefined) return;
      if (entry.life === 'dead') return removeEntry(roll, entry);
      throw new DomainError(
        'conflict',
        `Instance ${id} is running; it must be stopped before it is forgotten.`,
      );
    },
    watch: watchers.add,
    usage: async () =>
      [...roll.entries.values()].flatMap(({ life, record }) =>
        life === 'dead' ? [] : (usageOf(record) ?? []),
      ),
    collected: async () => {
      const all = [...roll.entries.values()].map(({ record }) =>
        collectedIn(folderOf(roll, record.id), record),
      );
      return (await Promise.all(all)).filter((one) => one !== undefined);
    },
    close() {
      clearInterval(trims);
      watchers.clear();
      closeRoll(roll);
    },
  };
}

async function start(site: Site, roll: Roll, order: InstanceOrder): Promise<void> {
  requireInstanceId(order.id);
  const entry = entryOf(roll, order.id);
  if (entry !== undefined && entry.life !== 'dead') return;
  await startInstance(site, roll, order);
}

function trimLogs(roll: Roll): void {
  for (const { life, record } of roll.entries.values()) {
    if (life === 'dead') continue;
    trimLog(folderOf(roll, record.id)).catch((error) => roll.log(`The log of ${record.id} grows: ${error}`));
  }
}

function known(roll: Roll, id: string): Entry | undefined {
  return isInstanceId(id) ? entryOf(roll, id) : undefined;
}

function view(entry: Entry): RunningInstance {
  const { id, deploymentUid, revision, socket, startedAt } = entry.record;
  const address = { kind: 'unix', path: socket } as const;
  const { said, exit } = entry;
  return { id, deploymentUid, revision, alive: entry.life !== 'dead', address, startedAt, said, exit };
}
