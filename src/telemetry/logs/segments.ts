/** Lines in numbered files that are never renamed, so that whoever reads one goes on reading it while others follow. */
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export type Segments = {
  /** Appends whole lines; calls wait for one another. When it rejects (a full disk), none of them was kept. */
  write(lines: Lines): Promise<void>;
  close(): Promise<void>;
};

/** In one piece or in several. */
export type Lines = Uint8Array | readonly Uint8Array[];

export type SegmentsOptions = {
  readonly folder: string;
  /** What the names of the files begin with; no two writers have the same. */
  readonly name: string;
  /** What all files of the name may hold together; a quarter of it is one file. */
  readonly mostBytes: number;
};

/** Files of a name at most. */
const FILES = 4;
/** How often a writer looks whether its file is still there. */
const lookMs = 1000;
const DIGITS = 8;
const LINE_END = 0x0a;

export function segmentBytes(mostBytes: number): number {
  return Math.max(1, Math.floor(mostBytes / FILES));
}

export function segmentFile(name: string, number: number): string {
  return `${name}-${String(number).padStart(DIGITS, '0')}.jsonl`;
}

/** The name and number in the name of a file; undefined when it is no segment. */
export function segmentOf(file: string): { readonly name: string; readonly number: number } | undefined {
  const found = /^([a-z0-9-]+)-(\d{8,15})\.jsonl$/.exec(file);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return { name: found[1], number: Number(found[2]) };
}

/** The numbers of the segments of a name, oldest first; [] when there is no such folder. */
export async function segmentNumbers(folder: string, name: string): Promise<number[]> {
  const files = await readdir(folder).catch((): string[] => []);
  return files
    .flatMap((file) => {
      const found = segmentOf(file);
      return found?.name === name ? [found.number] : [];
    })
    .sort((one, other) => one - other);
}

type Current = { readonly number: number; readonly file: FileHandle; size: number };

/** A writer of segments; opens a file with the first line. */
export function openSegments(options: SegmentsOptions): Segments {
  let current: Current | undefined;
  let last: Promise<void> = Promise.resolve();
  let lookedAt = 0;
  /** Somebody removed it: what is written to it now nobody would see. */
  const isRemoved = async (file: FileHandle): Promise<boolean> => {
    const now = performance.now();
    if (now - lookedAt < lookMs) return false;
    lookedAt = now;
    return (await file.stat()).nlink === 0;
  };
  const append = async (pieces: readonly Uint8Array[]): Promise<void> => {
    const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
    current ??= await openLast(options);
    if (
      (await isRemoved(current.file)) ||
      (current.size > 0 && current.size + bytes > segmentBytes(options.mostBytes))
    ) {
      const { number, file } = current;
      current = undefined;
      await file.close();
      current = await openNext(options, number + 1);
    }
    await appendWhole(current, pieces);
  };
  return {
    write: (lines) => {
      const written = last.then(() => append(lines instanceof Uint8Array ? [lines] : lines));
      last = written.catch(() => {});
      return written;
    },
    close: async () => {
      await last;
      await current?.file.close();
      current = undefined;
    },
  };
}

/** All or nothing: half a line would spoil the next one. */
async function appendWhole(current: Current, pieces: readonly Uint8Array[]): Promise<void> {
  let rest = pieces;
  let end = current.size;
  try {
    while (rest.length > 0) {
      const { bytesWritten } = await current.file.writev(rest, end);
      end += bytesWritten;
      rest = after(rest, bytesWritten);
    }
    current.size = end;
  } catch (error) {
    // Should this fail, too: the next lines are written over what is left.
    await current.file.truncate(current.size).catch(() => {});
    throw error;
  }
}

/** What of the pieces is left behind so many bytes. */
function after(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  return pieces.flatMap((piece) => {
    const taken = Math.min(left, piece.length);
    left -= taken;
    return taken === piece.length ? [] : [piece.subarray(taken)];
  });
}

async function openLast(options: SegmentsOptions): Promise<Current> {
  const { folder, name } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const number = (await segmentNumbers(folder, name)).at(-1);
  if (number === undefined) return openNext(options, 1);
  const file = await open(join(folder, segmentFile(name, number)), 'r+');
  const size = await wholeLines(file);
  await file.truncate(size);
  return { number, file, size };
}

/** What room the new one needs is made first. */
async function openNext({ folder, name }: SegmentsOptions, number: number): Promise<Current> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const old of await segmentNumbers(folder, name)) {
    if (old <= number - FILES) await rm(join(folder, segmentFile(name, old)), { force: true });
  }
  const file = await open(join(folder, segmentFile(name, number)), 'w+', 0o600);
  return { number, file, size: 0 };
}

/** Where the last whole line ends: a process that was killed may have left half of one. */
async function wholeLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const block = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf(LINE_END);
    if (found >= 0) return start + found + 1;
    end = start;
  }
  return 0;
}
