import { assets } from './assets.ts';
import type { Client } from './http.ts';
import type { ModelVersion, WorkspaceKey } from './wire.ts';

/** Registered models of a workspace. */
export function models(client: Client, workspace: WorkspaceKey) {
  return assets<ModelVersion>(client, workspace, 'models');
}
