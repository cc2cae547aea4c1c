import { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';
import type { BlobProperties, ByteRange } from '../../domain/ports.ts';
import type { StringMap } from '../../domain/workspace.ts';
import { type Answer, type Ask, type Http, header } from '../answer.ts';
import { addressOf } from './address.ts';
import { authorize } from './authorize.ts';
import { stamps } from './put.ts';
import { openBlob } from './source.ts';

/** HEAD {container}/{path}: Get Blob Properties (Azure Storage). */
export async function head(http: Http, ask: Ask): Promise<Answer> {
  await authorize(http, ask, 'read');
  const { container, path } = addressOf(ask);
  const { properties } = await openBlob(http, { container, path });
  refuseChanged(ask, properties);
  const metadata = await http.notes.metadata(container, path, properties.etag);
  return {
    status: 200,
    headers: { ...described(properties, metadata), 'Content-Length': String(properties.size) },
  };
}

/** GET {container}/{path}, whole or the bytes of `x-ms-range` or `Range`: Get Blob. */
export async function get(http: Http, ask: Ask): Promise<Answer> {
  await authorize(http, ask, 'read');
  const { container, path } = addressOf(ask);
  const { properties, read } = await openBlob(http, { container, path });
  refuseChanged(ask, properties);
  const { size } = properties;
  const range = rangeIn(ask, size);
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { 'Content-Range': `bytes */${size}`, 'x-ms-error-code': 'InvalidRange' },
    };
  }
  const metadata = await http.notes.metadata(container, path, properties.etag);
  const length = range === undefined ? size : range.last - range.first + 1;
  return {
    status: range === undefined ? 200 : 206,
    body: Readable.from(await read(range)),
    headers: {
      ...described(properties, metadata),
      'Content-Length': String(length),
      ...(range === undefined ? {} : { 'Content-Range': `bytes ${range.first}-${range.last}/${size}` }),
    },
  };
}

/** Names of metadata are lower case on the wire: official clients look for them so. */
function described(properties: BlobProperties, metadata: StringMap): Record<string, string> {
  const noted = Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name.toLowerCase()}`, value]);
  return {
    ...stamps(properties),
    'Content-Type': 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'x-ms-blob-type': 'BlockBlob',
    ...Object.fromEntries(noted),
  };
}

function refuseChanged(ask: Ask, { etag }: BlobProperties): void {
  const wanted = header(ask, 'if-match');
  if (wanted === undefined || wanted === '*' || wanted.replaceAll('"', '') === etag) return;
  throw new DomainError(
    'precondition-failed',
    `The blob was replaced: its ETag is "${etag}", not ${wanted}.`,
  );
}

/** One range; of anything else the whole blob is the answer, as RFC 9110 allows. */
function rangeIn(ask: Ask, size: number): ByteRange | 'unsatisfiable' | undefined {
  const said = /^bytes=(\d+)-(\d*)$/.exec(header(ask, 'x-ms-range') ?? header(ask, 'range') ?? '');
  if (said === null) return undefined;
  const first = Number(said[1]);
  const last = Math.min(said[2] ? Number(said[2]) : size - 1, size - 1);
  return first > last ? 'unsatisfiable' : { first, last };
}
