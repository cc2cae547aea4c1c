import { containerBody } from '../../arm/action-bodies.ts';
import { renderContainer, renderVersion } from '../../arm/assets.ts';
import { assetId } from '../../arm/ids.ts';
import { archiveContainer, singular } from '../../control/commands/put-asset.ts';
import type { AssetContainer, AssetVersion } from '../../domain/asset.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Workspace } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, ok, page } from '../answer.ts';
import { workspaceCurated } from '../registries/curated.ts';
import { workspaceOf } from '../scope.ts';
import { kindOf } from './kind.ts';

/** GET {kind}: containers, anonymous ones left out; `listViewType` is ActiveOnly (default), ArchivedOnly or All. */
export async function listContainers(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const kind = kindOf(ask);
  const all = await http.parts.store.rows.assets.containers(workspace.uid, kind);
  const containers = all.filter(({ anonymous }) => !anonymous).filter(inView(ask));
  const shown = containers.map((container) => renderContainer(workspace, container));
  return page(http, ask, assetId(workspace, kind, '').slice(0, -1), shown);
}

/** GET {kind}/{name}. */
export async function getContainer(http: Http, ask: Ask): Promise<Answer> {
  const curated = await workspaceCurated.container(http, ask);
  if (curated !== undefined) return curated;
  const { workspace, container } = await containerOf(http, ask);
  return ok(renderContainer(workspace, container));
}

/** PUT {kind}/{name} { properties: { isArchived } }: archives or restores the container. */
export async function putContainer(http: Http, ask: Ask): Promise<Answer> {
  const { workspace, container } = await containerOf(http, ask);
  const { isArchived = false } = containerBody(ask.body).properties;
  const { kind, name } = container;
  const changed = await archiveContainer(http.parts, {
    actor: ask.actor,
    workspace,
    kind,
    name,
    archived: isArchived,
  });
  return ok(renderContainer(workspace, changed));
}

/** GET {kind}/{name}/versions: newest first; of codes, `hash` searches the whole workspace whatever the name. */
export async function listVersions(http: Http, ask: Ask): Promise<Answer> {
  const { hash } = ask.query;
  if (kindOf(ask) === 'codes' && hash !== undefined) {
    const workspace = await workspaceOf(http, ask);
    const found = await http.parts.store.rows.assets.codesByHash(workspace.uid, hash);
    return ok({ value: found.map((version) => renderVersion(workspace, version)) });
  }
  const curated = await workspaceCurated.versions(http, ask);
  if (curated !== undefined) return curated;
  const { workspace, container } = await containerOf(http, ask);
  const versions = (await http.parts.store.rows.assets.versions(container.uid)).filter(inView(ask));
  const shown = versions.map((version) => renderVersion(workspace, version));
  return page(http, ask, `${assetId(workspace, container.kind, container.name)}/versions`, shown);
}

/** GET {kind}/{name}/versions/{version}. */
export async function getVersion(http: Http, ask: Ask): Promise<Answer> {
  const curated = await workspaceCurated.version(http, ask);
  if (curated !== undefined) return curated;
  const { workspace, version } = await versionOf(http, ask);
  return ok(renderVersion(workspace, version));
}

/** The container of the path. Throws not-found. */
async function containerOf(
  http: Http,
  ask: Ask,
): Promise<{ readonly workspace: Workspace; readonly container: AssetContainer }> {
  const workspace = await workspaceOf(http, ask);
  const kind = kindOf(ask);
  const name = ask.params.name ?? '';
  const container = await http.parts.store.rows.assets.container(workspace.uid, kind, name);
  if (container !== undefined) return { workspace, container };
  throw new DomainError(
    'not-found',
    `The ${singular[kind]} '${name}' was not found in workspace '${workspace.name}'.`,
  );
}

/** The version of the path. Throws not-found. */
export async function versionOf(
  http: Http,
  ask: Ask,
): Promise<{ readonly workspace: Workspace; readonly version: AssetVersion }> {
  const { workspace, container } = await containerOf(http, ask);
  const wanted = ask.params.version ?? '';
  const version = await http.parts.store.rows.assets.version(container.uid, wanted);
  if (version !== undefined) return { workspace, version };
  throw new DomainError(
    'not-found',
    `The ${singular[container.kind]} '${container.name}' has no version '${wanted}'.`,
  );
}

function inView(ask: Ask): (item: { readonly archived: boolean }) => boolean {
  const view = (ask.query.listViewType ?? 'ActiveOnly').toLowerCase();
  if (view === 'all') return () => true;
  return ({ archived }) => archived === (view === 'archivedonly');
}
