/** What samples need that are run as they stand: names that nobody filled in, and a cluster that is attached first. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectError } from '../support/refusals.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { script } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
});
afterAll(() => teal?.close());

const provider = 'providers/Microsoft.MachineLearningServices';
const unfilled = `/subscriptions/<SUBSCRIPTION_ID>/resourceGroups/<RESOURCE_GROUP>/${provider}/workspaces/<AML_WORKSPACE_NAME>`;

describe('names that were left for the reader to fill in', () => {
  test('stand for the workspace, whose own names are answered', async () => {
    const { status, body } = await rest.call('GET', encodeURI(unfilled));
    expect([status, body.id, body.name]).toEqual([200, rest.workspace, 'default']);
    const group = await rest.call('GET', encodeURI('/subscriptions/<sub>/resourceGroups/<group>'));
    expect([group.status, group.body.name]).toEqual([200, 'teal']);
  });

  test('one of them may be left and the others given', async () => {
    const path = rest.workspace.replace(/default$/, '%3Cyour-workspace%3E');
    expect((await rest.call('GET', `${path}/onlineEndpoints`)).status).toBe(200);
    const elsewhere = encodeURI(unfilled).replace('%3CRESOURCE_GROUP%3E', 'elsewhere');
    expectError(await rest.call('GET', elsewhere), 404, 'ResourceNotFound', "'elsewhere'");
  });

  test.each(['%3C', 'a%3Cb%3E', '%3Ca%3Eb', '%3Ca%3Cb%3E'])('%s is a name, of nothing', async (name) => {
    const path = rest.workspace.replace(/default$/, name);
    expectError(await rest.call('GET', path), 404, 'ResourceNotFound', decodeURIComponent(name));
  });

  test('an id in a body may have them, and is kept without', async () => {
    await rest.call('PUT', '/onlineEndpoints/sample', { properties: { authMode: 'Key' } });
    const codeId = `${unfilled}/codes/echo/versions/1`;
    const codeConfiguration = { codeId, scoringScript: 'score.py' };
    const done = await rest.deploy('sample', 'blue', 'echo', { codeConfiguration });
    expect(done.status).toBe('Succeeded');
    const { body } = await rest.call('GET', '/onlineEndpoints/sample/deployments/blue');
    expect(body.properties.codeConfiguration.codeId).toBe(`${rest.workspace}/codes/echo/versions/1`);
  });

  test('polling leads to the end of the operation', async () => {
    const reply = await rest.call('DELETE', `${encodeURI(unfilled)}/onlineEndpoints/sample`);
    expect([reply.status, (await rest.finished(reply)).status]).toEqual([202, 'Succeeded']);
  });
});

describe('a cluster that a program attaches', () => {
  const kubernetes = { computeType: 'Kubernetes', resourceId: '/subscriptions/s/c', properties: {} };

  test('is there before and after', async () => {
    const before = await rest.call('GET', '/computes/inference');
    const put = await rest.call('PUT', '/computes/inference', { location: 'local', properties: kubernetes });
    expect([put.status, put.body.properties.provisioningState]).toEqual([201, 'Creating']);
    expect((await rest.call('GET', '/computes/inference')).body).toEqual(before.body);
    expect(before.body.properties).toMatchObject({
      computeType: 'Kubernetes',
      provisioningState: 'Succeeded',
    });
  });

  test('comes back as it was answered', async () => {
    const { body } = await rest.call('GET', '/computes/inference');
    expect((await rest.call('PUT', '/computes/inference', body)).status).toBe(201);
  });

  test.each([
    ['another kind', { properties: { computeType: 'AmlCompute' } }, 'NotSupported', "'AmlCompute'"],
    ['no kind', { properties: {} }, 'UserError', 'computeType'],
    ['an unknown member', { properties: { ...kubernetes, nodes: 3 } }, 'UserError', 'properties.nodes'],
    ['no body', undefined, 'UserError', 'body'],
  ])('%s is refused', async (_what, body, code, says) => {
    expectError(await rest.call('PUT', '/computes/inference', body), 400, code, says);
  });
});

describe('an image with a server of its own', () => {
  const route = { path: '/v1/models/half_plus_two', port: 8501 };
  const inferenceConfig = { livenessRoute: route, readinessRoute: route, scoringRoute: route };
  const deploy = (name: string, codeConfiguration?: object) =>
    rest.call('PUT', `/onlineEndpoints/served/deployments/${name}`, {
      sku: { name: 'Default', capacity: 1 },
      properties: {
        endpointComputeType: 'Managed',
        instanceType: 'local',
        environmentId: 'azureml:tfserving:1',
        ...(codeConfiguration === undefined ? {} : { codeConfiguration }),
      },
    });

  beforeAll(async () => {
    await rest.call('PUT', '/onlineEndpoints/served', { properties: { authMode: 'Key' } });
    const properties = { image: 'docker.io/tensorflow/serving:latest', inferenceConfig };
    expect((await rest.call('PUT', '/environments/tfserving/versions/1', { properties })).status).toBe(201);
  });

  test('is refused by what it has, and nothing is kept', async () => {
    expectError(await deploy('blue'), 400, 'NotSupported', "'tfserving' version '1'", 'inference_config');
    expect((await rest.call('GET', '/onlineEndpoints/served/deployments/blue')).status).toBe(404);
  });

  test('does not matter where a scoring script answers', async () => {
    const reply = await deploy('green', { codeId: 'azureml:echo:1', scoringScript: 'score.py' });
    expect((await rest.finished(reply)).status).toBe('Succeeded');
  });
});

describe('a conda file that a shell has pasted into JSON', () => {
  const condaFile = 'name: pasted\r\ndependencies:\n  - python=3.11\t# "quoted" and \\n as it is\n';
  const put = (name: string, body: string) =>
    fetch(`${teal.server.url}${rest.workspace}/environments/${name}/versions/1?api-version=2023-04-01`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${teal.token}`, 'content-type': 'application/json' },
      body,
    });

  test('is read with its line breaks and tabs', async () => {
    const pasted = condaFile.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    const body = `{\n\t"properties": { "image": "i",\n "condaFile": "${pasted}" }\n}\n`;
    expect(() => JSON.parse(body)).toThrow();
    expect((await put('pasted', body)).status).toBe(201);
    const shown = await rest.call('GET', '/environments/pasted/versions/1');
    expect(shown.body.properties.condaFile).toBe(condaFile);
  });

  test.each([
    ['a text without an end', '{"properties": {"image": "i\n}}'],
    ['a break after a backslash', '{"properties": {"image": "i\\\n"}}'],
    ['another control character', '{"properties": {"image": "i\u0001"}}'],
  ])('%s is still refused', async (_what, body) => {
    const reply = await put('broken', body);
    const { error } = (await reply.json()) as { readonly error: { readonly message: string } };
    expect([reply.status, error.message]).toEqual([400, expect.stringContaining('cannot be read')]);
    expect((await rest.call('GET', '/environments/broken/versions/1')).status).toBe(404);
  });
});

test('a workspace tells where tracking would be, for clients that read it when they start', async () => {
  const { body } = await rest.call('GET', rest.workspace);
  const uri = new URL(body.properties.mlFlowTrackingUri);
  expect([uri.protocol, uri.pathname]).toEqual(['azureml:', `/mlflow/v1.0${rest.workspace}`]);
});
