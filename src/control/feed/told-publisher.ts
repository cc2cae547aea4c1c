import type { Change } from '../../domain/change.ts';
import type { Publisher } from '../publisher.ts';

/** The same publisher; `tell` hears when every router worker has acknowledged a version that is new. */
export function toldPublisher(publisher: Publisher, tell: (change: Change) => void): Publisher {
  let last: number | undefined;
  return {
    ...publisher,
    publish: async (content, scope) => {
      const version = await publisher.publish(content, scope);
      if (version !== last) {
        const endpoints = scope === undefined ? null : [...scope];
        tell({ kind: 'table', workspaceUid: null, version, endpoints });
      }
      last = version;
      return version;
    },
  };
}
