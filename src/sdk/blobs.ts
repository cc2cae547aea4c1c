import { armError } from './errors.ts';
import { send } from './http.ts';

/** Puts one file below the container of an upload link (`https://host/…/CONTAINER?sas`); the body is streamed. */
export async function putBlob(
  sasUri: string,
  file: { readonly path: string; readonly body: Blob },
  signal?: AbortSignal,
): Promise<void> {
  const url = new URL(sasUri);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
  const response = await send(fetch, url.href, {
    method: 'PUT',
    headers: { 'x-ms-blob-type': 'BlockBlob', 'Content-Type': 'application/octet-stream' },
    body: file.body,
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  if (response.status >= 400) throw armError(response.status, text);
}
