/** Calls that make names and contents outlive a power cut, and the undoing of read-only folders. */
import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, unlessAbsent } from './errno.ts';

/** What `link` says where hard links cannot be: another device, no such feature, too many, or not one's own file. */
const unlinkable: readonly string[] = ['EXDEV', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EPERM'];

/** Flushes the names in a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small new file and flushes it; the folder is the caller's to flush. */
export async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A second name for a file; false where the file system has no hard links between the two places. */
export async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (cause) {
    if (unlinkable.includes(errnoOf(cause))) return false;
    throw cause;
  }
}

/** Keeps a read-only file under a second name: the same inode where that is possible, else a flushed copy. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  if (!(await tryLink(from, to))) {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await syncFolder(to);
  }
  if (((await lstat(to)).mode & 0o777) !== 0o444) await chmod(to, 0o444);
}

/** Removes a file or a folder with all that is in it, read-only folders included; nothing there is fine. */
export async function removeTree(path: string): Promise<void> {
  const found = await unlessAbsent(lstat(path));
  if (found?.isDirectory()) await makeWritable(path);
  await rm(path, { recursive: true, force: true });
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
}
