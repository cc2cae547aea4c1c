import { type Kysely, type Selectable, sql } from 'kysely';
import type { Deployment } from '../domain/deployment.ts';
import type { Instance, InstanceState } from '../domain/instance.ts';
import type { DeploymentRows, InstanceRows, RevisionRows, StoredRevision } from '../domain/store.ts';
import { parsed, stampColumns, stampOf } from './columns.ts';
import { requireOne } from './guard.ts';
import type { Schema } from './schema.ts';

export function deploymentRows(db: Kysely<Schema>): DeploymentRows {
  const all = db.selectFrom('deployments').selectAll();
  return {
    list: async (endpointUid) => {
      const rows = endpointUid === undefined ? all : all.where('endpoint_uid', '=', endpointUid);
      return (await rows.orderBy('name').execute()).map(toDeployment);
    },
    get: async (uid) => {
      const row = await all.where('uid', '=', uid).executeTakeFirst();
      return row && toDeployment(row);
    },
    find: async (endpointUid, name) => {
      const row = await all
        .where('endpoint_uid', '=', endpointUid)
        .where('name', '=', name)
        .executeTakeFirst();
      return row && toDeployment(row);
    },
    byUtilization: async () => {
      const kind = sql<string>`json_extract(spec, '$.scaleSettings.kind')`;
      return (await all.where(kind, '=', 'target_utilization').execute()).map(toDeployment);
    },
    save: (deployment) => save(db, deployment),
    remove: async (uid) => {
      await db.deleteFrom('deployments').where('uid', '=', uid).execute();
    },
  };
}

export function revisionRows(db: Kysely<Schema>): RevisionRows {
  const all = db.selectFrom('revisions').selectAll();
  return {
    list: async (deployments) => {
      const uids = typeof deployments === 'string' ? [deployments] : deployments;
      const rows = uids === undefined ? all : all.where('deployment_uid', 'in', uids);
      return (await rows.orderBy('slot').execute()).map(toRevision);
    },
    add: async (revision) => {
      await db
        .insertInto('revisions')
        .values({
          deployment_uid: revision.deploymentUid,
          number: revision.number,
          digest: revision.digest,
          run: JSON.stringify(revision.run),
          created_at: revision.createdAt,
        })
        .execute();
    },
  };
}

export function instanceRows(db: Kysely<Schema>): InstanceRows {
  return {
    list: async (deploymentUids) => {
      const all = db.selectFrom('instances').selectAll();
      const rows = deploymentUids === undefined ? all : all.where('deployment_uid', 'in', deploymentUids);
      return (await rows.orderBy('started_at').execute()).map(toInstance);
    },
    save: async (instance) => {
      const row = {
        id: instance.id,
        deployment_uid: instance.deploymentUid,
        revision: instance.revision,
        state: instance.state,
        started_at: instance.startedAt,
        since: instance.since,
        reason: instance.reason,
      };
      await db
        .insertInto('instances')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },
    remove: async (id) => {
      const removed = db.deleteFrom('instances').where('id', '=', id).returning('deployment_uid');
      return (await removed.executeTakeFirst())?.deployment_uid;
    },
  };
}

async function save(db: Kysely<Schema>, deployment: Deployment): Promise<void> {
  const row = toRow(deployment);
  const what = `deployment '${deployment.name}'`;
  if (deployment.version === 1) {
    const inserted = await db
      .insertInto('deployments')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    requireOne(inserted.numInsertedOrUpdatedRows, what);
    return;
  }
  const { numUpdatedRows } = await db
    .updateTable('deployments')
    .set(row)
    .where('uid', '=', deployment.uid)
    .where('version', '=', deployment.version - 1)
    .executeTakeFirst();
  requireOne(numUpdatedRows, what);
}

function toRow(deployment: Deployment): Schema['deployments'] {
  return {
    uid: deployment.uid,
    endpoint_uid: deployment.endpointUid,
    name: deployment.name,
    spec: JSON.stringify(deployment.spec),
    generation: deployment.generation,
    observed_generation: deployment.observedGeneration,
    target_revision: deployment.targetRevision,
    serving_revision: deployment.servingRevision,
    failure: deployment.failure && JSON.stringify(deployment.failure),
    version: deployment.version,
    deleting: deployment.deleting ? 1 : 0,
    ...stampColumns(deployment),
  };
}

function toDeployment(row: Selectable<Schema['deployments']>): Deployment {
  return {
    uid: row.uid,
    endpointUid: row.endpoint_uid,
    name: row.name,
    spec: parsed(row.spec),
    generation: row.generation,
    observedGeneration: row.observed_generation,
    targetRevision: row.target_revision,
    servingRevision: row.serving_revision,
    failure: row.failure === null ? null : parsed(row.failure),
    version: row.version,
    deleting: row.deleting === 1,
    ...stampOf(row),
  };
}

function toRevision(row: Selectable<Schema['revisions']>): StoredRevision {
  const { deployment_uid, created_at, run, ...same } = row;
  return { ...same, deploymentUid: deployment_uid, createdAt: created_at, run: parsed(run) };
}

function toInstance(row: Selectable<Schema['instances']>): Instance {
  return {
    id: row.id,
    deploymentUid: row.deployment_uid,
    revision: row.revision,
    state: row.state as InstanceState,
    startedAt: row.started_at,
    since: row.since,
    reason: row.reason,
  };
}
