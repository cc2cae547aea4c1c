import { type FileHandle, open } from 'node:fs/promises';

const blockBytes = 1 << 16;
const mostBytes = 8 << 20;
const newline = 0x0a;

/** The last `lines` lines of a file that may be growing, up to `end`, at most 8 MiB of them; '' when there is no file. */
export async function tailOf(path: string, lines: number, end = Number.POSITIVE_INFINITY): Promise<string> {
  if (lines <= 0) return '';
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    return decode(await lastLines(file, lines, end));
  } finally {
    await file.close();
  }
}

/** Blocks from the end backwards, until they hold one line break more than asked for. */
async function lastLines(file: FileHandle, lines: number, end: number): Promise<Buffer> {
  let start = Math.min(end, (await file.stat()).size);
  let found = 0;
  let read = 0;
  const blocks: Buffer[] = [];
  while (start > 0 && read < mostBytes) {
    const length = Math.min(blockBytes, start);
    start -= length;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    const block = buffer.subarray(0, bytesRead);
    // The break at the very end closes the last line; it does not begin another.
    let at = read === 0 && block.at(-1) === newline ? bytesRead - 1 : bytesRead;
    while (at > 0) {
      at = block.lastIndexOf(newline, at - 1);
      if (at < 0) break;
      found += 1;
      if (found === lines) return Buffer.concat([block.subarray(at + 1), ...blocks]);
    }
    blocks.unshift(block);
    read += bytesRead;
  }
  return Buffer.concat(blocks);
}

/** Leaves off the halves of characters at both ends: of one cut by the limit, and of one still being written. */
function decode(bytes: Buffer): string {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return new TextDecoder().decode(bytes.subarray(start), { stream: true });
}
