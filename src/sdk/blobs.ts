/** The service's blob door (Azure Blob REST): one file below the container of an upload link. */
import { armError } from './errors.ts';
import type { UploadFile } from './files.ts';
import { type Connection, sendWithin } from './http.ts';
import { sentPatiently } from './retry.ts';

/** How to send: `fetch` and patience of a connection, who listens, and what ends it. */
export type Putting = Pick<Connection, 'fetch' | 'patienceMs'> & {
  /** Called with the bytes that went since the last call; negative when an attempt was lost. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal | undefined;
};

/** A blob that is larger goes in blocks of this size, so that a lost one costs no more and progress shows. */
export const blockBytes = 8 * 1024 * 1024;
const usualPatienceMs = 5000;
/** For a block on a slow line. A stream goes in one piece and may take as long as it wants. */
const longestBlockMs = 600_000;
const longestStreamMs = 2 ** 31 - 1;
const wholeBlob = { 'x-ms-blob-type': 'BlockBlob', 'Content-Type': 'application/octet-stream' };

/**
 * Puts one file below the container of an upload link (`https://host/…/CONTAINER?sas`); never holds it in memory. Throws
 * ArmError, TransportError, or the signal's reason.
 */
export async function putBlob(sasUri: string, file: UploadFile, putting: Putting = {}): Promise<void> {
  const url = new URL(sasUri);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
  const body = file.open();
  if (!(body instanceof Blob)) await putStream(url, file, { first: body, putting });
  else if (body.size > blockBytes) await putBlocks(url, body, putting);
  else await put(url.href, putting, () => ({ headers: wholeBlob, body }));
  if (body instanceof Blob && body.size <= blockBytes) putting.onBytes?.(body.size);
}

/** Put Block, one after the other, then Put Block List. */
async function putBlocks(url: URL, content: Blob, putting: Putting): Promise<void> {
  const ids: string[] = [];
  for (let start = 0; start < content.size; start += blockBytes) {
    const id = btoa(String(ids.length).padStart(8, '0'));
    const body = content.slice(start, start + blockBytes);
    await put(asking(url, { comp: 'block', blockid: id }), putting, () => ({ body }));
    putting.onBytes?.(body.size);
    ids.push(id);
  }
  const list = `<BlockList>${ids.map((id) => `<Latest>${id}</Latest>`).join('')}</BlockList>`;
  await put(asking(url, { comp: 'blocklist' }), putting, () => ({ body: list }));
}

type Stream = { readonly first: ReadableStream<Uint8Array>; readonly putting: Putting };

/** A stream that was lost is opened again: what was read of it is gone. */
async function putStream(url: URL, file: UploadFile, { first, putting }: Stream): Promise<void> {
  let opened: ReturnType<UploadFile['open']> | undefined = first;
  let sent = 0;
  await put(url.href, putting, () => {
    putting.onBytes?.(-sent);
    sent = 0;
    const body = opened ?? file.open();
    opened = undefined;
    const count = (bytes: number) => {
      sent += bytes;
      putting.onBytes?.(bytes);
    };
    return {
      headers: { ...wholeBlob, 'Content-Length': String(file.size) },
      body: body instanceof Blob ? body : body.pipeThrough(counted(count)),
      duplex: 'half',
      // Without these two, fetch keeps a copy of the body for a redirect: the whole file, in memory.
      redirect: 'error',
      window: null,
    };
  });
}

async function put(url: string, putting: Putting, attempt: () => RequestInit): Promise<void> {
  const { patienceMs = usualPatienceMs, signal } = putting;
  const once = () => {
    const init = attempt();
    const timeoutMs = init.body instanceof ReadableStream ? longestStreamMs : longestBlockMs;
    const connection = { timeoutMs, ...(putting.fetch === undefined ? {} : { fetch: putting.fetch }) };
    return sendWithin(connection, url, {
      ...init,
      method: 'PUT',
      ...(signal === undefined ? {} : { signal }),
    });
  };
  const response = await sentPatiently(once, { repeatable: true, patienceMs, signal });
  const text = await response.text();
  if (response.status >= 400) throw armError(response.status, text, response.headers);
}

function counted(count: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      count(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
}

function asking(url: URL, query: Readonly<Record<string, string>>): string {
  const asked = new URL(url);
  for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
  return asked.href;
}
