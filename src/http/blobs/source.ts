import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { DomainError } from '../../domain/errors.ts';
import type { BlobProperties, ByteRange } from '../../domain/ports.ts';
import type { Http } from '../answer.ts';
import { type BlobAddress, blobstore } from './address.ts';

export type OpenedBlob = {
  readonly properties: BlobProperties;
  read(range: ByteRange | undefined): Promise<AsyncIterable<Uint8Array>>;
};
export type ListedBlob = { readonly path: string; readonly properties: BlobProperties };

/**
 * What clients find in the default datastore: what was uploaded there, and under `LocalUpload/DIGEST/` what was sealed,
 * which is where the addresses of registered assets point. Throws not-found.
 */
export async function openBlob(http: Http, address: BlobAddress): Promise<OpenedBlob> {
  if (address.path.endsWith('/')) {
    throw new DomainError('not-found', `There is no blob '${address.path}': a blob's name does not end so.`);
  }
  const sealed = await sealedAt(http, address);
  if (sealed !== undefined) {
    const place = join(sealed.root, sealed.rest);
    const found = relative(sealed.root, place).startsWith('..')
      ? undefined
      : await stat(place).catch(() => undefined);
    if (found?.isFile()) {
      const properties = {
        size: found.size,
        etag: `0x${sealed.digest.slice(0, 16)}`,
        modifiedAt: found.mtimeMs,
      };
      return { properties, read: async (range) => createReadStream(place, partOf(range)) };
    }
  }
  const { container, path } = address;
  const { properties } = await http.parts.files.read(container, path);
  return { properties, read: async (range) => (await http.parts.files.read(container, path, range)).body };
}

/** Blobs whose path begins with a prefix, sorted. */
export async function listBlobs(
  http: Http,
  container: string,
  prefix: string,
): Promise<readonly ListedBlob[]> {
  const sealed = await sealedAt(http, { container, path: prefix });
  if (sealed === undefined) return http.parts.files.find(container, prefix);
  const { root, digest } = sealed;
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const blobs = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const place = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(place);
        const path = `LocalUpload/${digest}/${relative(root, place).split(sep).join('/')}`;
        return { path, properties: { size, etag: `0x${digest.slice(0, 16)}`, modifiedAt: mtimeMs } };
      }),
  );
  return blobs
    .filter(({ path }) => path.startsWith(prefix))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function sealedAt(http: Http, { container, path }: BlobAddress) {
  const match = container === blobstore ? /^LocalUpload\/([0-9a-f]{64})\/(.*)$/s.exec(path) : null;
  const [, digest = '', rest = ''] = match ?? [];
  const tree = match === null ? undefined : await http.parts.files.locate(digest);
  return tree === undefined ? undefined : { root: tree.root, digest, rest };
}

function partOf(range: ByteRange | undefined) {
  return range === undefined ? {} : { start: range.first, end: range.last };
}
