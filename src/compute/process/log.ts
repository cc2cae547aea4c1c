/** The log of an instance: one file that the instance writes to, and the one before it. */
import { constants } from 'node:fs';
import { appendFile, copyFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { tailOf } from '../tail.ts';
import { fileNames } from './record.ts';

/** A line per request fills a disk within days; two files of this size are kept. */
const longestLog = 64 << 20;

/** The last lines of both files, oldest first. */
export async function readLog(folder: string, lines: number): Promise<string> {
  const path = join(folder, fileNames.log);
  const text = await tailOf(path, lines);
  const whole = Buffer.byteLength(text) >= (await sizeOf(path));
  const found = text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
  if (!whole || found >= lines) return text;
  return (await tailOf(join(folder, fileNames.olderLog), lines - found)) + text;
}

/** Writes a line of our own into an instance's log. */
export async function note(folder: string, text: string): Promise<void> {
  const time = new Date().toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
  const line = `${time} I [${process.pid}] teal - ${text}\n`;
  await appendFile(join(folder, fileNames.log), line, { mode: 0o600 });
}

/** Puts a log that grew too long aside. It is emptied, not renamed: its instance holds it open for appending. */
export async function trimLog(folder: string, longest = longestLog): Promise<void> {
  const path = join(folder, fileNames.log);
  if ((await sizeOf(path)) <= longest) return;
  const older = join(folder, fileNames.olderLog);
  await rm(older, { force: true });
  try {
    await copyFile(path, older, constants.COPYFILE_FICLONE);
  } catch {
    // Room is worth more than old lines.
    await rm(older, { force: true });
  }
  await truncate(path);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
