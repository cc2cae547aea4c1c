import { type Assets, assets } from './assets.ts';
import { type BuildLogs, buildLogs } from './build-log.ts';
import type { Client } from './http.ts';
import { paths } from './paths.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

export type Environments = Assets<EnvironmentVersion> & BuildLogs;

/** Environments of a workspace: `put` takes `{ properties: { image, condaFile } }`, the conda file as text. */
export function environments(client: Client, workspace: WorkspaceKey): Environments {
  return {
    ...assets<EnvironmentVersion>(client, workspace, 'environments'),
    ...buildLogs(client, (version) => paths.version(workspace, 'environments', version)),
  };
}
