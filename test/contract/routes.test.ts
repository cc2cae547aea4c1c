/** Operations of the control plane that clients reach through others' answers, each asked by its own path. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
});
afterAll(() => teal?.close());

describe('what there is', () => {
  test('workspaces of a subscription, of a group, and one', async () => {
    const { subscription, resourceGroup, workspace } = teal.server;
    const all = await rest.call(
      'GET',
      `/subscriptions/${subscription}/providers/Microsoft.MachineLearningServices/workspaces`,
    );
    expect(all.body.value).toHaveLength(1);
    const own = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces`,
    );
    expect(own.body).toEqual(all.body);
    const one = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`,
    );
    expect(one.body).toMatchObject({ name: workspace, id: expect.stringContaining(resourceGroup ?? '') });
  });

  test('a workspace that a program names is added where it says', async () => {
    const { subscription, resourceGroup } = teal.server;
    const added = await rest.call(
      'PUT',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/added`,
      { location: 'here' },
    );
    expect(added.body).toMatchObject({ name: 'added', location: 'here' });
  });

  test('groups of a subscription', async () => {
    const { subscription, resourceGroup } = teal.server;
    const { body } = await rest.call('GET', `/subscriptions/${subscription}/resourceGroups`);
    expect(body.value).toEqual([expect.objectContaining({ name: resourceGroup })]);
  });

  test('the registry of curated environments', async () => {
    const { subscription, resourceGroup } = teal.server;
    const all = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/registries/azureml/environments`,
    );
    const [first] = all.body.value;
    const one = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/registries/azureml/environments/${first.name}`,
    );
    expect(one.body).toMatchObject({ name: first.name });
    const versions = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/registries/azureml/environments/${first.name}/versions`,
    );
    const version = versions.body.value[0].name;
    const shown = await rest.call(
      'GET',
      `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/registries/azureml/environments/${first.name}/versions/${version}`,
    );
    expect(shown.body).toMatchObject({ name: version });
  });

  test('datastores and computes', async () => {
    const all = await rest.call('GET', '/datastores');
    const [first] = all.body.value;
    expect((await rest.call('GET', `/datastores/${first.name}`)).body).toEqual(first);
    expect((await rest.call('GET', '/datastores/none')).status).toBe(404);
    const computes = await rest.call('GET', '/computes');
    expect([computes.status, Array.isArray(computes.body.value)]).toEqual([200, true]);
  });
});

describe('files of an asset', () => {
  test('are listed and read', async () => {
    const folder = temporaryFolder('files');
    writeFileSync(join(folder, 'a b.txt'), 'text');
    const registered = await rest.register('models', 'filed', folder);
    expect(registered.status).toBe(201);
    const listed = await rest.call('GET', '/models/filed/versions/1/files');
    const [{ path }] = listed.body.value;
    expect(path).toMatch(/a b\.txt$/);
    const read = await rest.call('GET', `/models/filed/versions/1/files/${encodeURI(path)}`);
    expect([read.status, read.body]).toEqual([200, 'text']);
    expect((await rest.call('GET', '/models/filed/versions/1/files/none')).status).toBe(404);
  });
});

describe('operations', () => {
  test('their status and their result are at the addresses that a change names', async () => {
    await rest.call('PUT', '/onlineEndpoints/begun', { properties: { authMode: 'Key' } });
    const begun = await rest.call('DELETE', '/onlineEndpoints/begun');
    const status = new URL(begun.headers.get('azure-asyncoperation') ?? '').pathname;
    expect(await rest.finished(begun)).toMatchObject({ status: 'Succeeded' });
    const id = status.split('/').at(-1);
    const locations = status.split('/').slice(0, -2).join('/');
    expect((await rest.call('GET', `${locations}/mfeOperationsStatus/${id}`)).body.status).toBe('Succeeded');
    expect((await rest.call('GET', `${locations}/mfeOperationResults/${id}`)).status).toBeLessThan(300);
    expect((await rest.call('GET', `${locations}/mfeOperationsStatus/none`)).status).toBe(404);
  });
});
