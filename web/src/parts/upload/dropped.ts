import type { PickedFile } from '../../../../src/sdk/files.ts';

/** More than this is a mistake (a home folder, a disk) rather than a model. */
const mostFiles = 20_000;

/** The files of a drop, those in folders with their paths. Throws RangeError for far too many. */
export async function droppedFiles(items: DataTransferItemList): Promise<readonly PickedFile[]> {
  // The list is emptied by the browser as soon as this function waits.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: PickedFile[] = [];
  for (const entry of entries) await gather(entry, found);
  return found;
}

async function gather(entry: FileSystemEntry, found: PickedFile[]): Promise<void> {
  if (found.length >= mostFiles) throw new RangeError(`More than ${mostFiles} files were dropped.`);
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed));
    const path = entry.fullPath.slice(1);
    // A dropped file says nothing of its folder; a picked one would.
    if (path.includes('/')) Object.defineProperty(file, 'webkitRelativePath', { value: path });
    found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let some = await read(reader); some.length > 0; some = await read(reader))
    for (const inside of some) await gather(inside, found);
}

function read(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((done, failed) => reader.readEntries(done, failed));
}
