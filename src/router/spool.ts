/** Bodies kept for copies: the beginning in memory, what is longer in a file without a name. */
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drop } from './count.ts';

/** What all copies of one worker may hold; in bytes. */
export type MirrorBudget = {
  /** Exists; where the files are. */
  readonly dir: string;
  /** In memory now, and at most. */
  bytes: number;
  readonly limit: number;
  diskBytes: number;
  readonly diskLimit: number;
  /** Largest body that is copied. */
  readonly mostBody: number;
  /** `performance.now()` when a part of a live body was last passed on, to an instance or to a client. */
  liveAt: number;
};

/** What of one body stays in memory. */
const IN_MEMORY = 256 * 1024;
const PIECE = 256 * 1024;

let files = 0;

export class Spool {
  readonly start: Buffer[] = [];
  /** Of the whole body, and of the part in the file. */
  size = 0;
  fileBytes = 0;
  readonly #budget: MirrorBudget;
  #startBytes = 0;
  #file: FileHandle | undefined;
  /** For the file; what comes while a part is written is written together. */
  #unwritten: Buffer[] = [];
  #writing = false;
  /** Ends when all that was pushed is in the file; never rejects. */
  #written: Promise<void> = Promise.resolve();
  #broken = false;

  constructor(budget: MirrorBudget) {
    this.#budget = budget;
  }

  /** Keeps `chunk`; otherwise says why there can be no copy. */
  push(chunk: Buffer): Drop | undefined {
    const budget = this.#budget;
    const bytes = chunk.length;
    if (this.size + bytes > budget.mostBody) return 'body_too_large';
    if (budget.bytes + bytes > budget.limit) return 'memory';
    const spill = this.fileBytes > 0 || this.#startBytes + bytes > IN_MEMORY;
    if (this.#broken || (spill && budget.diskBytes + bytes > budget.diskLimit)) return 'disk';
    this.size += bytes;
    budget.bytes += bytes;
    if (spill) this.#spill(chunk);
    else {
      this.start.push(chunk);
      this.#startBytes += bytes;
    }
    return undefined;
  }

  /** Calls back once the whole body can be read again; `false`: the disk did not take it. */
  seal(then: (whole: boolean) => void): void {
    if (this.fileBytes === 0) then(true);
    else void this.#written.then(() => then(!this.#broken));
  }

  /** A piece of the file from `at` on; undefined when it cannot be read. */
  read(at: number, then: (piece: Buffer | undefined) => void): void {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, this.fileBytes - at));
    const reading = this.#file?.read(piece, 0, piece.length, at);
    if (reading === undefined) then(undefined);
    else
      reading.then(
        ({ bytesRead }) => then(bytesRead > 0 ? piece.subarray(0, bytesRead) : undefined),
        () => then(undefined),
      );
  }

  /** Gives back memory and disk. */
  drop(): void {
    this.#budget.bytes -= this.#startBytes;
    this.#startBytes = 0;
    this.start.length = 0;
    if (this.fileBytes > 0) void this.#written.then(() => this.#dropFile());
  }

  #spill(chunk: Buffer): void {
    this.fileBytes += chunk.length;
    this.#budget.diskBytes += chunk.length;
    this.#unwritten.push(chunk);
    if (!this.#writing) this.#written = this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    while (this.#unwritten.length > 0) {
      const chunks = this.#unwritten;
      this.#unwritten = [];
      await this.#write(chunks);
    }
    this.#writing = false;
  }

  async #write(chunks: readonly Buffer[]): Promise<void> {
    const size = chunks.reduce((sum, { length }) => sum + length, 0);
    try {
      if (!this.#broken) {
        this.#file ??= await openNameless(this.#budget.dir);
        const { bytesWritten } = await this.#file.writev(chunks);
        if (bytesWritten < size) await this.#file.writeFile(Buffer.concat(chunks).subarray(bytesWritten));
      }
    } catch {
      this.#broken = true;
    }
    this.#budget.bytes -= size;
  }

  async #dropFile(): Promise<void> {
    this.#budget.diskBytes -= this.fileBytes;
    this.fileBytes = 0;
    // What cannot be closed is closed with the process; the file has no name any more.
    await this.#file?.close().catch(() => undefined);
  }
}

async function openNameless(dir: string): Promise<FileHandle> {
  files += 1;
  const path = join(dir, `spool-${process.pid}-${files}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
