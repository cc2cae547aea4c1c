import type { Change } from '../../domain/change.ts';
import type { Environments } from '../../domain/ports.ts';

/** The same environments; `tell` hears when a build begins and when it ends. */
export function toldEnvironments(environments: Environments, tell: (change: Change) => void): Environments {
  const say = (key: string): void => {
    const { state } = environments.status(key);
    tell({ kind: 'environment', workspaceUid: null, key, state });
  };
  environments.watch(say);
  return {
    ...environments,
    build: (definition) => {
      const key = environments.keyOf(definition);
      const before = environments.status(key).state;
      environments.build(definition);
      if (environments.status(key).state !== before) say(key);
    },
  };
}
