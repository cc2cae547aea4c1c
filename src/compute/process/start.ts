import { mkdirSync } from 'node:fs';

import { join } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import type { InstanceOrder } from '../../domain/ports.ts';
import { socketPlace } from '../socket-place.ts';
import { collectorOf } from './collector.ts';
import type { Entry } from './entry.ts';
import { instanceVariables } from './environment.ts';
import { killGroup, startOf } from './identity.ts';
import { type Command, follow, isShortage, launch } from './launch.ts';
import { type Layout, layOut } from './layout.ts';
import { cgroupOf, confine } from './limits.ts';
import { note } from './log.ts';
import { fileNames, type InstanceRecord, writeWhole } from './record.ts';
import { addEntry, bury, changeRecord, folderOf, hear, type Roll, removeEntry } from './roll.ts';
import { storageError, systemCode } from './storing.ts';

export type Site = {
  readonly workerPath: string;
  readonly serverVersion: string;
  readonly maxBodyBytes: number;
  readonly datastore: string;
  /** The cgroup v2 folder below which instances get theirs; null for none. */
  readonly cgroup: string | null;
};

type Attempt = {
  readonly site: Site;
  readonly roll: Roll;
  readonly order: InstanceOrder;
  readonly folder: string;
  readonly entry: Entry;
};

const scoringSocket = 'scoring.sock';
const healthSocket = 'health.sock';

/** Lays an instance out and starts its process. Leaves nothing when it throws. */
export async function startInstance(site: Site, roll: Roll, order: InstanceOrder): Promise<void> {
  const folder = folderOf(roll, order.id);
  let entry: Entry | undefined;
  try {
    entry = addEntry(roll, newRecord(order, folder));
    if (entry.record.socketFolder !== null) mkdirSync(entry.record.socketFolder, { mode: 0o700 });
    const attempt = { site, roll, order, folder, entry };
    await run(attempt, commandOf(attempt, await layOut(order, folder, site.workerPath)));
  } catch (error) {
    if (entry !== undefined) await abandon(roll, entry);
    throw storageError(error, order.id);
  }
}

function newRecord(order: InstanceOrder, folder: string): InstanceRecord {
  const place = socketPlace(folder, scoringSocket);
  return {
    id: order.id,
    deploymentUid: order.deploymentUid,
    revision: order.revision,
    endpoint: order.endpoint,
    deployment: order.deployment,
    pid: null,
    processStart: null,
    socket: join(place.folder, scoringSocket),
    healthSocket: join(place.folder, healthSocket),
    socketFolder: place.outside ? place.folder : null,
    cgroup: null,
    cpus: order.cpus,
    memoryBytes: order.memoryBytes,
    startedAt: Date.now(),
    stoppingAt: null,
  };
}

function commandOf({ site, order, folder, entry }: Attempt, layout: Layout): Command {
  const env = instanceVariables(process.env, order.python, [
    { AML_APP_ROOT: layout.appRoot, AZUREML_ENTRY_SCRIPT: layout.script },
    layout.modelDir === null ? {} : { AZUREML_MODEL_DIR: layout.modelDir },
    order.environmentVariables,
  ]);
  const config = join(folder, fileNames.config);
  // From the variables, so that the user's win here too.
  writeWhole(config, {
    instance_id: order.id,
    socket: entry.record.socket,
    health_socket: entry.record.healthSocket,
    app_root: env.AML_APP_ROOT,
    entry_script: env.AZUREML_ENTRY_SCRIPT,
    model_dir: env.AZUREML_MODEL_DIR ?? null,
    worker_count: order.workerCount,
    ready_fd: 3,
    server_version: site.serverVersion,
    max_body_bytes: site.maxBodyBytes,
    limits: { memory_bytes: order.memoryBytes, cpus: order.cpus },
    collector: collectorOf(order.collector, site.datastore),
  });
  const args = ['-u', site.workerPath, config];
  return { python: order.python, args, cwd: layout.appRoot, env, log: join(folder, fileNames.log) };
}

async function run(attempt: Attempt, command: Command): Promise<void> {
  const { site, roll, order, folder, entry } = attempt;
  const launched = launch(command);
  if (launched.kind === 'refused') return refuse(attempt, command, await launched.error);
  const { pid, child } = launched;
  const cgroup = cgroupOf(site.cgroup, order.id, order);
  changeRecord(roll, entry, { pid, processStart: startOf(pid) ?? null, cgroup });
  entry.life = 'child';
  follow(child, {
    said: (said) => hear(roll, entry, said),
    died: (exit) => bury(roll, entry, exit),
  });
  const notice = confine(cgroup, pid, order);
  if (notice !== null) await note(folder, notice).catch(() => {});
}

/** A process that the order makes impossible is an instance that failed; the machine's shortage is not its fault. */
function refuse({ roll, entry }: Attempt, command: Command, error: unknown): void {
  if (isShortage(error)) {
    throw new DomainError(
      'unavailable',
      `The machine cannot start one more process now (${systemCode(error)}).`,
    );
  }
  const failure = { code: 'BadArgument', message: reasonOf(command, error) };
  entry.said = { kind: 'failed', failure };
  bury(roll, entry, { code: null, signal: null });
}

function reasonOf(command: Command, error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOENT':
      return `The Python interpreter ${command.python} does not exist.`;
    case 'EACCES':
    case 'ENOEXEC':
      return `The Python interpreter ${command.python} is not a program that can be run.`;
    case 'E2BIG':
      return 'The environment variables are too long for a process.';
    default:
      return `The instance cannot be started: ${error instanceof Error ? error.message : error}`;
  }
}

async function abandon(roll: Roll, entry: Entry): Promise<void> {
  entry.life = 'dead';
  if (entry.record.pid !== null) killGroup(entry.record.pid);
  // What keeps it from being removed is what made the start fail; that one is reported.
  await removeEntry(roll, entry).catch(() => {});
}
