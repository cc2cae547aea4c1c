import { DomainError } from '../../domain/errors.ts';
import type { BlobProperties } from '../../domain/ports.ts';
import type { StringMap } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { addressOf } from './address.ts';
import { authorize } from './authorize.ts';
import { blockId, blockList } from './block-list.ts';
import { announcedBytes, textOf, uploadOf, verified } from './body.ts';

/** 50,000 block ids, which is as many as Azure takes, in their elements. */
const mostListBytes = 8 * 1024 * 1024;
const metadataMark = 'x-ms-meta-';

/** PUT {container}/{path}: Put Blob, or with `comp` Put Block, Put Block List and Set Blob Metadata (Azure Storage). */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  await authorize(http, ask, 'write');
  const { comp } = ask.query;
  switch (comp) {
    case undefined:
      return putBlob(http, ask, uploadOf(ask, ['x-ms-blob-content-md5']), announcedBytes(ask));
    case 'block':
      return putBlock(http, ask);
    case 'blocklist':
      return putBlockList(http, ask);
    case 'metadata':
      return putMetadata(http, ask);
    default:
      throw new DomainError(
        'unsupported',
        `comp is '${comp}'; allowed are block, blocklist and metadata, or none for a whole blob.`,
        { target: 'comp' },
      );
  }
}

async function putBlob(
  http: Http,
  ask: Ask,
  body: AsyncIterable<Uint8Array>,
  announced: number,
): Promise<Answer> {
  const { container, path } = addressOf(ask);
  const type = header(ask, 'x-ms-blob-type') ?? 'BlockBlob';
  if (type !== 'BlockBlob') {
    throw new DomainError('unsupported', `x-ms-blob-type is '${type}'; only BlockBlob is kept here.`, {
      target: 'x-ms-blob-type',
    });
  }
  const metadata = metadataIn(ask);
  const replace = header(ask, 'if-none-match') !== '*';
  const properties = await http.parts.files.write(container, path, body, { replace, announced });
  if (Object.keys(metadata).length > 0) await http.notes.note(container, path, properties.etag, metadata);
  return { status: 201, headers: stamps(properties) };
}

async function putBlock(http: Http, ask: Ask): Promise<Answer> {
  const { container, path } = addressOf(ask);
  const block = blockId(ask.query.blockid);
  await http.notes.stage({ container, path, block }, uploadOf(ask), announcedBytes(ask));
  return { status: 201 };
}

async function putBlockList(http: Http, ask: Ask): Promise<Answer> {
  const { container, path } = addressOf(ask);
  const blocks = blockList(await textOf(ask, mostListBytes));
  const body = await http.notes.joined(container, path, blocks);
  if (body === undefined) {
    throw new DomainError('bad-argument', `The list for '${path}' names a block that was not put before.`, {
      details: [{ code: 'InvalidBlockList', message: 'Put the block first.' }],
    });
  }
  const whole = verified(ask, body, ['x-ms-blob-content-md5']);
  const answer = await putBlob(http, ask, whole, 0);
  await http.notes.unstage(container, path);
  return answer;
}

async function putMetadata(http: Http, ask: Ask): Promise<Answer> {
  const { container, path } = addressOf(ask);
  const { properties } = await http.parts.files.read(container, path);
  await http.notes.note(container, path, properties.etag, metadataIn(ask));
  return { status: 200, headers: stamps(properties) };
}

export function stamps({ etag, modifiedAt }: BlobProperties): Record<string, string> {
  return { ETag: `"${etag}"`, 'Last-Modified': new Date(modifiedAt).toUTCString() };
}

function metadataIn(ask: Ask): StringMap {
  const names = Object.keys(ask.headers).filter((name) => name.startsWith(metadataMark));
  return Object.fromEntries(
    names.map((name) => [metadataName(name.slice(metadataMark.length)), header(ask, name) ?? '']),
  );
}

/** A name becomes an element of XML in a list. */
function metadataName(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/i.test(name)) return name;
  throw new DomainError(
    'bad-argument',
    `${metadataMark}${name}: '${name}' is no name for metadata; it must be letters, digits and '_'.`,
    { target: `${metadataMark}${name}`, details: [{ code: 'InvalidMetadata', message: 'Choose another.' }] },
  );
}
