import { assets } from './assets.ts';
import type { Client } from './http.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

/** Environments of a workspace. */
export function environments(client: Client, workspace: WorkspaceKey) {
  return assets<EnvironmentVersion>(client, workspace, 'environments');
}
