/** Options that no other suite needs, each against a real Teal, which is the private one of `--local` at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { readTable } from '../../src/control/publish/shelf.ts';
import { type Az, azOn } from '../support/az.ts';
import { must, run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let az: Az;
const folder = temporaryFolder('options');
const model = join(folder, 'model.bin');
const request = join(folder, 'request.json');

beforeAll(async () => {
  writeFileSync(model, 'm');
  writeFileSync(request, '{"a": 1}');
  teal = await startTeal(['--local', '--host', '127.0.0.1', '--router-workers', '1']);
  az = azOn(teal, 'examples/scripts', { TEAL_LOCAL_HOME: teal.home });
  await az.json('ml', 'online-endpoint', 'create', '-n', 'first');
  const words = ['-n', 'blue', '-e', 'first', '-f', 'echo-deployment.yml', '--all-traffic'];
  await az.json('ml', 'online-deployment', 'create', '--skip-script-validation', ...words);
});
afterAll(() => teal?.close());

describe('generic updates', () => {
  test('endpoints', async () => {
    expect(
      await az.json('ml', 'online-endpoint', 'update', '-n', 'first', '--set', 'tags.a=1', '--force-string'),
    ).toMatchObject({ tags: { a: '1' } });
    expect(
      await az.json('ml', 'online-endpoint', 'update', '-n', 'first', '--remove', 'tags.a'),
    ).toMatchObject({ tags: {} });
    await az.refused(
      1,
      ['ml', 'online-endpoint', 'update', '-n', 'first', '--add', 'properties.list', 'x'],
      'properties.list: value ["x"], allowed: text',
    );
  });

  test('a switch of Teal among the properties reaches the routers, and no other name or state does', async () => {
    const allowed = async () => {
      const table = await readTable(join(teal.home, 'run'));
      return table?.endpoints.find(({ name }) => name === 'first')?.retryLost;
    };
    const update = ['ml', 'online-endpoint', 'update', '-n', 'first', '--set'];
    expect(await allowed()).toBeUndefined();
    const made = await az.json(...update, 'properties.teal_retry_lost_requests=Enabled');
    expect(made).toMatchObject({ properties: { teal_retry_lost_requests: 'enabled' } });
    expect(await allowed()).toBe(true);
    await az.refused(
      1,
      [...update, 'properties.teal_retry_lost_requests=true'],
      'properties.teal_retry_lost_requests: value true, allowed: one of enabled, disabled.',
    );
    await az.refused(
      1,
      [...update, 'properties.teal_retry=enabled'],
      'properties.properties.teal_retry is not known; names that begin with teal_ are',
    );
    expect(await allowed()).toBe(true);
    await az.json(...update, 'properties.teal_retry_lost_requests=disabled');
    expect(await allowed()).toBeUndefined();
  });

  test('deployments', async () => {
    const update = (...words: string[]) =>
      az.json('ml', 'online-deployment', 'update', '-n', 'blue', '-e', 'first', ...words);
    expect(await update('--set', 'tags.a=1', '--force-string')).toMatchObject({ tags: { a: '1' } });
    expect(await update('--remove', 'tags.a')).toMatchObject({ tags: {} });
    const collector = {
      collections: { request: { enabled: 'true' } },
      request_logging: { capture_headers: [] },
    };
    await update('--set', `data_collector=${JSON.stringify(collector)}`);
    const headers = ['--add', 'data_collector.request_logging.capture_headers', 'x-a', 'x-b'];
    expect(await update(...headers, '--skip-script-validation')).toMatchObject({
      data_collector: { request_logging: { capture_headers: ['x-a', 'x-b'] } },
    });
  });

  test('deployments and endpoints without waiting', async () => {
    const words = ['-n', 'blue', '-e', 'first', '--set', 'tags.b=1', '--no-wait'];
    expect(await az.json('ml', 'online-deployment', 'update', ...words)).toBeUndefined();
    expect(
      await az.json('ml', 'online-endpoint', 'update', '-n', 'first', '--set', 'tags.b=1', '--no-wait'),
    ).toBeUndefined();
    expect(
      await az.json('ml', 'online-endpoint', 'regenerate-keys', '-n', 'first', '--no-wait'),
    ).toBeUndefined();
  });

  test('models and environments', async () => {
    await az.json('ml', 'model', 'create', '-n', 'm', '-p', model, '--tags', 'a=b');
    await az.json('ml', 'environment', 'create', '-n', 'e', '-i', 'img', '--tags', 'a=b');
    const edits = ['--set', 'properties.p=1', '--force-string', '--remove', 'tags.a'];
    const changed = { tags: {}, properties: { p: '1' } };
    expect(await az.json('ml', 'model', 'update', '-n', 'm', '-l', 'latest', ...edits)).toMatchObject(
      changed,
    );
    expect(await az.json('ml', 'environment', 'update', '-n', 'e', '-v', '1', ...edits)).toMatchObject(
      changed,
    );
    await az.refused(
      1,
      ['ml', 'model', 'update', '-n', 'm', '-v', '1', '--add', 'tags', 'x=1'],
      'not a list',
    );
    await az.refused(
      1,
      ['ml', 'environment', 'update', '-n', 'e', '-v', '1', '--add', 'tags', 'x=1'],
      'not a list',
    );
  });
});

describe('assets', () => {
  test('models are archived and restored by label', async () => {
    await az.json('ml', 'model', 'create', '-n', 'put-away', '-p', model);
    await az.json('ml', 'model', 'archive', '-n', 'put-away', '--label', 'latest');
    expect(await az.json('ml', 'model', 'list', '-n', 'put-away')).toEqual([]);
    await az.json('ml', 'model', 'create', '-n', 'put-away', '-p', request);
    await az.json('ml', 'model', 'restore', '-n', 'put-away', '--label', 'latest');
    expect(await az.json('ml', 'model', 'list', '-n', 'put-away')).toHaveLength(1);
  });

  test('environments are archived and restored, by version, by label and whole', async () => {
    await az.json('ml', 'environment', 'create', '-n', 'kept', '-i', 'img');
    await az.json('ml', 'environment', 'create', '-n', 'kept', '-i', 'img2');
    await az.json('ml', 'environment', 'archive', '-n', 'kept', '--version', '1');
    const versions = async (...words: string[]) =>
      az.json('ml', 'environment', 'list', '-n', 'kept', '--query', '[].version', ...words);
    expect(await versions()).toEqual(['2']);
    expect(await versions('--include-archived')).toEqual(['2', '1']);
    expect(await versions('--archived-only')).toEqual(['1']);
    expect(await versions('--include-archived', '--max-results', '1')).toEqual(['2']);
    await az.json('ml', 'environment', 'restore', '-n', 'kept', '-v', '1');
    await az.json('ml', 'environment', 'archive', '-n', 'kept', '-l', 'latest');
    expect(await versions()).toEqual(['1']);
    await az.json('ml', 'environment', 'archive', '-n', 'kept');
    const names = await az.json('ml', 'environment', 'list', '--query', "[?name=='kept']");
    expect(names).toEqual([]);
    await az.json('ml', 'environment', 'restore', '-n', 'kept');
    await az.json('ml', 'environment', 'restore', '-n', 'kept', '--label', 'latest');
    expect(await versions()).toEqual(['1']);
  });
});

describe('the command group of 2021', () => {
  const file = join(folder, 'old.yml');

  test('its commands, with the one type there is', async () => {
    writeFileSync(file, 'name: old\ntype: online\ndeployments: []\n');
    const online = ['--type', 'online'];
    await az.json(
      'ml',
      'endpoint',
      'create',
      '-f',
      file,
      '--set',
      'tags.a=1',
      '--skip-script-validation',
      ...online,
    );
    expect(await az.json('ml', 'endpoint', 'show', '-n', 'old', ...online)).toMatchObject({
      tags: { a: '1' },
      deployments: [],
    });
    expect(await az.json<object[]>('ml', 'endpoint', 'list', ...online)).toHaveLength(2);
    const words = ['-f', file, '--set', 'tags={"a": 2}', '--force-string', '--skip-script-validation'];
    await az.refused(1, ['ml', 'endpoint', 'update', ...words, ...online], 'tags');
    await az.refused(1, ['ml', 'endpoint', 'update', '-n', 'old', '--add', 'tags', 'x'], 'is not a list');
    expect(await az.json('ml', 'endpoint', 'get-credentials', '-n', 'old', ...online)).toHaveProperty(
      'primaryKey',
    );
    const keys = ['-n', 'old', '--key-type', 'secondary', ...online];
    expect(await az.json('ml', 'endpoint', 'regenerate-keys', ...keys)).toBeUndefined();
    expect(await az.json('ml', 'endpoint', 'regenerate-keys', '-n', 'old', '--no-wait')).toBeUndefined();
    const invoked = ['-n', 'first', '--request-file', request, '--deployment', 'blue', ...online];
    expect(await az.json<string>('ml', 'endpoint', 'invoke', ...invoked)).toContain('a');

    const logs = ['-n', 'first', '--deployment', 'blue', '--lines', '5', '--container', 'inference-server'];
    const { code, stdout } = await az.run('ml', 'endpoint', 'get-logs', ...logs, ...online);
    expect([code, stdout.length > 0]).toEqual([0, true]);
    await az.refused(2, ['ml', 'endpoint', 'show', '-n', 'old', '--type', 'batch'], 'not one of online');
  });

  test('a deployment, then the endpoint, is deleted', async () => {
    const deployment = ['-n', 'green', '-e', 'first', '-f', 'echo-deployment.yml'];
    await az.json('ml', 'online-deployment', 'create', ...deployment);
    await az.json('ml', 'endpoint', 'delete', '-n', 'first', '--deployment', 'green', '--yes');
    expect(await az.json('ml', 'online-deployment', 'list', '--endpoint-name', 'first')).toHaveLength(1);
    const words = ['-n', 'old', '--type', 'online', '--no-wait', '--yes'];
    expect(await az.json('ml', 'endpoint', 'delete', ...words)).toBeUndefined();
  });
});

describe('--local', () => {
  const local = (...words: string[]) => az.json('ml', ...words, '--local');

  test('reads', async () => {
    expect(await local('online-endpoint', 'show', '-n', 'first')).toMatchObject({ location: 'local' });
    expect(await local('endpoint', 'show', '-n', 'first')).toMatchObject({ name: 'first' });
    expect(await local('endpoint', 'list')).toContainEqual(expect.objectContaining({ name: 'first' }));
    expect(await local('online-deployment', 'show', '-n', 'blue', '-e', 'first')).toMatchObject({
      name: 'blue',
    });
    expect(await local('online-deployment', 'list', '-e', 'first')).toHaveLength(1);
    expect(await local('online-endpoint', 'invoke', '-n', 'first', '-r', request)).toContain('a');
    expect(await local('endpoint', 'invoke', '-n', 'first', '-r', request)).toContain('a');
    const logs = await az.run('ml', 'online-deployment', 'get-logs', '-n', 'blue', '-e', 'first', '--local');
    expect(logs.code).toBe(0);
    expect((await az.run('ml', 'endpoint', 'get-logs', '-n', 'first', '-d', 'blue', '--local')).code).toBe(0);
  });

  test('changes', async () => {
    expect(await local('online-endpoint', 'update', '-n', 'first', '--set', 'tags.l=1')).toMatchObject({
      tags: { l: '1' },
    });
    expect(
      await local('online-deployment', 'update', '-n', 'blue', '-e', 'first', '--set', 'tags.l=1'),
    ).toMatchObject({ tags: { l: '1' } });
    const file = join(folder, 'nearby.yml');
    writeFileSync(file, 'name: nearby\ntype: online\ndeployments: []\n');
    await local('endpoint', 'create', '-f', file);
    expect(await local('endpoint', 'update', '-f', file)).toMatchObject({ name: 'nearby' });
    await local('online-endpoint', 'update', '-n', 'first', '--traffic', 'blue=0');
    await local('online-deployment', 'delete', '-n', 'blue', '-e', 'first', '--yes');
    await local('endpoint', 'delete', '-n', 'nearby', '--yes');
    expect(await local('online-endpoint', 'list')).toHaveLength(1);
  });
});

describe('teal apply', () => {
  test('takes scripts that are not Python, and the private Teal', async () => {
    mkdirSync(join(folder, 'code'));
    writeFileSync(join(folder, 'code', 'score.py'), 'def init(:\n');
    const path = join(folder, 'wish.yml');
    const environment = 'environment: {image: img}\ninstance_type: local\n';
    const code = 'code_configuration: {code: code, scoring_script: score.py}\n';
    writeFileSync(path, `name: red\nendpoint_name: first\n${code}${environment}`);
    const env = { ...teal.env, TEAL_LOCAL_HOME: teal.home };
    const refused = await run('teal', ['apply', '-f', path, '--dry-run', '--local'], { env });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('line 1') });
    const words = ['-f', path, '--dry-run', '--local', '--skip-script-validation'];
    expect(await must('teal', ['apply', ...words], { env })).toContain('red');
  });
});

describe('accounts and scopes', () => {
  test('the subscription may be named', async () => {
    const id = teal.server.subscription;
    expect(await az.json('account', 'show', '--subscription', id ?? '')).toMatchObject({ id });
    expect(await az.json('account', 'get-access-token', '--subscription', id ?? '')).toMatchObject({
      subscription: id,
    });
    expect(await az.json('account', 'list', '--all', '--refresh')).toHaveLength(1);
    const where = ['-g', 'teal', '-w', 'default'];
    expect(await az.json('ml', 'model', 'list', ...where)).not.toEqual([]);
    expect(await az.json('ml', 'workspace', 'show', '-n', 'default', '-g', 'teal')).toMatchObject({
      name: 'default',
    });
    const second = ['-n', 'second', '-g', 'teal', '--location', 'here'];
    expect(await az.json('ml', 'workspace', 'create', ...second)).toMatchObject({ location: 'here' });
    expect((await az.run('ml', 'model', 'list', '-g', 'none', '-w', 'default')).code).toBe(3);
    expect((await az.run('ml', 'model', 'list', '-g', 'teal', '--workspace-name', 'none')).code).toBe(3);
  });
});
