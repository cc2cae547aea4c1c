import { parseAsset, parseRegistryAsset, workspaceId } from '../../arm/ids.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Answer, type Ask, type Http, page } from '../answer.ts';
import { isCuratedName } from '../registries/resolve-curated.ts';
import { workspaceOf } from '../scope.ts';
import { shownDeployment } from './render.ts';

/**
 * GET {workspace}/onlineDeployments (ours): the deployments of all endpoints, by endpoint and name. `asset`, the id of a
 * version of a model, an environment or code, keeps those that name it; a curated environment is the same under all of its
 * names and versions.
 */
export async function listAll(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const { rows } = http.parts.store;
  const endpoints = await rows.endpoints.list(workspace.uid);
  const byUid = new Map(endpoints.map((endpoint) => [endpoint.uid, endpoint]));
  const isWanted = await usersOf(http, ask.query.asset);
  const found: { readonly endpoint: Endpoint; readonly shown: object }[] = [];
  for (const deployment of await rows.deployments.list()) {
    const endpoint = byUid.get(deployment.endpointUid);
    const { model, environment, code } = deployment.spec;
    if (endpoint === undefined || !(await isWanted([model, environment, code?.id ?? null]))) continue;
    found.push({ endpoint, shown: shownDeployment(http, ask, { workspace, endpoint, deployment }) });
  }
  // The rows come by name; a stable sort keeps that within an endpoint.
  found.sort(({ endpoint: one }, { endpoint: other }) =>
    one.name < other.name ? -1 : Number(one.name > other.name),
  );
  const shown = found.map((one) => one.shown);
  return page(http, ask, `${workspaceId(workspace)}/onlineDeployments`, shown);
}

type IsWanted = (ids: readonly (string | null)[]) => Promise<boolean>;

async function usersOf(http: Http, asset: string | undefined): Promise<IsWanted> {
  if (asset === undefined) return async () => true;
  if (!/^(\/|azureml:\/\/)/i.test(asset)) {
    throw new DomainError(
      'bad-argument',
      `asset is '${asset}'; it must be the id of a version: /subscriptions/…/models/NAME/versions/VERSION, or azureml://registries/….`,
      { target: 'asset' },
    );
  }
  const known = new Map<string, Promise<string>>();
  const keyOf = (id: string): Promise<string> => {
    const key = known.get(id) ?? curatedKey(http, id).then((name) => name ?? id.toLowerCase());
    known.set(id, key);
    return key;
  };
  const wanted = await keyOf(asset);
  return async (ids) => {
    for (const id of ids) if (id !== null && (await keyOf(id)) === wanted) return true;
    return false;
  };
}

/** The entry of the mapping that an id stands for; undefined when it is no curated environment, or no longer one. */
async function curatedKey({ curated }: Http, id: string): Promise<string | undefined> {
  const registered = parseRegistryAsset(id);
  const named = registered ?? parseAsset('environments', id);
  if (named === undefined || !('name' in named)) return undefined;
  if (registered === undefined && !isCuratedName(named.name)) return undefined;
  const found = await curated.find(named.name);
  return found.kind === 'found' ? `curated ${found.entry.name}` : undefined;
}
