import type { TableEndpoint } from '../../table/table.ts';
import { compileTable, type TableInput } from '../compile-table.ts';
import type { Parts } from '../parts.ts';
import type { Publisher } from '../publisher.ts';
import type { Published, World } from './world.ts';

/**
 * What the routers run while nobody knows, after a start or a table that not all of them confirmed: it may be anything
 * that there is, in no known generation. So nothing is stopped that one of them may still send to.
 */
export function unconfirmed({ endpoints, deployments }: Pick<World, 'endpoints' | 'deployments'>): Published {
  return {
    endpoints: new Map(endpoints.map(({ uid }) => [uid, 0])),
    deployments: new Map(deployments.map(({ deployment }) => [deployment.uid, 0])),
    instances: new Set(deployments.flatMap(({ instances }) => instances.map(({ row }) => row.id))),
  };
}

/**
 * Compiles the worlds into a table, has every router acknowledge it, and says in our own ids what they run now, by
 * endpoint. `whole`: there are no other endpoints; otherwise all others stay as they are.
 */
export async function publishWorlds(
  parts: Pick<Parts, 'store' | 'tokens' | 'hash' | 'anonymousScoring' | 'trace'>,
  publisher: Publisher,
  { worlds, whole }: { readonly worlds: readonly World[]; readonly whole: boolean },
): Promise<ReadonlyMap<string, Published>> {
  const tokenKeys = parts.tokens.publicKeys;
  const { rows } = parts.store;
  const shared = { workspaces: await rows.workspaces.list(), limits: await rows.limits.list() };
  const compiled = worlds.map((world) => ({ world, endpoints: compileWorld(parts, world, shared) }));
  const endpoints = compiled.flatMap((one) => one.endpoints);
  const names = new Set(worlds.flatMap((world) => world.endpoints.map(({ name }) => name)));
  await publisher.publish({ tokenKeys, endpoints }, whole ? undefined : names);
  return new Map(
    compiled.flatMap((one) =>
      one.world.endpoints.map(({ uid }) => [uid, confirmed(one.world, one.endpoints)]),
    ),
  );
}

function compileWorld(
  parts: Pick<Parts, 'tokens' | 'hash' | 'anonymousScoring' | 'trace'>,
  world: World,
  shared: Pick<TableInput, 'workspaces' | 'limits'>,
): readonly TableEndpoint[] {
  const { endpoints } = compileTable({
    endpoints: world.endpoints,
    deployments: world.deployments.map(({ deployment, revisions, instances, hold }) => ({
      deployment,
      revisions,
      hold,
      instances: instances.map(({ row, running }) => ({ row, address: running?.address })),
    })),
    ...shared,
    tokenKeys: parts.tokens.publicKeys,
    hash: parts.hash,
    anonymousScoring: parts.anonymousScoring,
    trace: parts.trace,
  });
  return endpoints;
}

function confirmed(world: World, table: readonly TableEndpoint[]): Published {
  const kept = world.deployments.flatMap(({ deployment }) => (deployment.deleting ? [] : [deployment]));
  return {
    endpoints: new Map(
      world.endpoints.flatMap(({ deleting, uid, generation }) => (deleting ? [] : [[uid, generation]])),
    ),
    deployments: new Map(kept.map(({ uid, generation }) => [uid, generation])),
    instances: new Set(
      table.flatMap(({ deployments }) =>
        deployments.flatMap(({ instances }) => instances.map(({ id }) => id)),
      ),
    ),
  };
}

/** Whether the routers run the same as before, so that no rule can find something new to do. */
export function samePublished(one: Published, other: Published): boolean {
  return (
    sameMap(one.endpoints, other.endpoints) &&
    sameMap(one.deployments, other.deployments) &&
    one.instances.size === other.instances.size &&
    [...one.instances].every((id) => other.instances.has(id))
  );
}

function sameMap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}
