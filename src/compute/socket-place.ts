import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// sun_path holds 104 bytes on macOS and 108 on Linux, the final NUL included.
const longestPath = 103;

/** Where an instance's sockets go: `folder`, or a private folder elsewhere that somebody still has to create. */
export function socketPlace(
  folder: string,
  longestName: string,
): { readonly folder: string; readonly outside: boolean } {
  if (fits(join(folder, longestName))) return { folder, outside: false };
  // Random, because a name that others can guess can be taken before us.
  const name = `teal-${randomBytes(8).toString('hex')}`;
  const own = [tmpdir(), '/tmp'].map((place) => join(place, name));
  return { folder: own.find((place) => fits(join(place, longestName))) ?? folder, outside: true };
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= longestPath;
}
