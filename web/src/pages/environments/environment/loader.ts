import { queryOptions } from '@tanstack/react-query';
import { teal } from '../../../app/client.ts';
import { keys } from '../../../app/queries.ts';
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
