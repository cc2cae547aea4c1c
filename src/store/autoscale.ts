import type { Kysely, Selectable } from 'kysely';
import type { AutoscaleRows, AutoscaleSetting, Governed } from '../domain/autoscale/ports.ts';
import { parsed, stampColumns, stampOf } from './columns.ts';
import type { Schema } from './schema.ts';

export function autoscaleRows(db: Kysely<Schema>): AutoscaleRows {
  const settings = db.selectFrom('autoscale_settings').selectAll();
  return {
    settings: async () => (await settings.orderBy('name').execute()).map(toSetting),
    setting: async ({ subscription, resourceGroup, name }) => {
      const row = await settings
        .where('subscription', '=', subscription)
        .where('resource_group', '=', resourceGroup)
        .where('name', '=', name)
        .executeTakeFirst();
      return row && toSetting(row);
    },
    saveSetting: async (setting) => {
      const row = toRow(setting);
      await db
        .insertInto('autoscale_settings')
        .values(row)
        .onConflict((conflict) => conflict.doUpdateSet({ body: row.body, ...stampColumns(setting) }))
        .execute();
    },
    removeSetting: async ({ subscription, resourceGroup, name }) => {
      const { numDeletedRows } = await db
        .deleteFrom('autoscale_settings')
        .where('subscription', '=', subscription)
        .where('resource_group', '=', resourceGroup)
        .where('name', '=', name)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    governed: async (deploymentUids) => {
      if (deploymentUids?.length === 0) return [];
      let rows = db.selectFrom('governed').selectAll();
      if (deploymentUids !== undefined) rows = rows.where('deployment_uid', 'in', deploymentUids);
      return (await rows.execute()).map(toGoverned);
    },
    saveGoverned: async ({ deploymentUid, policy, memory }) => {
      const values = { policy: policy && JSON.stringify(policy), memory: JSON.stringify(memory) };
      await db
        .insertInto('governed')
        .values({ deployment_uid: deploymentUid, ...values })
        .onConflict((conflict) => conflict.column('deployment_uid').doUpdateSet(values))
        .execute();
    },
  };
}

type Body = Pick<AutoscaleSetting, 'location' | 'tags' | 'enabled' | 'target' | 'profiles' | 'sent'>;

function toRow(setting: AutoscaleSetting): Schema['autoscale_settings'] {
  const { subscription, resourceGroup, name, location, tags, enabled, target, profiles, sent } = setting;
  const body: Body = { location, tags, enabled, target, profiles, sent };
  return {
    subscription,
    resource_group: resourceGroup,
    name,
    body: JSON.stringify(body),
    ...stampColumns(setting),
  };
}

function toSetting(row: Selectable<Schema['autoscale_settings']>): AutoscaleSetting {
  return {
    subscription: row.subscription,
    resourceGroup: row.resource_group,
    name: row.name,
    ...parsed<Body>(row.body),
    ...stampOf(row),
  };
}

function toGoverned(row: Selectable<Schema['governed']>): Governed {
  return {
    deploymentUid: row.deployment_uid,
    policy: row.policy === null ? null : parsed(row.policy),
    memory: parsed(row.memory),
  };
}
