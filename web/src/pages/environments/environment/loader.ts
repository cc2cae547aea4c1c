import { queryOptions } from '@tanstack/react-query';
import type { At } from '../../../../../src/sdk/assets.ts';
import type { BuildLogs } from '../../../../../src/sdk/build-log.ts';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
import type { Follow } from '../../../parts/log/tail.ts';
import { curatedRegistry } from '../loader.ts';

/** Whose environment a page shows: the workspace's own, or a curated one. */
export type Source = 'own' | 'curated';

/** The container of an environment of the workspace: whether it is archived. */
export const environmentQuery = (name: string) =>
  queryOptions({
    queryKey: keys.environment(name),
    queryFn: () => teal().environments.container(name),
  });

/** All versions, the newest first. */
export const versionsQuery = (source: Source, name: string) =>
  queryOptions({
    queryKey: [...(source === 'own' ? keys.environment(name) : [...keys.registry, name]), 'versions'],
    queryFn: () =>
      source === 'own'
        ? teal().environments.versions(name, 'All').all()
        : teal().registry(curatedRegistry).versions(name).all(),
  });

/** How building a version on this machine stands. */
export const buildQuery = (source: Source, { name, version }: At) =>
  queryOptions({
    queryKey: [...keys.builds, source, name, version],
    queryFn: ({ signal }) => buildsOf(source).buildLog({ name, version }, { tail: 0, signal }),
  });

/** What building a version says. */
export function followBuild(source: Source, at: At): Follow {
  return (following) => buildsOf(source).followBuildLog(at, following);
}

function buildsOf(source: Source): BuildLogs {
  return source === 'own' ? teal().environments : teal().registry(curatedRegistry);
}
