/** `az ml model`, `environment`, `workspace` and what scripts ask of `az` itself, against a real Teal. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let az: Az;
const folder = temporaryFolder('assets');

beforeAll(async () => {
  mkdirSync(join(folder, 'model', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'model', 'a.bin'), 'aaa');
  writeFileSync(join(folder, 'model', 'deep', 'b c.bin'), 'bbb');
  writeFileSync(join(folder, 'model.yml'), 'name: from-file\nversion: 3\npath: model\ntags: {n: 1}\n');
  writeFileSync(join(folder, 'conda.yml'), 'dependencies: [python=3.11]\n');
  writeFileSync(join(folder, 'env.yml'), 'name: env-f\nimage: img\nconda_file: conda.yml\n');
  teal = await startTeal();
  az = azOn(teal);
});
afterAll(() => teal?.close());

const model = <T = Record<string, unknown>>(...words: string[]) => az.json<T>('ml', 'model', ...words);
const environment = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'environment', ...words);
const path = join(folder, 'model');

describe('models', () => {
  test('trap 4: an empty list is [] and versions print as "version": "', async () => {
    expect((await az.run('ml', 'model', 'list')).stdout).toBe('[]\n');
    await model('create', '-n', 'm1', '-p', path, '--tags', 'a=b', '-t', 'custom_model');
    expect((await az.run('ml', 'model', 'list', '-n', 'm1')).stdout).toContain('"version": "1"');
  });

  test('models that a deployment brought along without a name are in no list', async () => {
    const listed = await model<unknown[]>('list');
    const url = `${teal.server.url}/subscriptions/${teal.server.subscription}/resourceGroups/${teal.server.resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${teal.server.workspace}/models`;
    const { path: modelUri } = await model<{ path: string }>('show', '-n', 'm1', '-v', '1');
    const put = await fetch(`${url}/0123456789abcdef/versions/1?api-version=2023-04-01-preview`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${teal.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ properties: { modelUri, isAnonymous: true } }),
    });
    expect(put.status).toBe(201);
    expect(await model('list')).toEqual(listed);
    expect(await model('show', '-n', '0123456789abcdef', '-v', '1')).toMatchObject({ version: '1' });
  });

  test('the same content again is harmless, other content is refused, a new version is the next', async () => {
    expect(await model('create', '-n', 'm1', '-v', '1', '-p', path)).toMatchObject({ version: '1' });
    const other = await az.run('ml', 'model', 'create', '-n', 'm1', '-v', '1', '-p', join(path, 'a.bin'));
    expect(other).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('never changes') });
    expect(await model('create', '-n', 'm1', '-p', join(path, 'a.bin'))).toMatchObject({ version: '2' });
    expect(await model('list', '-n', 'm1', '--query', '[].version')).toEqual(['2', '1']);
  });

  test('from a file, with --set and options that win', async () => {
    const made = await model(
      'create',
      '-f',
      join(folder, 'model.yml'),
      '--set',
      'version=7',
      'tags.k=v',
      '-n',
      'renamed',
    );
    expect(made).toMatchObject({
      name: 'renamed',
      version: '7',
      tags: { n: '1', k: 'v' },
      resourceGroup: 'teal',
    });
    expect(made.id).toMatch(/^azureml:\/subscriptions\/.*\/models\/renamed\/versions\/7$/);
  });

  test('show by version and by label; nothing is exit 3, neither exit 1', async () => {
    expect(await model('show', '-n', 'm1', '-l', 'latest', '--query', 'version')).toBe('2');
    expect((await az.run('ml', 'model', 'show', '-n', 'none', '-v', '1')).code).toBe(3);
    expect((await az.run('ml', 'model', 'show', '-n', 'm1')).code).toBe(1);
  });

  test('trap 12: rows of lists', async () => {
    const [row] = await model<object[]>('list', '-r', '1');
    expect(Object.keys(row ?? {})).toContain('latest version');
    const [version] = await model<object[]>('list', '-n', 'm1', '--max-results', '1');
    expect(Object.keys(version ?? {})).toEqual(expect.arrayContaining(['model type', 'path', 'version']));
  });

  test('update changes notes and not content', async () => {
    const words = ['-n', 'm1', '-v', '1', '--set', 'description=d', 'tags.x=1', '--stage', 'Production'];
    expect(await model('update', ...words)).toMatchObject({
      description: 'd',
      tags: { x: '1' },
      stage: 'Production',
    });
  });

  test('trap 2: archive and restore print nothing and hide a version, or all', async () => {
    expect(await model('archive', '-n', 'm1', '-v', '2')).toBeUndefined();
    expect(await model('list', '-n', 'm1', '--query', '[].version')).toEqual(['1']);
    expect(await model('list', '-n', 'm1', '--archived-only', '--query', '[].version')).toEqual(['2']);
    await model('restore', '-n', 'm1', '-v', '2');
    await model('archive', '-n', 'm1');
    expect(await model('list', '--query', "[?name=='m1']")).toEqual([]);
    expect(await model('list', '--include-archived', '--query', "[?name=='m1'].name")).toEqual(['m1']);
    const both = await az.run('ml', 'model', 'list', '--include-archived', '--archived-only');
    expect(both.code).toBe(2);
    await model('restore', '-n', 'm1');
  });

  test('download gives back what was uploaded', async () => {
    expect(await model('download', '-n', 'm1', '-v', '1', '-p', join(folder, 'got'))).toBeUndefined();
    expect(readFileSync(join(folder, 'got', 'm1', 'model', 'deep', 'b c.bin'), 'utf8')).toBe('bbb');
  });
});

describe('environments', () => {
  test('from a file; the conda file is shown parsed', async () => {
    expect(await environment('create', '-f', join(folder, 'env.yml'))).toMatchObject({
      conda_file: { dependencies: ['python=3.11'] },
      image: 'img',
      os_type: 'linux',
      version: '1',
    });
    expect(await environment('show', '-n', 'env-f', '-l', 'latest')).toMatchObject({ version: '1' });
  });

  test('from options, with the next version', async () => {
    const words = ['-n', 'env-f', '-i', 'img2', '-c', join(folder, 'conda.yml')];
    expect(await environment('create', ...words)).toMatchObject({ version: '2', image: 'img2' });
    expect(await environment('list', '-n', 'env-f')).toEqual([
      { name: 'env-f', version: '2' },
      { name: 'env-f', version: '1' },
    ]);
    expect(await environment('list')).toEqual([{ 'latest version': '2', name: 'env-f' }]);
  });

  test('a conda file in its place, and impossible combinations, are refused', async () => {
    const wrong = await az.run('ml', 'environment', 'create', '-f', join(folder, 'conda.yml'));
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('is a conda file') });
    const bare = await az.run('ml', 'environment', 'create', '-n', 'x', '-c', join(folder, 'conda.yml'));
    expect(bare).toMatchObject({ code: 1, stderr: expect.stringContaining('only allowed beside image') });
  });
});

describe('what scripts ask of az', () => {
  test('trap 18: the ninth field of container_registry is a name; group show without -o tsv', async () => {
    const shown = await az.json('ml', 'workspace', 'show');
    expect(String(shown.container_registry).split('/')[8]).toMatch(/^\w+$/);
    expect(shown).toMatchObject({ name: 'default', resource_group: 'teal', location: 'local' });
    expect((await az.run('group', 'show', '--query', 'location')).stdout).toBe('"local"\n');
    expect((await az.run('group', 'show', '-n', 'none')).code).toBe(3);
    expect((await az.run('group', 'exists', '-n', 'none')).stdout).toBe('false\n');
    expect((await az.run('ml', 'workspace', 'show', '-n', 'none')).code).toBe(3);
  });

  test('accounts and tokens', async () => {
    const id = (await az.run('account', 'show', '--query', 'id', '-o', 'tsv')).stdout.trim();
    expect(await az.json<object[]>('account', 'list')).toEqual([
      expect.objectContaining({ id, isDefault: true }),
    ]);
    expect(await az.json<object[]>('login', '--identity', '-u', 'x')).toHaveLength(1);
    expect((await az.run('account', 'set', '-s', 'Teal')).stdout).toBe('');
    expect((await az.run('account', 'set', '-s', 'Other')).code).toBe(2);
    const token = await az.json('account', 'get-access-token', '--resource', 'https://ml.azure.com');
    expect(token).toMatchObject({ subscription: id, tokenType: 'Bearer' });
    expect(audienceOf(token)).toBe('https://ml.azure.com');
    expect(audienceOf(await az.json('account', 'get-access-token'))).toBe('https://management.azure.com');
    const scope = ['--scope', 'https://storage.azure.com/.default'];
    expect(audienceOf(await az.json('account', 'get-access-token', ...scope))).toBe(
      'https://storage.azure.com',
    );
    await az.refused(
      1,
      ['account', 'get-access-token', '--resource', 'https://x.example'],
      'this Teal issues',
    );
    expect(token.expiresOn).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    expect(Number(token.expires_on)).toBeGreaterThan(Date.now() / 1000);
  });
});

describe('the real program', () => {
  test('a pipe as a file, a reader that goes away, and merged streams', async () => {
    const shell = (line: string) => run('bash', ['-c', line], { env: teal.env });
    await shell('az ml online-endpoint create -n piped --only-show-errors');
    const piped = await shell(
      "az ml online-endpoint update -n piped -f <(printf 'tags: {from: pipe}') --query tags.from",
    );
    expect(piped.stdout).toBe('"pipe"\n');
    const head = await shell('set -o pipefail; az ml model list | head -c 1; echo " $?"');
    expect(head.stdout).toBe('[ 0\n');
    expect((await shell('az ml model list -n m1 2>&1')).stdout).toMatch(/^\[\n/);
    expect((await shell('az ml online-endpoint list --local nope')).code).toBe(2);
  });
});

/** What a token of the identity door is for. */
function audienceOf(token: Record<string, unknown>): unknown {
  const [, claims = ''] = String(token.accessToken).split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).aud;
}
