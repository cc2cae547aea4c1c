import { type Assets, assets } from './assets.ts';
import type { Client } from './http.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

/** Environments of a workspace: `put` takes `{ properties: { image, condaFile } }`, the conda file as text. */
export function environments(client: Client, workspace: WorkspaceKey): Assets<EnvironmentVersion> {
  return assets<EnvironmentVersion>(client, workspace, 'environments');
}
