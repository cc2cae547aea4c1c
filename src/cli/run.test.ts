import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { az, teal } from './programs.ts';
import { run } from './run.ts';
import { heardWorld } from './testing/world.ts';

async function ran(line: readonly string[], env: Record<string, string> = {}) {
  const heard = heardWorld(env);
  const code = await run(line, az, heard.world);
  return { code, out: heard.out(), err: heard.err() };
}

describe('trap 16: what is no result goes to standard error', () => {
  test.each([
    [['ml', 'online-endpont', 'show'], 2, "Did you mean 'online-endpoint'?"],
    [['ml', 'online-endpoint', 'crate', '-n', 'x'], 2, "Did you mean 'create'?"],
    [['mll'], 2, "Did you mean 'ml'?"],
    [['ml'], 2, 'needs a command'],
    [['ml', 'online-endpoint', 'show'], 2, '--name/-n'],
    [['ml', 'online-endpoint', 'list', '--query', '[?'], 2, 'is not a JMESPath expression'],
    [['ml', 'online-endpoint', 'delete', '-n', 'abc'], 1, 'Pass --yes'],
    [['ml', 'online-endpoint', 'update', '-n', 'abc', '--traffic', 'a=1,b=2'], 1, 'Teal is not running'],
    [['ml', 'model', 'list', '--registry-name', 'r'], 1, 'there are no registries'],
    [['ml', 'online-deployment', 'create', '-f', 'missing.yml'], 1, 'missing.yml does not exist'],
    [['ml', 'online-endpoint', 'create', '--local', '--no-wait', '-n', 'abc'], 1, 'exclude each other'],
  ] as const)('%j ends with exit %i', async (line, code, message) => {
    const seen = await ran(line);
    expect(seen).toMatchObject({ code, out: '' });
    expect(seen.err).toMatch(/^ERROR: /);
    expect(seen.err).toContain(message);
  });

  test('words of groups and commands are not abbreviated', async () => {
    expect((await ran(['ml', 'online-end', 'list'])).code).toBe(2);
    expect((await ran(['m', 'online-endpoint', 'list'])).code).toBe(2);
  });
});

