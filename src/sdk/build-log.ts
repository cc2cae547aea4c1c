import type { At } from './assets.ts';
import type { Ask, Client } from './http.ts';
import { type Following, followed, type LogPiece } from './log-tail.ts';

/** What building an environment on this machine said; `cursor` leads on to what it says next. */
export type BuildLog = {
  readonly state: 'absent' | 'building' | 'built' | 'failed';
  /** Why it failed; null unless it did. */
  readonly message: string | null;
  /** Whole lines. */
  readonly content: string;
  readonly cursor: string;
  /** Bytes before it that are kept no longer. */
  readonly lost: number;
};

/** `tail`: the last so many lines (1000 unless given); `cursor`: what follows an earlier answer. */
export type BuildLogAsk = Pick<Ask, 'signal'> &
  ({ readonly tail?: number; readonly cursor?: never } | { readonly tail?: never; readonly cursor: string });

/** `onState` is called with the state of the build, and again whenever it changes. */
export type FollowingBuild = Omit<Following, 'onInstance'> & {
  readonly onState?: (build: Pick<BuildLog, 'state' | 'message'>) => void;
};

export type BuildLogs = {
  buildLog(version: At, ask?: BuildLogAsk): Promise<BuildLog>;
  /** The lines as they are written, until the loop is left or the signal is aborted (then its reason is thrown). */
  followBuildLog(version: At, following?: FollowingBuild): AsyncIterable<string>;
};

/** The build logs of environments; `pathOf` is the path of a version. */
export function buildLogs(client: Client, pathOf: (version: At) => string): BuildLogs {
  const path = (version: At) => `${pathOf(version)}/buildLog`;
  return {
    buildLog: async (version, { signal, tail, cursor } = {}) => {
      const query = { tail: tail?.toString(), cursor };
      return (await client.call<BuildLog>('GET', path(version), { query, signal })).body;
    },
    followBuildLog: (version, { onState, ...following } = {}) => {
      let last: BuildLog['state'] | undefined;
      const onPiece = ({ state, message }: BuildLog & LogPiece): void => {
        if (state !== last) onState?.({ state, message });
        last = state;
      };
      return followed(client, { path: path(version) }, { ...following, onPiece });
    },
  };
}
