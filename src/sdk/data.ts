import { type Assets, assets } from './assets.ts';
import type { Client } from './http.ts';
import type { DataVersion, WorkspaceKey } from './wire.ts';

/** Data assets of a workspace: recorded with `put`, `{ properties: { dataUri, dataType } }`; nothing is copied. */
export function data(client: Client, workspace: WorkspaceKey): Assets<DataVersion> {
  return assets<DataVersion>(client, workspace, 'data');
}
