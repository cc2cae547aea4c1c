/** Files that are there whole or not at all, whatever is cut short. */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A write takes at least so much: few calls, and no long pause for anybody else in this process. */
const pieceBytes = 256 * 1024;

/** Replaces `folder/name`; either the old or the new one is found. */
export async function replaceFile(folder: string, name: string, pieces: readonly string[]): Promise<void> {
  const temporary = join(folder, `${name}.new`);
  try {
    await withFile(temporary, 'w', async (file) => {
      for (const part of gathered(pieces)) await file.writeFile(part);
      await file.datasync();
    });
    await rename(temporary, join(folder, name));
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  await flushFolder(folder);
}

/** Adds to `folder/name`, which is made if need be; when this throws, a part may have been added. */
export async function appendFlushed(folder: string, name: string, text: string): Promise<void> {
  await withFile(join(folder, name), 'a', async (file) => {
    const fresh = (await file.stat()).size === 0;
    await file.writeFile(text);
    await file.datasync();
    if (fresh) await flushFolder(folder);
  });
}

/** In bytes; 0 for a file that is not there. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function* gathered(pieces: readonly string[]): Iterable<string> {
  let parts: string[] = [];
  let size = 0;
  for (const piece of pieces) {
    parts.push(piece);
    size += piece.length;
    if (size < pieceBytes) continue;
    yield parts.join('');
    parts = [];
    size = 0;
  }
  yield parts.join('');
}

function flushFolder(folder: string): Promise<void> {
  return withFile(folder, 'r', (handle) => handle.sync());
}

async function withFile(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

/** Writers of one file stand in line. */
export type Line = {
  alone(work: () => Promise<void>): Promise<void>;
  /** Resolves when those that stand in line now are through. */
  idle(): Promise<void>;
};

export function createLine(): Line {
  let last = Promise.resolve();
  return {
    alone(work) {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    idle: () => last,
  };
}
