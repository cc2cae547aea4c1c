/** The wall clock of a Teal, to be set while that runs. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../architecture/sources.ts';

export type Clock = {
  /** For the Teal that is to go by it. */
  readonly variables: NodeJS.ProcessEnv;
  /** So many milliseconds before or after the machine's from now on; Teal's processes know some milliseconds later. */
  set(ahead: number): void;
  close(): void;
};

export function movableClock(): Clock {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(folder, 'ahead');
  const { href } = pathToFileURL(join(root, 'test/support/movable-clock.ts'));
  return {
    variables: { NODE_OPTIONS: `--import ${href}`, MOVABLE_CLOCK: file },
    set: (ahead) => {
      // Whoever looks in between finds the one or the other.
      writeFileSync(`${file}.next`, String(ahead));
      renameSync(`${file}.next`, file);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
