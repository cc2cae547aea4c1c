import { armError } from './errors.ts';
import { send } from './http.ts';

/** A file to upload: its path below the container, its bytes and how many they are. */
export type BlobFile = { readonly path: string; readonly size: number; readonly body: ReadableStream };

/** Puts one file below the container of an upload link (`https://host/…/CONTAINER?sas`); never holds it in memory. */
export async function putBlob(
  sasUri: string,
  { path, size, body }: BlobFile,
  signal?: AbortSignal,
): Promise<void> {
  const url = new URL(sasUri);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const response = await send(fetch, url.href, {
    method: 'PUT',
    headers: {
      'x-ms-blob-type': 'BlockBlob',
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(size),
    },
    body,
    duplex: 'half',
    // Without these two, fetch keeps a copy of the body for a redirect: the whole file, in memory.
    redirect: 'error',
    window: null,
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (response.status >= 400) throw armError(response.status, text);
}
