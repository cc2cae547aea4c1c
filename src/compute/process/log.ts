/**
 * The log of an instance: one file that the instance writes to, and the one before it. Places in it are bytes since it
 * began, whatever was put aside meanwhile: the older file has in its name where it begins.
 */
import { constants } from 'node:fs';
import { appendFile, copyFile, open, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogPiece, LogPlace } from '../../domain/logs.ts';
import { tailOf } from '../tail.ts';
import { readBytes, wholeLines } from './piece.ts';
import { fileNames } from './record.ts';

/** A line per request fills a disk within days; two files of this size are kept. */
const longestLog = 64 << 20;
const mostBytes = 256 << 10;

export type LogAsk = LogPlace & {
  /** Nobody writes to it any more: its last line is whole, whatever it ends with. */
  readonly ended?: boolean;
};

/** The last lines of both files, oldest first, or at most 256 KiB from a place on. */
export async function readLog(folder: string, ask: LogAsk): Promise<LogPiece> {
  return exclusively(folder, async () => {
    const older = await olderOf(folder);
    return 'tail' in ask ? lastLines(folder, older, ask.tail) : pieceFrom(folder, older, ask);
  });
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
  await exclusively(folder, async () => {
    const older = await olderOf(folder);
    const next = join(folder, nextFile);
    try {
      await copyFile(path, next, constants.COPYFILE_FICLONE);
      await addRest(path, next);
      await rename(next, olderFile(folder, older.end));
      await truncate(path);
      if (older.file !== undefined) await rm(older.file, { force: true });
    } catch {
      await giveUpOld(folder, older, next);
    }
  });
}

type Older = {
  readonly file: string | undefined;
  /** The places where it begins and ends; the instance's own file begins there. */
  readonly start: number;
  readonly end: number;
};

const nextFile = 'inference-server.next.log';
const pattern = /^inference-server\.from-(\d{1,15})\.log$/;

function olderFile(folder: string, start: number): string {
  return join(folder, `inference-server.from-${start}.log`);
}

async function olderOf(folder: string): Promise<Older> {
  const names = await readdir(folder).catch((): string[] => []);
  const starts = names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  if (starts.length === 0) return { file: undefined, start: 0, end: 0 };
  // Two, when a process was killed between making one and removing the other.
  const start = Math.max(...starts);
  const file = olderFile(folder, start);
  return { file, start, end: start + (await sizeOf(file)) };
}

async function lastLines(folder: string, older: Older, lines: number): Promise<LogPiece> {
  const path = join(folder, fileNames.log);
  const size = await sizeOf(path);
  const next = older.end + size;
  const text = await tailOf(path, lines, size);
  const whole = Buffer.byteLength(text) >= size;
  const found = text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
  if (!whole || found >= lines || older.file === undefined) return { text, next, lost: 0 };
  return { text: (await tailOf(older.file, lines - found)) + text, next, lost: 0 };
}

/** Both files are one log to the reader: a line may begin in one and end in the other. */
async function pieceFrom(
  folder: string,
  older: Older,
  { from, ended }: Extract<LogAsk, { readonly from: number }>,
): Promise<LogPiece> {
  const path = join(folder, fileNames.log);
  const end = older.end + (await sizeOf(path));
  // Beyond its end: it began anew.
  const at = from > end ? older.end : Math.max(from, older.start);
  const first =
    older.file === undefined ? Buffer.alloc(0) : await readBytes(older.file, at - older.start, mostBytes);
  const rest = mostBytes - first.length;
  const second = rest === 0 ? Buffer.alloc(0) : await readBytes(path, Math.max(0, at - older.end), rest);
  const { text, bytes } = wholeLines(Buffer.concat([first, second]), mostBytes, ended === true);
  return { text, next: at + bytes, lost: Math.max(0, at - from) };
}

/** What was written while the rest was copied. What is written between this and the emptying, a moment, is lost. */
async function addRest(path: string, copy: string): Promise<void> {
  const copied = await sizeOf(copy);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size <= copied) return;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - copied), 0, size - copied, copied);
    await appendFile(copy, buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Room is worth more than old lines; where the log goes on is still written down. */
async function giveUpOld(folder: string, older: Older, copy: string): Promise<void> {
  const path = join(folder, fileNames.log);
  await rm(copy, { force: true });
  const end = older.end + (await sizeOf(path));
  if (older.file !== undefined) await rm(older.file, { force: true });
  await truncate(path);
  await writeFile(olderFile(folder, end), '', { mode: 0o600 }).catch(() => {});
}

const locks = new Map<string, Promise<unknown>>();

/** Nothing is put aside while it is being read. */
async function exclusively<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = locks.get(folder);
  const mine = before === undefined ? work() : before.then(work, work);
  const settled = mine.catch(() => {});
  locks.set(folder, settled);
  try {
    return await mine;
  } finally {
    if (locks.get(folder) === settled) locks.delete(folder);
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
