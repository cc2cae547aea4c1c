import type { Kysely, Selectable } from 'kysely';
import type { WorkspaceRows } from '../domain/store.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { Schema } from './schema.ts';

export function workspaceRows(db: Kysely<Schema>): WorkspaceRows {
  return {
    list: async () =>
      (await db.selectFrom('workspaces').selectAll().orderBy('created_at').execute()).map(toWorkspace),
    find: async (key) => {
      const row = await db
        .selectFrom('workspaces')
        .selectAll()
        .where('subscription', '=', key.subscription)
        .where('resource_group', '=', key.resourceGroup)
        .where('name', '=', key.name)
        .executeTakeFirst();
      return row && toWorkspace(row);
    },
    add: async (workspace) => {
      const { resourceGroup, createdAt, ...same } = workspace;
      await db
        .insertInto('workspaces')
        .values({ ...same, resource_group: resourceGroup, created_at: createdAt })
        .execute();
    },
  };
}

function toWorkspace(row: Selectable<Schema['workspaces']>): Workspace {
  const { resource_group, created_at, ...same } = row;
  return { ...same, resourceGroup: resource_group, createdAt: created_at };
}
