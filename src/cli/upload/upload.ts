import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { UploadPlace } from '../../sdk/assets.ts';
import { putBlob } from '../../sdk/blobs.ts';
import type { Call } from '../call.ts';
import type { Tree } from './tree.ts';

const parallel = 4;
const chunkBytes = 256 * 1024;

/** Uploads a tree below its own name and answers the address of that name, for `modelUri` and `codeUri`. */
export async function uploadTree(
  call: Pick<Call, 'terminal' | 'world'>,
  what: string,
  upload: { readonly tree: Tree; readonly place: UploadPlace },
): Promise<string> {
  const { tree, place } = upload;
  const progress = call.terminal.progress(`Uploading ${what} (${megabytes(tree.bytes)} MB)`);
  const waiting = [...tree.files];
  let sent = 0;
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const path = tree.kind === 'file' ? tree.leaf : `${tree.leaf}/${file.path}`;
      const body = Readable.toWeb(createReadStream(file.full, { highWaterMark: chunkBytes }));
      await putBlob(place.sasUri, { path, size: file.size, body }, call.world.signal);
      sent++;
      if (tree.files.length > 1) progress.at('', `${sent} of ${tree.files.length} files`);
    }
  };
  try {
    await Promise.all(Array.from({ length: parallel }, worker));
    progress.done('done');
  } catch (error) {
    progress.done('failed');
    throw error;
  }
  return `${place.blobUri}/${encodeURIComponent(tree.leaf)}`;
}

function megabytes(bytes: number): string {
  const amount = bytes / 1_000_000;
  return amount >= 100 ? amount.toFixed(0) : amount.toFixed(2);
}