describe('options that do not do what they do on Azure', () => {
  test.each([
    ['account get-access-token --tenant t', '--tenant has no effect here: there is one tenant.'],
    ['login -i -u u --client-id c --tenant t', '--client-id has no effect here: nobody signs in'],
    ['login --tenant t', '--tenant has no effect here: nobody signs in'],
    ['login --use-device-code', '--use-device-code has no effect here'],
    ['login --federated-token f', '--federated-token has no effect here'],
    ['group create -n g --location here', '--location has no effect here'],
    ['group create -n g --tags a=b', '--tags has no effect here'],
    ['group create -n g --managed-by x', '--managed-by has no effect here'],
    ['login --service-principal -u u -p p', '--password has no effect here'],
    ['ml model create -n m -p . --datastore d', '--datastore has no effect here'],
    ['ml environment create -n e -i i --datastore d', '--datastore has no effect here'],
    ['ml environment create -n e -i i --no-wait', '--no-wait has no effect here'],
    ['ml model create -n m -p . --no-wait', '--no-wait has no effect here'],
    ['ml model create -n m -p . -d template', '--default-deployment-template has no effect here'],
    ['ml endpoint create -f f.yml --no-wait', '--no-wait has no effect here'],
    ['ml endpoint update -f f.yml --no-wait', '--no-wait has no effect here'],
    ['ml online-deployment create -f f.yml --local-enable-gpu', '--local-enable-gpu has no effect here'],
    ['ml online-endpoint list --change-reference c', '--change-reference has no effect here'],
    ['ml online-endpoint show -n e --web', '--web has no effect here'],
    ['ml online-endpoint list --acquire-policy-token', '--acquire-policy-token has no effect here'],
  ])('%s: a warning names it', async (line, message) => {
    const seen = await ran(line.split(' '));
    expect(seen).toMatchObject({ code: 1, out: '' });
    expect(seen.err).toContain(`WARNING: ${message}`);
  });

  test.each([
    'ml online-deployment create -f f.yml --package-model',
    'ml online-deployment create -f f.yml --local --vscode-debug',
    'ml online-deployment update -f f.yml --vscode-debug true',
    'ml environment create -n e --build-context .',
    'ml environment create -n e -i img --dockerfile-path D',
    'ml environment update -n e -v 1 --registry-name r',
    'ml model download -n m -v 1 --registry-name r',
  ])('%s: refused by its name', async (line) => {
    const seen = await ran(line.split(' '));
    expect(seen).toMatchObject({ code: 1, out: '' });
    expect(seen.err).toMatch(/^ERROR: --[a-z-]+ is not available on Teal: /);
    expect(line).toContain(/--[a-z-]+/.exec(seen.err)?.[0] ?? 'no option');
  });

  test('a three-state option that is false asks for nothing', async () => {
    const { err } = await ran('ml online-deployment create -f f.yml --vscode-debug false'.split(' '));
    expect(err).toContain('f.yml does not exist');
  });

  test('--only-show-errors hides the warnings', async () => {
    const { err } = await ran('ml online-endpoint list --only-show-errors --change-reference c'.split(' '));
    expect(err).not.toContain('WARNING');
  });

  test.each([
    ['ml endpoint update -f f.yml --traffic a:100', '--traffic: not allowed with argument --file'],
    ['ml endpoint update -f f.yml --deployment a', '--deployment: not allowed with argument --file'],
    ['ml endpoint update -f f.yml --instance-count 2', '--instance-count: not allowed with argument --file'],
    [
      'ml endpoint update -n e -e d.yml -i 2',
      '--instance-count: not allowed with argument --deployment-file',
    ],
    ['ml endpoint update -n e --deployment a', 'needs --deployment-file or --instance-count'],
    ['account get-access-token --resource-type batch', "'batch' is not one of arm"],
  ])('%s: exit 2 where an option would be passed over', async (line, message) => {
    const seen = await ran(line.split(' '));
    expect(seen).toMatchObject({ code: 2, out: '' });
    expect(seen.err).toContain(message);
  });

  test('--verbose and --debug say how long a command took', async () => {
    const { err } = await ran(['version', '--verbose']);
    expect(err).toMatch(/^INFO: The command took [\d.]+ seconds\.$/m);
    expect((await ran(['version', '--debug'])).err).toContain('INFO: ');
    expect((await ran(['version'])).err).toBe('');
  });

  test.each([
    ['logout --username u', '--username has no effect here'],
    ['extension add -n ml --version 2', '--version has no effect here: ml is built in'],
    ['extension add -n ml --source s', '--source has no effect here'],
    ['extension add -n ml --allow-preview true', '--allow-preview has no effect here'],
    ['extension add -n ml --system', '--system has no effect here'],
    ['extension update -n ml --allow-preview true', '--allow-preview has no effect here'],
  ])('%s: a warning names it, and nothing else happens', async (line, message) => {
    const { code, out, err } = await ran(line.split(' '));
    expect([code, out, err]).toEqual([0, '', expect.stringContaining(`WARNING: ${message}`)]);
  });

  test('ml is added and brought up to date without a word', async () => {
    const line = 'extension add --name ml --yes --upgrade';
    expect(await ran(line.split(' '))).toEqual({ code: 0, out: '', err: '' });
  });

  test('extensions other than ml are refused', async () => {
    for (const line of [
      'extension add --name other',
      'extension update -n other',
      'extension remove -n other',
      'extension show -n other',
    ]) {
      const { code, err } = await ran(line.split(' '));
      expect([code, err]).toEqual([1, expect.stringContaining("'other' is not available on Teal")]);
    }
  });
});

