import type { Client } from './http.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import type { ComputeResource, WorkspaceKey } from './wire.ts';

export type Computes = {
  /** None is listed on one machine: every name stands for it. */
  list(): Paged<ComputeResource>;
  get(name: string): Promise<ComputeResource>;
};

/** Attached computes of a workspace. */
export function computes(client: Client, workspace: WorkspaceKey): Computes {
  return {
    list: () => paged(client, paths.computes(workspace)),
    get: async (name) => (await client.call<ComputeResource>('GET', paths.compute(workspace, name))).body,
  };
}
