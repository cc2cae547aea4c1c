/** Real interpreters and real, tiny packages from PyPI; every environment lies in a temporary home. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentStatus, Environments } from '../../src/domain/ports.ts';
import { createEnvironments, type EnvironmentsOptions } from '../../src/environments/environments.ts';
import { createInterpreters } from '../../src/environments/python/interpreters.ts';

const clock = { now: () => Date.now() };
const log = () => {};
const opened = new Set<Environments>();
/** Shared, so that uv is installed at most once; keys keep the tests apart. */
let home = '';

function open(options: Partial<EnvironmentsOptions> = {}): Environments {
  const environments = createEnvironments({ home, clock, log, ...options });
  opened.add(environments);
  return environments;
}

const of = (condaFile: string) => ({ image: null, condaFile });

/** Builds and waits for the end. */
async function built(environments: Environments, condaFile: string): Promise<EnvironmentStatus> {
  const key = environments.keyOf(of(condaFile));
  const ended = new Promise<void>((resolve) => {
    environments.watch((other) => (other === key ? resolve() : undefined));
  });
  environments.build(of(condaFile));
  expect(environments.status(key).state).toBe('building');
  await ended;
  return environments.status(key);
}

function pythonOf(status: EnvironmentStatus): string {
  if (status.state !== 'built') throw new Error(JSON.stringify(status));
  return status.python;
}

function ask(python: string, program: string): string {
  const { stdout, stderr } = spawnSync(python, ['-I', '-c', program], { encoding: 'utf8' });
  return stdout.trim() || stderr;
}

