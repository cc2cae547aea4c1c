/** Azure's curated environments through the doors of a real Teal: what they stand for, and what a user's file adds. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { expectError } from '../support/refusals.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let az: Az;
let mapping: string;
const folder = temporaryFolder('curated');
const registry =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/teal/providers/Microsoft.MachineLearningServices/registries';
const own = (six: string) => `environments:
  tiny:
    description: Six alone
    python: '>=3.8'
    requirements: [six==${six}]
`;

beforeAll(async () => {
  mkdirSync(join(folder, 'code'));
  writeFileSync(
    join(folder, 'code', 'score.py'),
    'import six\ndef init(): pass\ndef run(raw): return six.__version__\n',
  );
  writeFileSync(join(folder, 'request.json'), '{}');
  teal = await startTeal();
  rest = restOf(teal);
  az = azOn(teal);
  mapping = join(teal.home, 'curated-environments.yml');
  await rest.register('codes', 'code', join(folder, 'code'));
  await az.json('ml', 'online-endpoint', 'create', '-n', 'curated');
});
afterAll(() => teal?.close());
beforeEach(() => rmSync(mapping, { force: true }));

const put = (environmentId: string) =>
  rest.call('PUT', '/onlineEndpoints/curated/deployments/blue', {
    sku: { name: 'Default', capacity: 1 },
    properties: {
      endpointComputeType: 'Managed',
      instanceType: 'local',
      codeConfiguration: { codeId: 'azureml:code:1', scoringScript: 'score.py' },
      environmentId,
    },
  });
const invoke = () =>
  az.json<string>(
    'ml',
    'online-endpoint',
    'invoke',
    '-n',
    'curated',
    '-d',
    'blue',
    '-r',
    join(folder, 'request.json'),
  );

describe('deployments on curated environments', () => {
  test('one of a user runs, and an edit of the file reaches it with the next update', async () => {
    writeFileSync(mapping, own('1.17.0'));
    const id = 'azureml://registries/azureml/environments/tiny/labels/latest';
    const created = await put(id);
    expect(created.status, JSON.stringify(created.body)).toBe(201);
    expect(created.body.properties.environmentId).toBe(id);
    expect(await rest.finished(created)).toMatchObject({ status: 'Succeeded' });
    expect(await invoke()).toBe('"1.17.0"');
    writeFileSync(mapping, own('1.16.0'));
    expect(await invoke()).toBe('"1.17.0"');
    for (const again of ['azureml:AzureML-tiny:12', 'azureml:AzureML-tiny@latest']) {
      expect(await rest.finished(await put(again))).toMatchObject({ status: 'Succeeded' });
      expect(await invoke()).toBe('"1.16.0"');
    }
  });

  test.each([
    [
      'azureml://registries/azureml/environments/sklearn-1.4/labels/latest',
      "no curated environment 'sklearn-1.4' on this Teal. The nearest are 'sklearn-1.0', 'sklearn-1.1'",
    ],
    ['azureml:AzureML-sklearn-1.4@latest', "'AzureML-sklearn-1.4'"],
    ['azureml://registries/azureml/environments/sklearn-1.5/labels/old', '/labels/latest'],
    ['azureml://registries/azureml/environments/sklearn-1.5/versions/new', "no version 'new'"],
    ['azureml://registries/azureml/environments/sklearn-1.5', '/versions/VERSION'],
    ['azureml://registries/azureml/models/m/versions/1', '/environments/NAME'],
    ['azureml://registries/contoso/environments/e/versions/1', "the only registry on Teal is 'azureml'"],
    ['azureml:AzureML-sklearn-1.5@old', "the only label is 'latest'"],
  ])('%s is refused', async (id, message) => {
    const before = await rest.call('GET', '/onlineEndpoints/curated/deployments');
    const refused = await put(id);
    expectError(refused, 400, 'UserError');
    expect(refused.body.error.message).toContain(message);
    expect(refused.body.error.target).toBe('environment');
    expect((await rest.call('GET', '/onlineEndpoints/curated/deployments')).body).toEqual(before.body);
  });

  test('an unknown one is told where to add it', async () => {
    const { body } = await put('azureml://registries/azureml/environments/mine/versions/1');
    expect(body.error.message).toContain(`Add an entry 'mine' to ${mapping}`);
  });

  test('a broken file is told by file, entry and field to those who need it, and to no one else', async () => {
    writeFileSync(mapping, 'environments: {tiny: {python: 3.10, requirements: []}}');
    const refused = await put('azureml://registries/azureml/environments/sklearn-1.5/labels/latest');
    expectError(refused, 400, 'UserError', mapping, 'environments.tiny.python is 3.1');
    expect((await rest.call('GET', '/onlineEndpoints/curated')).status).toBe(200);
  });
});

describe('the registry and the workspace show them', () => {
  test('az ml environment list and show take --registry-name azureml', async () => {
    writeFileSync(mapping, own('1.17.0'));
    const list = (...words: string[]) =>
      az.json<object[]>('ml', 'environment', 'list', '--registry-name', 'azureml', ...words);
    expect(await list()).toEqual(
      expect.arrayContaining([
        { 'latest version': '1', name: 'tiny' },
        { 'latest version': '1', name: 'sklearn-1.5' },
      ]),
    );
    expect(await list('--max-results', '2')).toHaveLength(2);
    expect(await list('--archived-only')).toEqual([]);
    expect(await list('-n', 'sklearn-1.5')).toEqual([{ name: 'sklearn-1.5', version: '1' }]);
    const show = ['ml', 'environment', 'show', '--registry-name', 'azureml', '-n'];
    expect(await az.json(...show, 'tiny', '-l', 'latest')).toEqual({
      conda_file: { dependencies: ['python>=3.8', { pip: ['six==1.17.0'] }] },
      description: 'Six alone',
      id: 'azureml://registries/azureml/environments/tiny/versions/1',
      name: 'tiny',
      os_type: 'linux',
      properties: {},
      tags: {},
      version: '1',
    });
    expect(await az.json(...show, 'sklearn-1.5', '-v', '33')).toMatchObject({ version: '33' });
    await az.refused(3, [...show, 'sklearn-1.4', '-l', 'latest'], "'sklearn-1.5'");
    await az.refused(3, [...show, 'tiny', '-v', 'x'], "no version 'x'");
    await az.refused(
      3,
      ['ml', 'environment', 'list', '--registry-name', 'contoso'],
      "registry 'contoso' was not found",
    );
    await az.refused(
      1,
      ['ml', 'environment', 'archive', '-n', 'tiny', '--registry-name', 'azureml'],
      'egistr',
    );
  });

  test('a workspace answers for AzureML-… as Azure does, and keeps the names free', async () => {
    const path = '/environments/AzureML-sklearn-1.5';
    const { body } = await rest.call('GET', path);
    expect(body).toMatchObject({ name: 'AzureML-sklearn-1.5', properties: { latestVersion: '1' } });
    const versions = await rest.call('GET', `${path}/versions`);
    expect(versions.body.value).toEqual([
      expect.objectContaining({
        id: `${rest.workspace}${path}/versions/1`,
        properties: expect.objectContaining({ environmentType: 'Curated' }),
      }),
    ]);
    expect((await rest.call('GET', `${path}/versions/7`)).body).toMatchObject({ name: '7' });
    expectError(
      await rest.call('GET', '/environments/AzureML-none'),
      404,
      'ResourceNotFound',
      'AzureML-none',
    );
    const made = await rest.call('PUT', `${path}/versions/1`, { properties: { image: 'x' } });
    expectError(made, 400, 'UserError', 'reserved');
    expect((await rest.call('GET', '/environments')).body.value).toEqual([]);
  });

  test('a page of a registry', async () => {
    const { body } = await rest.call('GET', `${registry}/azureml/environments?count=2`);
    expect(body.value).toHaveLength(2);
    const next = await rest.call('GET', body.nextLink);
    expect(next.body.value[0].name > body.value[1].name).toBe(true);
    expect((await rest.call('GET', `${registry}/azureml/environments/sklearn-1.5`)).body).toMatchObject({
      id: 'azureml://registries/azureml/environments/sklearn-1.5',
    });
  });
});
