/** The SDK as its users get it: packed, and installed into a project that has nothing else. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../architecture/sources.ts';
import { must } from './command.ts';

export type SdkProject = {
  /** The project, with the examples of the SDK in it. */
  readonly folder: string;
  readonly tarball: string;
  /** Where the package was installed. */
  readonly installed: string;
  close(): void;
};

/** Packs with the project's own command and installs the result without a network. */
export async function sdkProject(): Promise<SdkProject> {
  const place = mkdtempSync(join(tmpdir(), 'teal-sdk-'));
  const [packed, folder] = [join(place, 'packed'), join(place, 'project')];
  const options = { env: process.env, cwd: root };
  await must(process.execPath, ['scripts/pack-sdk.mjs', '--out', packed], options);
  const name = readdirSync(packed).find((file) => /^teal-sdk-.*\.tgz$/.test(file)) ?? 'nothing was packed';
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }));
  const words = ['install', '--offline', '--no-audit', '--no-fund', join(packed, name)];
  await must('npm', words, { env: process.env, cwd: folder });
  cpSync(join(root, 'examples', 'sdk'), folder, { recursive: true });
  return {
    folder,
    tarball: join(packed, name),
    installed: join(folder, 'node_modules', 'teal-sdk'),
    close: () => rmSync(place, { recursive: true, force: true }),
  };
}
