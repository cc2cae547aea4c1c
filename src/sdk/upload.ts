import { putBlob } from './blobs.ts';
import type { UploadFile, UploadSource } from './files.ts';
import type { Client } from './http.ts';
import { rebased } from './links.ts';

/** A place to upload the files of one version to: `sasUri` may write below `blobUri`, for a while. */
export type UploadPlace = { readonly blobUri: string; readonly sasUri: string };

export type UploadProgress = {
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly sentFiles: number;
  readonly totalFiles: number;
};

export type Uploading = {
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** How many files go at once; 4 unless given. */
  readonly parallel?: number;
};

const usualParallel = 4;

/**
 * Uploads a folder or file below its own name and answers the address of that name, for `modelUri` and `codeUri`. The
 * first failure stops all of it. Throws ArmError, TransportError, or the signal's reason.
 */
export async function uploadFiles(
  client: Client,
  place: UploadPlace,
  { source, ...uploading }: Uploading & { readonly source: UploadSource },
): Promise<string> {
  const stop = new AbortController();
  const signal = uploading.signal ? AbortSignal.any([uploading.signal, stop.signal]) : stop.signal;
  const tally = tallyOf(source, uploading);
  const { fetch, patienceMs } = client.connection;
  const putting = {
    signal,
    onBytes: tally.bytes,
    ...(fetch === undefined ? {} : { fetch }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  };
  const sasUri = rebased(client.url, place.sasUri);
  const waiting = [...source.files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await putBlob(sasUri, placed(source, file), putting);
      tally.file();
    }
  };
  const lanes = Array.from({ length: uploading.parallel ?? usualParallel }, lane);
  try {
    await Promise.all(lanes);
  } catch (error) {
    stop.abort();
    await Promise.allSettled(lanes);
    throw error;
  }
  return `${place.blobUri}/${encodeURIComponent(source.leaf)}`;
}

function placed(source: UploadSource, file: UploadFile): UploadFile {
  return { ...file, path: source.kind === 'file' ? source.leaf : `${source.leaf}/${file.path}` };
}

function tallyOf({ files }: UploadSource, { onProgress }: Uploading) {
  const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  let sentBytes = 0;
  let sentFiles = 0;
  const say = () => onProgress?.({ sentBytes, totalBytes, sentFiles, totalFiles: files.length });
  return {
    bytes: (more: number) => {
      sentBytes += more;
      say();
    },
    file: () => {
      sentFiles++;
      say();
    },
  };
}
