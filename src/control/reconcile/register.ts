import type { World } from './world.ts';

/** Which endpoint an instance or an environment is of, as far as it was ever observed. */
export type Register = {
  /** Replaces what is known of the endpoint; `undefined`: it is gone. */
  note(uid: string, world: World | undefined): void;
  endpointOf(instance: string): string | undefined;
  /** The endpoints that have a use for the environment of this key. */
  usersOf(environment: string): ReadonlySet<string>;
  endpoints(): readonly string[];
};

type Notes = { readonly instances: readonly string[]; readonly environments: readonly string[] };

/** `keysOf` names the environments that a world needs. */
export function createRegister(keysOf: (world: World) => readonly string[]): Register {
  const notes = new Map<string, Notes>();
  const homes = new Map<string, string>();
  const users = new Map<string, Set<string>>();

  const forget = (uid: string): void => {
    const known = notes.get(uid);
    for (const id of known?.instances ?? []) homes.delete(id);
    for (const key of known?.environments ?? []) {
      const others = users.get(key);
      others?.delete(uid);
      if (others?.size === 0) users.delete(key);
    }
    notes.delete(uid);
  };

  return {
    note: (uid, world) => {
      forget(uid);
      if (world === undefined) return;
      const instances = world.deployments.flatMap((view) => view.instances.map(({ row }) => row.id));
      const environments = keysOf(world);
      notes.set(uid, { instances, environments });
      for (const id of instances) homes.set(id, uid);
      for (const key of environments) users.set(key, (users.get(key) ?? new Set()).add(uid));
    },
    endpointOf: (instance) => homes.get(instance),
    usersOf: (environment) => users.get(environment) ?? new Set(),
    endpoints: () => [...notes.keys()],
  };
}
