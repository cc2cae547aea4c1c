/**
 * The settings that `az configure` and `az config` keep: `config` in `$AZURE_CONFIG_DIR` or `~/.azure`, and
 * `.azure/config` in the working directory or a folder above it, which wins. Variables `AZURE_<SECTION>_<KEY>` win over both.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { World } from '../world.ts';
import { editIni, parseIni } from './ini.ts';

/** `source` is the file or the variable that the value comes from. */
export type Setting = { readonly name: string; readonly source: string; readonly value: string };
export type Scope = 'global' | 'local';

export type Config = {
  readonly get: (section: string, key: string) => Setting | undefined;
  /** Everything that is set in a section, the stronger source first. */
  readonly section: (section: string) => readonly Setting[];
  readonly sections: () => readonly string[];
  readonly set: (section: string, key: string, value: string | undefined, scope: Scope) => void;
};

/** Reads the files once, at the first question; with `only` those of the working directory and above it alone. */
export function openConfig(world: Pick<World, 'env' | 'cwd' | 'home'>, only?: 'local'): Config {
  const paths = { global: globalPath(world), local: join(world.cwd, '.azure', 'config') };
  let files: readonly { path: string; sections: ReturnType<typeof parseIni> }[] | undefined;
  const read = () => {
    files ??= chain(world.cwd, paths.global)
      .filter((path) => only === undefined || path !== paths.global)
      .map((path) => ({ path, sections: parseIni(textOf(path)) }));
    return files;
  };
  const section = (name: string): readonly Setting[] => {
    const all = [
      ...(only === undefined ? variables(world.env, name) : []),
      ...read().flatMap(({ path, sections }) =>
        [...(sections.get(name) ?? [])].map(([key, value]) => ({ name: key, source: path, value })),
      ),
    ];
    return all.filter((setting, at) => all.findIndex((other) => other.name === setting.name) === at);
  };
  return {
    section,
    get: (name, key) => section(name).find((setting) => setting.name === key && setting.value !== ''),
    sections: () => [...new Set(read().flatMap(({ sections }) => [...sections.keys()]))].sort(),
    set: (name, key, value, scope) => {
      const path = paths[scope];
      const text = textOf(path);
      const edited = editIni(text, name, { key: key.toLowerCase(), value });
      if (edited !== text) replace(path, edited);
      files = undefined;
    },
  };
}

function globalPath({ env, home }: Pick<World, 'env' | 'home'>): string {
  return join(env.AZURE_CONFIG_DIR || join(home, '.azure'), 'config');
}

/** The nearest file first; the walk upwards ends at the folder that holds the global file. */
function chain(cwd: string, global: string): readonly string[] {
  const paths: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, '.azure', 'config');
    if (path === global) break;
    paths.push(path);
    if (folder === dirname(folder)) break;
  }
  return [...paths, global];
}

function variables(env: World['env'], section: string): readonly Setting[] {
  const prefix = `AZURE_${section.toUpperCase()}_`;
  return Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== undefined && value !== ''
      ? [{ name: name.slice(prefix.length).toLowerCase(), source: name, value }]
      : [],
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function replace(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, path);
}
