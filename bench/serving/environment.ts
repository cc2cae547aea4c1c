/** An environment for each peer, kept in the cache: their requirements do not go together in one. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, folderIn } from '../places.ts';
import type { Peer } from './peer.ts';
import { requirements } from './sample.ts';

export type Environment = { readonly bin: string; readonly version: string } | { readonly missing: string };

/** Finds the peer's environment, or builds it when `install` says so; says why there is none. */
export function environmentOf(peer: Peer, install: boolean, say: (line: string) => void): Environment {
  const folder = join(folderIn(cache, 'peers'), peer.module);
  if (!existsSync(join(folder, 'complete'))) {
    if (!install) return { missing: 'not installed; a full run of `npm run bench` installs it' };
    say(`installing ${peer.requirement} (once) ...`);
    const failure = build(peer, folder);
    if (failure !== undefined) return { missing: failure };
  }
  const bin = join(folder, 'bin');
  return { bin, version: versionIn(bin, peer.requirement.replace(/\[.*/, '')) };
}

/** Built where it stays, as scripts have its path in them; the mark comes last. Returns why it failed. */
function build(peer: Peer, folder: string): string | undefined {
  rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [join(folder, 'bin/pip'), ['install', '--quiet', peer.requirement, ...requirements()]],
  ];
  for (const [program, words] of steps) {
    const done = spawnSync(program, words, { encoding: 'utf8' });
    if (done.status !== 0) {
      const said = `${done.error?.message ?? ''}${done.stderr ?? ''}`.trim().split('\n').at(-1);
      return `could not be installed: ${said}`;
    }
  }
  writeFileSync(join(folder, 'complete.part'), '');
  renameSync(join(folder, 'complete.part'), join(folder, 'complete'));
  return undefined;
}

function versionIn(bin: string, name: string): string {
  const code = `import importlib.metadata as m, platform; print(m.version("${name}"), "on Python", platform.python_version())`;
  return spawnSync(join(bin, 'python'), ['-c', code], { encoding: 'utf8' }).stdout?.trim() ?? 'unknown';
}
