import { open } from 'node:fs/promises';

const newline = 0x0a;

/** At most `most` bytes of a file from a place on; none when there is no file, or no more of it. */
export async function readBytes(path: string, from: number, most: number): Promise<Buffer> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The whole lines at the beginning of what was read, and how many bytes they are. A line longer than `most` is cut where
 * a character ends; the last one counts as whole when nothing more will come.
 */
export function wholeLines(
  read: Buffer,
  most: number,
  ended: boolean,
): { readonly text: string; readonly bytes: number } {
  const end = read.lastIndexOf(newline) + 1;
  const cut = end === 0 && read.length >= most ? characterEnd(read) : end;
  const bytes = ended && read.length < most ? read.length : cut;
  return { text: read.toString('utf8', 0, bytes), bytes };
}

/** Before a character of UTF-8 whose rest is missing. */
function characterEnd(read: Buffer): number {
  let at = read.length;
  while (at > 0 && read.length - at < 4 && ((read[at - 1] ?? 0) & 0xc0) === 0x80) at -= 1;
  const first = read[at - 1] ?? 0;
  const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  return read.length - (at - 1) < wanted ? at - 1 : read.length;
}
