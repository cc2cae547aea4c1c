import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const abandonedAfterMs = 24 * 60 * 60_000;

/** Removes what crashed writers and unfinished uploads left behind; never what was sealed or the durable container. */
export async function sweepFolders(
  folders: { readonly scratch: string; readonly trees: string; readonly containers: string },
  keep: readonly string[],
  now: number,
): Promise<void> {
  for (const name of await readdir(folders.scratch)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(folders.scratch, name), { force: true });
  }
  for (const name of await readdir(folders.trees)) {
    if (name.startsWith('partial-')) await removeOld(join(folders.trees, name), now);
  }
  for (const name of await readdir(folders.containers)) {
    if (!keep.includes(name)) await removeOld(join(folders.containers, name), now);
  }
}

async function removeOld(path: string, now: number): Promise<void> {
  const { mtimeMs } = await stat(path);
  if (now - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
