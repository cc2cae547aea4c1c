import type { Answer, Ask, Http } from '../answer.ts';
import { addressOf } from './address.ts';
import { authorize } from './authorize.ts';
import { type ListedBlob, listBlobs } from './source.ts';
import { element, escaped } from './xml.ts';

const mostBlobs = 5000;

/** GET {container}?restype=container[&comp=list]: List Blobs, or whether the container is there (Azure Storage). */
export async function list(http: Http, ask: Ask): Promise<Answer> {
  await authorize(http, ask, 'list');
  const { container } = addressOf(ask);
  const { comp, prefix = '', marker = '', include = '' } = ask.query;
  if (comp !== 'list') {
    await http.parts.files.find(container, 'none');
    return { status: 200, headers: { 'x-ms-lease-state': 'available' } };
  }
  const found = await listBlobs(http, container, prefix);
  const entries = entriesOf(found, prefix, ask.query.delimiter ?? '').filter(({ name }) => name >= marker);
  const size = Math.min(Number(ask.query.maxresults ?? mostBlobs) || mostBlobs, mostBlobs);
  const withMetadata = include.split(',').includes('metadata');
  const shown = await Promise.all(
    entries
      .slice(0, size)
      .map(({ name, blob }) =>
        blob === undefined
          ? `<BlobPrefix>${element('Name', name)}</BlobPrefix>`
          : render(http, container, blob, withMetadata),
      ),
  );
  const body = [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<EnumerationResults ServiceEndpoint="${escaped(http.secureUrl())}" ContainerName="${escaped(container)}">`,
    element('Prefix', prefix),
    `<Blobs>${shown.join('')}</Blobs>`,
    element('NextMarker', entries[size]?.name ?? ''),
    '</EnumerationResults>',
  ].join('');
  return { status: 200, body, headers: { 'Content-Type': 'application/xml' } };
}

type Entry = { readonly name: string; readonly blob?: ListedBlob };

/** With a delimiter, all names that go on behind the next one are a single entry, as folders are. */
function entriesOf(blobs: readonly ListedBlob[], prefix: string, delimiter: string): Entry[] {
  const entries = new Map<string, Entry>();
  for (const blob of blobs) {
    const at = delimiter === '' ? -1 : blob.path.indexOf(delimiter, prefix.length);
    const name = at === -1 ? blob.path : blob.path.slice(0, at + delimiter.length);
    entries.set(name, at === -1 ? { name, blob } : { name });
  }
  return [...entries.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function render(
  http: Http,
  container: string,
  { path, properties }: ListedBlob,
  withMetadata: boolean,
): Promise<string> {
  const { size, etag, modifiedAt } = properties;
  const time = new Date(modifiedAt).toUTCString();
  const metadata = withMetadata ? await http.notes.metadata(container, path, etag) : {};
  return [
    '<Blob>',
    element('Name', path),
    '<Properties>',
    element('Creation-Time', time),
    element('Last-Modified', time),
    element('Etag', `"${etag}"`),
    element('Content-Length', size),
    element('Content-Type', 'application/octet-stream'),
    element('BlobType', 'BlockBlob'),
    '</Properties>',
    `<Metadata>${Object.entries(metadata)
      .map(([name, value]) => element(name, value))
      .join('')}</Metadata>`,
    '</Blob>',
  ].join('');
}
