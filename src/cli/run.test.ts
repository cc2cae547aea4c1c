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
    [['ml', 'model', 'list', '--registry-name', 'r'], 1, 'Registries are not available'],
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
