import { type Assets, type At, assets } from './assets.ts';
import type { Ask, Client } from './http.ts';
import { type Following, followed } from './log-tail.ts';
import { paths } from './paths.ts';
import type { EnvironmentVersion, WorkspaceKey } from './wire.ts';

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

export type Environments = Assets<EnvironmentVersion> & {
  buildLog(version: At, ask?: BuildLogAsk): Promise<BuildLog>;
  /** The lines as they are written, until the loop is left or the signal is aborted (then its reason is thrown). */
  followBuildLog(version: At, following?: Omit<Following, 'onInstance'>): AsyncIterable<string>;
};

/** Environments of a workspace: `put` takes `{ properties: { image, condaFile } }`, the conda file as text. */
export function environments(client: Client, workspace: WorkspaceKey): Environments {
  const buildLog: Environments['buildLog'] = async (version, { signal, tail, cursor } = {}) => {
    const query = { tail: tail?.toString(), cursor };
    const path = `${paths.version(workspace, 'environments', version)}/buildLog`;
    return (await client.call<BuildLog>('GET', path, { query, signal })).body;
  };
  return {
    ...assets<EnvironmentVersion>(client, workspace, 'environments'),
    buildLog,
    followBuildLog: (version, following = {}) =>
      followed(
        async (place) => ({
          ...(await buildLog(version, { ...place, signal: following.signal })),
          instance: null,
        }),
        following,
      ),
  };
}
