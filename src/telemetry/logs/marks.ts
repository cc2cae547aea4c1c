import { readFile, rename, writeFile } from 'node:fs/promises';

/**
 * How far the output of each instance was taken in, by its id. Written after the lines: a process that is killed in
 * between takes the last second in once more rather than not at all.
 */
export type Marks = {
  readonly places: Map<string, number>;
  /** Keeps them on disk if they changed; a disk that is full is tried again the next time. */
  save(): Promise<void>;
};

export async function openMarks(path: string): Promise<Marks> {
  const places = new Map(await readMarks(path));
  let saved = textOf(places);
  return {
    places,
    save: async () => {
      const text = textOf(places);
      if (text === saved) return;
      try {
        await writeFile(`${path}.next`, text, { mode: 0o600 });
        await rename(`${path}.next`, path);
        saved = text;
      } catch {
        // What they protect from is rare, and costs lines that are there twice.
      }
    },
  };
}

function textOf(places: ReadonlyMap<string, number>): string {
  return `${JSON.stringify(Object.fromEntries(places))}\n`;
}

async function readMarks(path: string): Promise<[string, number][]> {
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof found !== 'object' || found === null) return [];
    return Object.entries(found).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]));
  } catch {
    return [];
  }
}