describe('where Teal is', () => {
  test('nothing runs: exit 1 and how to start it', async () => {
    const { code, err } = await ran(['ml', 'online-endpoint', 'list']);
    expect(code).toBe(1);
    expect(err).toContain('Start it with `teal up`');
  });

  test('TEAL_URL needs TEAL_TOKEN, and an address', async () => {
    const one = await ran(['ml', 'online-endpoint', 'list'], { TEAL_URL: 'http://127.0.0.1:1' });
    expect(one).toMatchObject({ code: 1, err: expect.stringContaining('TEAL_TOKEN') });
    const other = await ran(['ml', 'online-endpoint', 'list'], { TEAL_URL: 'localhost', TEAL_TOKEN: 't' });
    expect(other.err).toContain('must begin with http');
  });

  test('a server that left its file behind does not run', async () => {
    const heard = heardWorld();
    mkdirSync(join(heard.world.home, '.teal', 'run'), { recursive: true });
    const dead = { url: 'http://127.0.0.1:1', pid: 2 ** 22 + 1 };
    writeFileSync(join(heard.world.home, '.teal', 'run', 'server.json'), JSON.stringify(dead));
    expect(await run(['ml', 'online-endpoint', 'list'], az, heard.world)).toBe(1);
    expect(heard.err()).toContain('Teal is not running');
  });

  test('with an address alone the workspace must be given: exit 2', async () => {
    const env = { TEAL_URL: 'http://127.0.0.1:1', TEAL_TOKEN: 't' };
    const seen = await ran(['ml', 'online-endpoint', 'list'], env);
    expect(seen).toMatchObject({
      code: 2,
      err: expect.stringContaining('--resource-group/-g, --workspace-name/-w'),
    });
    const given = await ran(['ml', 'online-endpoint', 'list', '-g', 'g', '-w', 'w'], env);
    expect(given).toMatchObject({ code: 1, err: expect.stringContaining('cannot be reached') });
  });
});

describe('small commands', () => {
  test('version in both programs, also as --version', async () => {
    expect(JSON.parse((await ran(['version'])).out)).toMatchObject({
      extensions: { ml: expect.any(String) },
    });
    expect((await ran(['--version'])).code).toBe(0);
    const heard = heardWorld();
    await run(['version', '-o', 'tsv'], teal(), heard.world);
    expect(heard.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('extensions: adding and removing say nothing, ml is listed', async () => {
    for (const line of ['add -n ml -y --upgrade', 'update -n ml', 'remove -n ml']) {
      expect(await ran(['extension', ...line.split(' ')])).toEqual({ code: 0, out: '', err: '' });
    }
    expect((await ran(['extension', 'list', '--query', '[].name', '-o', 'tsv'])).out).toBe('ml\n');
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await ran(['__complete', '--', ...words])).out.split('\n').filter((word) => word !== '');

  test('groups and commands', async () => {
    expect(await complete('ml', 'online-')).toEqual(['online-deployment', 'online-endpoint']);
    expect(await complete('ml', 'online-endpoint', 'get')).toEqual(['get-credentials']);
  });

  test('options that were not given yet, and the values of choices', async () => {
    const options = await complete('ml', 'online-endpoint', 'show', '-n', 'x', '--');
    expect(options).toContain('--query');
    expect(options).not.toContain('--name');
    expect(await complete('ml', 'online-endpoint', 'create', '--auth-mode', 'a')).toEqual([
      'aad_token',
      'aml_token',
    ]);
    expect(await complete('ml', 'online-endpoint', 'list', '-o', 't')).toEqual(['table', 'tsv']);
    expect(await complete('ml', 'online-endpoint', 'list', '--local', '')).toEqual(['false', 'true']);
  });

  test.each(['bash', 'zsh', 'fish'])('a script for %s', async (shell) => {
    expect((await ran(['completion', shell])).out).toContain('__complete');
  });

  test('no other shell', async () => expect((await ran(['completion', 'cmd'])).code).toBe(2));
});

test('--only-show-errors hides warnings and hints, not errors', async () => {
  const { err } = await ran(['ml', 'online-endpoint', 'list', '--only-show-errors']);
  expect(err).toMatch(/^ERROR: [^\n]*\n$/);
});
