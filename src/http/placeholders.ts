import type { WorkspaceKey } from '../domain/workspace.ts';
import type { Ask, Http } from './answer.ts';

/** What samples write where their reader is to put a name. Azure allows `<` in none of the three, so nobody's is hidden. */
const placeholder = /^<[^<>]*>$/;

/** The key with the names of the given workspace in the place of placeholders, such as `<RESOURCE_GROUP>`. */
export function filledIn(key: WorkspaceKey, home: WorkspaceKey): WorkspaceKey {
  const name = (given: string, own: string) => (placeholder.test(given) ? own : given);
  return {
    subscription: name(key.subscription, home.subscription),
    resourceGroup: name(key.resourceGroup, home.resourceGroup),
    name: name(key.name, home.name),
  };
}

/** The request with the first workspace's names where its path has placeholders, so that samples run as they stand. */
export async function withoutPlaceholders(http: Http, ask: Ask): Promise<Ask> {
  const { subscription = '', group = '', workspace = '' } = ask.params;
  if (![subscription, group, workspace].some((name) => placeholder.test(name))) return ask;
  const [home] = await http.parts.store.rows.workspaces.list();
  if (home === undefined) return ask;
  const key = filledIn({ subscription, resourceGroup: group, name: workspace }, home);
  const params = { subscription: key.subscription, group: key.resourceGroup, workspace: key.name };
  const named = Object.entries(params).filter(([name]) => name in ask.params);
  return { ...ask, params: { ...ask.params, ...Object.fromEntries(named) } };
}
