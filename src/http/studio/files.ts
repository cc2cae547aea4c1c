/** The built pages of Studio. Only what was found in the folder can be asked for, so that no path leads out of it. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type StudioFile = {
  readonly path: string;
  readonly type: string;
  readonly bytes: number;
  /** Of the content as it is. */
  readonly etag: string;
  /** The same content packed, where the build made it: `br` and `gzip`. */
  readonly packed: Readonly<Record<string, { readonly path: string; readonly bytes: number }>>;
};

export type StudioFiles = {
  /** By its path below the folder, without a slash in front; undefined when there is no such file. */
  find(name: string): Promise<StudioFile | undefined>;
  /** The page with everything else behind it; undefined when nothing was built. */
  index(): Promise<string | undefined>;
};

const endings: Readonly<Record<string, string>> = { br: '.br', gzip: '.gz' };

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
};

type Build = {
  readonly mark: string;
  readonly page: string;
  readonly files: ReadonlyMap<string, StudioFile>;
};

/** A new build is seen by the time of its index.html, which builds write last or at least anew. */
export function createStudioFiles(folder: string): StudioFiles {
  let reading: Promise<Build> | undefined;
  let mark = '';
  const build = async (): Promise<Build | undefined> => {
    const now = await markOf(join(folder, 'index.html'));
    if (now === undefined) return undefined;
    if (reading === undefined || now !== mark) {
      mark = now;
      const started = readBuild(folder, now);
      reading = started;
      // What cannot be read is read again the next time.
      started.catch(() => {
        if (reading === started) reading = undefined;
      });
    }
    return reading;
  };
  return {
    find: async (name) => (await build())?.files.get(name),
    index: async () => (await build())?.page,
  };
}

async function markOf(path: string): Promise<string | undefined> {
  return stat(path).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => undefined,
  );
}

async function readBuild(folder: string, mark: string): Promise<Build> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')));
  const there = new Set(names);
  const files = new Map<string, StudioFile>();
  for (const name of names) {
    if (Object.values(endings).some((ending) => name.endsWith(ending))) continue;
    files.set(name, await readOne(folder, name, there));
  }
  return { mark, page: await readFile(join(folder, 'index.html'), 'utf8'), files };
}

async function readOne(folder: string, name: string, there: ReadonlySet<string>): Promise<StudioFile> {
  const path = join(folder, name);
  const content = await readFile(path);
  const packed: Record<string, { path: string; bytes: number }> = {};
  for (const [coding, ending] of Object.entries(endings)) {
    if (!there.has(`${name}${ending}`)) continue;
    packed[coding] = { path: `${path}${ending}`, bytes: (await stat(`${path}${ending}`)).size };
  }
  return {
    path,
    type: types[/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream',
    bytes: content.byteLength,
    etag: createHash('sha256').update(content).digest('base64url').slice(0, 27),
    packed,
  };
}
