import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { removeTree } from './durable.ts';
import { type AssetFilesOptions, createAssetFiles, type SweptAssetFiles } from './files.ts';

export type Rig = { readonly home: string; readonly assets: string; readonly files: SweptAssetFiles };

/** Files in a temporary home that is removed after the test. */
export async function openRig(options: Partial<AssetFilesOptions> = {}): Promise<Rig> {
  const top = await mkdtemp(join(tmpdir(), 'teal-assets-'));
  onTestFinished(() => removeTree(top));
  const home = join(top, 'home');
  return { home, assets: join(home, 'assets'), files: again(home, options) };
}

/** A second set of files over the same home, as another process would have. */
export function again(home: string, options: Partial<AssetFilesOptions> = {}): SweptAssetFiles {
  return createAssetFiles({ home, clock: { now: () => Date.now() }, ...options });
}

export async function* body(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

export async function upload(
  { files }: Pick<Rig, 'files'>,
  container: string,
  tree: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(tree)) await files.write(container, path, body(content));
}

/** A fresh container with these files in it. */
export async function stage(rig: Rig, tree: Readonly<Record<string, string>>): Promise<string> {
  const container = await rig.files.openContainer();
  await upload(rig, container, tree);
  return container;
}

export async function textOf(blob: Promise<{ readonly body: AsyncIterable<Uint8Array> }>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await blob).body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Every name below a folder, sorted; [] when there is none. */
export async function namesBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.sort();
}

export async function expectRefusal(work: Promise<unknown>, code: string, ...words: string[]): Promise<void> {
  const failure: unknown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(failure).toMatchObject({ name: 'DomainError', code });
  for (const word of words) expect(String(failure)).toContain(word);
}

/** Runs a script in a Node.js of its own, with `files` over the home in scope; killed after the test at the latest. */
export function runApart(home: string, script: string, through: readonly string[] = []): ChildProcess {
  const source = `
    import { createAssetFiles } from ${JSON.stringify(new URL('files.ts', import.meta.url).href)};
    const files = createAssetFiles({ home: ${JSON.stringify(home)}, clock: { now: () => Date.now() } });
    ${script}`;
  const [program = '', ...rest] = [...through, process.execPath, '--input-type=module', '-e', source];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

export async function printed(child: ChildProcess): Promise<string> {
  return child.stdout === null ? '' : text(child.stdout);
}

export async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Waits until the condition holds; fails after a minute. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 12_000; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('it did not happen within a minute');
}
