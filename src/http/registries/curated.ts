/** The registry `azureml` as far as there is one: its curated environments, read-only. */
import { curatedLatest, renderCurated, renderCuratedVersion } from '../../arm/curated.ts';
import { assetId, registryAssetId } from '../../arm/ids.ts';
import { DomainError } from '../../domain/errors.ts';
import type { CuratedEnvironment } from '../../domain/ports.ts';
import { type Answer, type Ask, type Http, ok, page } from '../answer.ts';
import { buildLogOf } from '../builds.ts';
import { workspaceOf } from '../scope.ts';
import { curatedEntry, curatedRegistry, curatedVersion, isCuratedName } from './resolve-curated.ts';

/** GET registries/azureml/environments: the entries of the mapping, each by a name that it stands for. */
export async function listCurated(http: Http, ask: Ask): Promise<Answer> {
  const registry = registryOf(ask);
  const path = `/subscriptions/${ask.params.subscription}/resourceGroups/${ask.params.group}/providers/Microsoft.MachineLearningServices/registries/${registry}/environments`;
  const entries = isArchivedOnly(ask) ? [] : await http.curated.list();
  const shown = entries.map((entry) =>
    renderCurated(registryAssetId(registry, 'environments', entry.example), entry.example, entry),
  );
  return page(http, ask, path, shown);
}

/** GET registries/azureml/environments/{name}. */
export async function getCurated(http: Http, ask: Ask): Promise<Answer> {
  return container(await inRegistry(http, ask));
}

/** GET registries/azureml/environments/{name}/versions: the one version that stands for all. */
export async function listCuratedVersions(http: Http, ask: Ask): Promise<Answer> {
  return versions(await inRegistry(http, ask), ask);
}

/** GET registries/azureml/environments/{name}/versions/{version}: any whole number, or `latest` as a label. */
export async function getCuratedVersion(http: Http, ask: Ask): Promise<Answer> {
  return version(await inRegistry(http, ask), ask);
}

/** GET registries/azureml/environments/{name}/versions/{version}/buildLog (ours): as that of the workspace's environments. */
export async function getCuratedBuildLog(http: Http, ask: Ask): Promise<Answer> {
  const { id, name, entry } = await inRegistry(http, ask);
  curatedVersion(name, ask.params.version ?? '', 'not-found');
  return buildLogOf(http, ask, { image: id, condaFile: entry.condaFile });
}

/** The same three below a workspace, where Azure shows its curated environments as `AzureML-…`. */
export const workspaceCurated = {
  container: async (http: Http, ask: Ask) => whenCurated(await inWorkspace(http, ask), container),
  versions: async (http: Http, ask: Ask) =>
    whenCurated(await inWorkspace(http, ask), (found) => versions(found, ask)),
  version: async (http: Http, ask: Ask) =>
    whenCurated(await inWorkspace(http, ask), (found) => version(found, ask)),
};

type Found = { readonly id: string; readonly name: string; readonly entry: CuratedEnvironment };

function whenCurated(found: Found | undefined, answer: (found: Found) => Answer): Answer | undefined {
  return found && answer(found);
}

async function inRegistry(http: Http, ask: Ask): Promise<Found> {
  const registry = registryOf(ask);
  const name = ask.params.name ?? '';
  const entry = await curatedEntry(http.curated, name, 'not-found');
  return { id: registryAssetId(registry, 'environments', name), name, entry };
}

async function inWorkspace(http: Http, ask: Ask): Promise<Found | undefined> {
  const name = ask.params.name ?? '';
  if (ask.params.kind?.toLowerCase() !== 'environments' || !isCuratedName(name)) return undefined;
  const workspace = await workspaceOf(http, ask);
  const entry = await curatedEntry(http.curated, name, 'not-found');
  return { id: assetId(workspace, 'environments', name), name, entry };
}

function container({ id, name, entry }: Found): Answer {
  return ok(renderCurated(id, name, entry));
}

function versions({ id, entry }: Found, ask: Ask): Answer {
  return ok({ value: isArchivedOnly(ask) ? [] : [renderCuratedVersion(id, curatedLatest, entry)] });
}

function version({ id, name, entry }: Found, ask: Ask): Answer {
  return ok(renderCuratedVersion(id, curatedVersion(name, ask.params.version ?? '', 'not-found'), entry));
}

/** None of them is ever archived. */
function isArchivedOnly(ask: Ask): boolean {
  return ask.query.listViewType?.toLowerCase() === 'archivedonly';
}

function registryOf(ask: Ask): string {
  const { registry = '' } = ask.params;
  if (registry.toLowerCase() === curatedRegistry) return curatedRegistry;
  throw new DomainError(
    'not-found',
    `The registry '${registry}' was not found; the only one on Teal is '${curatedRegistry}', with curated environments.`,
  );
}
