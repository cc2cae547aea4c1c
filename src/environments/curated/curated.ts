/** Azure's curated environments as this Teal builds them: a shipped mapping, with the user's own laid over it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../../domain/errors.ts';
import type { CuratedEnvironment, CuratedEnvironments } from '../../domain/ports.ts';
import { type Entries, parseEntries } from './entries.ts';
import { bestMatch, canonical, nearest } from './match.ts';

export const shippedFile = fileURLToPath(new URL('./shipped.yml', import.meta.url));

/**
 * `named` is a file that has to be there (TEAL_CURATED_ENVIRONMENTS); without it `curated-environments.yml` in the home
 * is read when there is one. Both files are read at each call: an edit needs no restart.
 */
export function createCurated(home: string, named: string | undefined): CuratedEnvironments {
  const file = named || join(home, 'curated-environments.yml');
  const entries = async () => merged([await entriesIn(shippedFile, true), await entriesIn(file, !!named)]);
  return {
    file,
    list: async () => {
      const all = await entries();
      return all.filter((entry) => bestMatch(entry.example, all) === entry);
    },
    find: async (name) => {
      const all = await entries();
      const found = bestMatch(name, all);
      return found === undefined
        ? {
            kind: 'unknown',
            nearest: nearest(
              name,
              all.map((entry) => entry.example),
            ),
          }
        : { kind: 'found', entry: found };
    },
  };
}

async function entriesIn(file: string, needed: boolean): Promise<Entries> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' && !needed) return new Map();
    throw new DomainError(
      'bad-argument',
      `The mapping of curated environments, ${file}, cannot be read: ${code}.`,
      { target: 'environment' },
    );
  }
  return parseEntries(text, file);
}

/** Later files win, name by name. */
function merged(files: readonly Entries[]): readonly CuratedEnvironment[] {
  const byName = new Map<string, CuratedEnvironment | null>();
  for (const entries of files) for (const [name, entry] of entries) byName.set(canonical(name), entry);
  return [...byName.values()]
    .filter((entry) => entry !== null)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}
