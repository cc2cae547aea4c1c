import type { Ask } from '../answer.ts';

/** The account that datastores name; with the address in front of it, it is a path of this very server. */
export const account = 'teal';
/** What clients of Azure's public cloud put behind an account's name. */
const suffix = 'blob.core.windows.net';

/** Where blobs are found: our own links, and what Azure's clients make of an account's name. */
export const blobRoots = ['/blobs', `/${account}.${suffix}`] as const;

export type BlobAddress = { readonly container: string; readonly path: string };

export function addressOf(ask: Ask): BlobAddress {
  return { container: ask.params.container ?? '', path: ask.params['*'] ?? '' };
}

/** The container that the default datastore keeps its files in. */
export const blobstore = 'azureml-blobstore';
export const datastore = 'workspaceblobstore';

/**
 * The blob or folder that a URI names: `azureml://…/datastores/workspaceblobstore/paths/PATH`, the address of a blob
 * here, or that address as old clients shorten it, without the account. Undefined for any other.
 */
export function parseBlobUri(uri: string): BlobAddress | undefined {
  const inStore = /^azureml:\/\/(?:.*\/)?datastores\/([^/]+)\/paths\/(.+?)\/?$/i.exec(uri);
  if (inStore !== null) {
    const [, name = '', path = ''] = inStore;
    return name.toLowerCase() === datastore ? { container: blobstore, path } : undefined;
  }
  const uploaded =
    /^https?:\/\/[^/]+\/(?:blobs|[^/]+\.blob\.[^/]+)\/([^/?]+)\/([^?]+?)\/?(?:\?.*)?$/i.exec(uri) ??
    new RegExp(`^https?://[^/]+/(${blobstore})/([^?]+?)/?(?:\\?.*)?$`, 'i').exec(uri);
  if (uploaded === null) return undefined;
  const [, container = '', path = ''] = uploaded;
  return { container, path: decoded(path) };
}

/** A path that is no valid encoding is taken as it stands; it names nothing then. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
