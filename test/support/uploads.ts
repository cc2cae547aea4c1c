/** The blob door as a storage client uses it: paths as they are written, any header, connections that break. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Json, Rest } from './rest.ts';
import type { Teal } from './teal.ts';

export type Upload = { readonly base: string; readonly sas: string; readonly container: string };
export type BlobReply = {
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: Headers;
  readonly text: string;
};

/** What storage clients say of themselves; without it errors are ARM's. */
export const storage = { 'x-ms-version': '2021-08-06', 'x-ms-blob-type': 'BlockBlob' };

export async function startUpload(rest: Rest): Promise<Upload> {
  const { body } = await rest.call('POST', '/codes/any/versions/1/startPendingUpload', {});
  const [base, sas] = (body as Json).blobReferenceForConsumption.credential.sasUri.split('?');
  return { base, sas, container: base.split('/').at(-1) };
}

/** `path` and `query` are sent as they stand. */
export async function send(
  upload: Upload,
  method: string,
  path: string,
  { query = '', body, headers = {} }: { query?: string; body?: string | Buffer; headers?: object } = {},
): Promise<BlobReply> {
  const { hostname, port, pathname } = new URL(upload.base);
  const target = `${pathname}/${path}?${[query, upload.sas].filter((part) => part !== '').join('&')}`;
  const asked = request({ hostname, port, path: target, method, headers: { ...storage, ...headers } });
  asked.end(body);
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  const code = answer.headers['x-ms-error-code'];
  return { status: answer.statusCode, code, headers: new Headers(answer.headers), text };
}

export const block = (upload: Upload, path: string, id: string, body: string | Buffer, headers = {}) =>
  send(upload, 'PUT', path, { query: `comp=block&blockid=${encodeURIComponent(id)}`, body, headers });

export const commit = (upload: Upload, path: string, ids: readonly string[], headers = {}) =>
  send(upload, 'PUT', path, {
    query: 'comp=blocklist',
    body: `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`,
    headers,
  });

/** A PUT that promises `length` bytes, sends `sent`, and hangs up when `then` is over. */
export async function hangUp(
  upload: Upload,
  path: string,
  {
    length,
    sent,
    then,
  }: { readonly length: number; readonly sent: Buffer; readonly then: () => Promise<unknown> },
): Promise<void> {
  const { hostname, port, pathname } = new URL(upload.base);
  const [file, query] = path.split('?');
  const target = `${pathname}/${file}?${[query, upload.sas].filter(Boolean).join('&')}`;
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [`PUT ${target} HTTP/1.1`, 'Host: x', 'x-ms-version: 2021-08-06', `Content-Length: ${length}`];
  await new Promise((resolve) => socket.write(`${head.join('\r\n')}\r\n\r\n`, resolve));
  await new Promise((resolve) => socket.write(sent, resolve));
  await then();
  socket.destroy();
}

/** Bodies that are still arriving. */
export function arriving(teal: Teal): string[] {
  return readdirSync(join(teal.home, 'assets', 'incoming'));
}
