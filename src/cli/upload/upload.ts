import type { Client } from '../../sdk/http.ts';
import { type UploadPlace, uploadFiles } from '../../sdk/upload.ts';
import type { Tree } from '../../sdk-node/tree.ts';
import { sourceOf } from '../../sdk-node/upload.ts';
import type { Call } from '../call.ts';

/** Uploads a tree below its own name and answers the address of that name, for `modelUri` and `codeUri`. */
export async function uploadTree(
  call: Pick<Call, 'terminal' | 'world'>,
  what: string,
  upload: { readonly client: Client; readonly tree: Tree; readonly place: UploadPlace },
): Promise<string> {
  const { client, tree, place } = upload;
  const progress = call.terminal.progress(`Uploading ${what} (${megabytes(tree.bytes)} MB)`);
  try {
    const uri = await uploadFiles(client, place, {
      source: sourceOf(tree),
      signal: call.world.signal,
      onProgress: ({ sentFiles, totalFiles }) => {
        if (totalFiles > 1) progress.at('', `${sentFiles} of ${totalFiles} files`);
      },
    });
    progress.done('done');
    return uri;
  } catch (error) {
    progress.done('failed');
    throw error;
  }
}

function megabytes(bytes: number): string {
  const amount = bytes / 1_000_000;
  return amount >= 100 ? amount.toFixed(0) : amount.toFixed(2);
}