const folderOf = (environments: Environments, condaFile: string) =>
  join(home, 'environments', environments.keyOf(of(condaFile)));

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'teal-environments-'));
});
afterEach(async () => {
  await Promise.all([...opened].map((environments) => environments.close()));
  opened.clear();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(['default', 'venv'] as const)('environments built by %s', (builder) => {
  const file = `name: ${builder}
dependencies:
  - python
  - six=1.17.0
  - openssl
  - pip:
      - idna==3.10
      - azureml-defaults
      - 'typing-extensions==4.12.2; python_version < "3"'
# for ${builder}`;

  test('has what was asked for and nothing of ours; a restart finds it on disk', async () => {
    const environments = open({ builder });
    const status = await built(environments, `${file}\n`);
    const python = pythonOf(status);
    expect(ask(python, 'import six, idna; print(six.__version__, idna.__version__)')).toBe('1.17.0 3.10');
    expect(ask(python, 'import typing_extensions')).toContain('ModuleNotFoundError');
    expect(status).toMatchObject({ warnings: [expect.stringContaining('openssl')] });
    const key = environments.keyOf(of(file));
    const text = (await environments.log(key, { tail: 1000 })).text;
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z /);
    expect(text).toContain("'azureml-defaults' is left out");
    expect((await environments.log(key, { tail: 1 })).text).toContain('built with');
    expect(open({ builder }).status(key)).toEqual(status);
    const record: unknown = JSON.parse(readFileSync(join(home, 'environments', key, 'built.json'), 'utf8'));
    expect(record).toMatchObject({ packages: { six: '1.17.0', idna: '3.10' } });
    rmSync(join(home, 'environments', key), { recursive: true });
    expect(environments.status(key)).toEqual({ state: 'absent' });
  });

  test("shows the resolver's own message, and tries again when asked to", async () => {
    const environments = open({ builder });
    const failed = await built(environments, `six==99.99 # ${builder}`);
    expect(failed).toMatchObject({ state: 'failed', message: expect.stringContaining('six==99.99') });
    environments.build(of('six==99.99'));
    expect(environments.status(environments.keyOf(of('six==99.99'))).state).toBe('building');
  });
});

describe("pip's configuration", () => {
  test.each(['default', 'venv'] as const)('%s asks the index that pip is configured for', async (builder) => {
    const asked = new Set<string>();
    const index = createServer((request, response) => {
      asked.add(request.url ?? '');
      response.writeHead(404).end();
    });
    await once(index.listen(0, '127.0.0.1'), 'listening');
    const address = index.address();
    process.env.PIP_INDEX_URL = `http://me:secret@127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mirror`;
    try {
      const environments = open({ builder });
      const file = 'only-in-the-mirror==1.0';
      expect(await built(environments, file)).toMatchObject({ state: 'failed' });
      expect([...asked]).toContain('/mirror/only-in-the-mirror/');
      expect((await environments.log(environments.keyOf(of(file)), { tail: 1000 })).text).not.toContain(
        'secret',
      );
    } finally {
      delete process.env.PIP_INDEX_URL;
      index.close();
      index.closeAllConnections();
    }
  });
});

describe('builds and processes', () => {
  test('two over one home build the same once', async () => {
    const file = 'six==1.16.0';
    const [left, right] = [open(), open()];
    const results = await Promise.all([built(left, file), built(right, file)]);
    expect(results[0]).toEqual(results[1]);
    pythonOf(results[0]);
    const { text } = await left.log(left.keyOf(of(file)), { tail: 1000 });
    expect(text.match(/built with/g)).toHaveLength(1);
    expect(existsSync(join(folderOf(left, file), 'lock'))).toBe(false);
  });

  test('closing stops a build, and it resumes when asked for again', async () => {
    const file = 'six==1.15.0\nidna==3.9';
    const environments = open({ builder: 'venv' });
    const key = environments.keyOf(of(file));
    environments.build(of(file));
    await expect
      .poll(() => existsSync(join(folderOf(environments, file), 'env')), { timeout: 120_000 })
      .toBe(true);
    await environments.close();
    expect(environments.status(key)).toEqual({ state: 'absent' });
    environments.build(of(file));
    expect(environments.status(key)).toEqual({ state: 'absent' });
    expect((await environments.log(key, { tail: 1 })).text).toContain('stopped');
    pythonOf(await built(open(), file));
  });

  test('a build whose process was killed is taken over, its orphans included', async () => {
    const file = 'six==1.14.0';
    const module = new URL('../../src/environments/environments.ts', import.meta.url).href;
    const environments = open();
    const env = join(folderOf(environments, file), 'env');
    const program = `
      import { existsSync } from 'node:fs';
      import { createEnvironments } from ${JSON.stringify(module)};
      const environments = createEnvironments({ home: ${JSON.stringify(home)}, clock: Date, log() {}, builder: 'venv' });
      const definition = { image: null, condaFile: ${JSON.stringify(file)} };
      environments.build(definition);
      setInterval(() => existsSync(${JSON.stringify(env)}) && process.kill(process.pid, 'SIGKILL'), 5);`;
    // By itself: nobody else would be sure to come before the end of the build.
    const other = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
    expect(await once(other, 'exit')).toEqual([null, 'SIGKILL']);
    expect(existsSync(join(folderOf(environments, file), 'lock'))).toBe(true);
    expect(environments.status(environments.keyOf(of(file)))).toEqual({ state: 'absent' });
    const python = pythonOf(await built(environments, file));
    expect(ask(python, 'import six; print(six.__version__)')).toBe('1.14.0');
  });
});

describe('what a machine lacks', () => {
  const [any] = createInterpreters(clock, undefined)();

  test('the nearest interpreter stands in, with a warning', async () => {
    if (any === undefined) throw new Error('no Python on this machine');
    const path = join(home, 'only-one');
    mkdirSync(path);
    symlinkSync(any.path, join(path, 'python3'));
    const minor = any.version[1] + 7;
    const file = `dependencies: [python=3.${minor}]`;
    const environments = open({ path, builder: 'venv' });
    const status = await built(environments, file);
    expect(status).toMatchObject({
      warnings: [expect.stringContaining(`Python ==3.${minor}.* was asked for`)],
    });
    expect(ask(pythonOf(status), 'import sys; print(sys.version_info[1])')).toBe(String(any.version[1]));
    expect((await environments.log(environments.keyOf(of(file)), { tail: 100 })).text).toContain(
      'warning: Python',
    );
  });

  test.each(['default', 'venv', 'uv'] as const)(
    'no interpreter at all: %s says what to install',
    async (builder) => {
      const status = await built(open({ path: join(home, 'nowhere'), builder }), 'six');
      expect(status).toMatchObject({ state: 'failed', message: expect.stringMatching(/[Ii]nstall/) });
    },
  );

  test('a builder that was asked for and is not there is named', async () => {
    const status = await built(open({ path: join(home, 'nowhere'), builder: 'micromamba' }), 'six');
    expect(status).toMatchObject({ state: 'failed', message: expect.stringContaining('micromamba') });
  });

  test('a malformed conda file has a key and fails with the entry', async () => {
    const status = await built(open(), 'dependencies: [{ numpy: 1 }]');
    expect(status).toMatchObject({ state: 'failed', message: expect.stringContaining('{"numpy":1}') });
  });

  test('a word that names no builder is refused at once', () => {
    process.env.TEAL_ENVIRONMENT_BUILDER = 'docker';
    try {
      expect(() => open()).toThrow(expect.objectContaining({ code: 'bad-argument' }));
    } finally {
      delete process.env.TEAL_ENVIRONMENT_BUILDER;
    }
  });

  test('keys from nowhere are absent', async () => {
    const environments = open();
    expect(environments.status('../../etc')).toEqual({ state: 'absent' });
    expect((await environments.log('../../etc', { tail: 10 })).text).toBe('');
  });
});
