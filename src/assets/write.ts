import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import type { BlobProperties } from '../domain/ports.ts';

/**
 * Streams a body into a file that must not exist: written aside, flushed, then linked into place, so that a broken
 * upload leaves nothing and two writers of one path cannot both win. Throws exists, too-large, storage-full.
 */
export async function writeNew(
  file: string,
  scratch: string,
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<BlobProperties> {
  const temporary = join(scratch, `${process.pid}-${randomUUID()}`);
  try {
    await pour(temporary, body, maxBytes);
    await mkdir(dirname(file), { recursive: true });
    await link(temporary, file);
    await flushFolder(dirname(file));
    return properties(await stat(file));
  } catch (cause) {
    throw translated(cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

export function properties(found: {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}): BlobProperties {
  const etag = `0x${found.ino.toString(16)}-${found.size.toString(16)}-${Math.round(found.mtimeMs).toString(16)}`;
  return { size: found.size, etag, modifiedAt: Math.round(found.mtimeMs) };
}

/** What a rename or link did is only durable once the folder itself is. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function pour(file: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes)
        throw new DomainError('too-large', `The file is larger than the ${maxBytes} bytes that are allowed.`);
      await handle.writeFile(chunk);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function translated(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new DomainError(
      'storage-full',
      'The disk that holds the assets is full; nothing was kept. Free some space and upload again.',
      { cause },
    );
  }
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new DomainError('exists', 'A file or folder with this name has been uploaded already.', { cause });
  }
  return cause;
}
