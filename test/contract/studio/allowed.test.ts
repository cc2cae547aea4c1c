/** The table of allowed actions says what a real Teal answers, state by state. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../src/cli/testing/temporary.suite.ts';
import {
  type DeploymentAction,
  deploymentActions,
  type EndpointAction,
  endpointActions,
} from '../../../src/sdk/allowed.ts';
import { createTeal, type Teal as Sdk } from '../../../src/sdk/teal.ts';
import type { DeploymentResource, EndpointResource } from '../../../src/sdk/wire.ts';
import { type Churn, startChurn } from '../../support/churn.ts';
import type { Reply } from '../../support/rest.ts';
import { until } from '../../support/teal.ts';

let churn: Churn;
let sdk: Sdk;

beforeAll(async () => {
  churn = await startChurn();
  const { url, subscription, resourceGroup, workspace: name } = churn.teal.server;
  sdk = createTeal({ url, token: churn.teal.token, workspace: { subscription, resourceGroup, name } });
  await sdk.endpoints.setTraffic('churn', { blue: 100 });
  await sdk.endpoints.setTraffic('churn', { blue: 90, green: 10 });
  await sdk.endpoints.setTraffic('churn', { blue: 100 });
}, 600_000);
afterAll(() => churn?.teal.close());

type Seen = { readonly endpoint: EndpointResource; readonly deployments: readonly DeploymentResource[] };

async function seen(name: string): Promise<Seen> {
  const [endpoint, deployments] = await Promise.all([
    sdk.endpoints.get(name),
    sdk.deployments(name).list().all(),
  ]);
  return { endpoint, deployments };
}

/** Each action as a request that does it; what is harmless to repeat is really done. */
function onEndpoint({
  endpoint: { name, properties, tags },
}: Seen): Readonly<Record<EndpointAction, () => Promise<Reply>>> {
  const at = `/onlineEndpoints/${name}`;
  const { call } = churn.rest;
  const mirror = Object.keys(properties.traffic).length === 0 ? {} : { green: 10 };
  return {
    edit: () => call('PATCH', at, { tags }),
    setTraffic: () => call('PATCH', at, { properties: { traffic: properties.traffic } }),
    setMirror: () => call('PATCH', at, { properties: { mirrorTraffic: mirror } }),
    addDeployment: () => call('PUT', `${at}/deployments/one-more`, body),
    listKeys: () => call('POST', `${at}/listKeys`),
    regenerateKey: () => call('POST', `${at}/regenerateKeys`, { keyType: 'Secondary' }),
    issueToken: () => call('POST', `${at}/token`),
    undo: () => call('POST', `${at}/undo`, { dryRun: true }),
    delete: () => call('DELETE', at),
  };
}

const body = {
  sku: { name: 'Default', capacity: 1 },
  properties: {
    endpointComputeType: 'Managed',
    instanceType: 'local',
    codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
  },
};

/** What is refused, with what the table says of it. */
async function refusals<A extends string>(
  table: Readonly<Record<A, { readonly code: string; readonly message: string } | null>>,
  requests: Readonly<Record<A, () => Promise<Reply>>>,
  actions: readonly A[],
): Promise<A[]> {
  const refused: A[] = [];
  for (const action of actions) {
    const { status, body } = await requests[action]();
    const said = table[action];
    const what = { action, status, message: status < 400 ? null : body.error.message };
    expect(what).toEqual({
      action,
      status:
        said === null ? expect.toSatisfy((code: number) => code < 400) : said.code === 'conflict' ? 409 : 400,
      message: said?.message ?? null,
    });
    if (said !== null) refused.push(action);
  }
  return refused;
}

const readings: readonly EndpointAction[] = ['listKeys', 'issueToken'];
const changes: readonly EndpointAction[] = ['edit', 'setTraffic', 'setMirror', 'regenerateKey'];

describe('an endpoint', () => {
  test('in order, with keys', async () => {
    const now = await seen('churn');
    const table = endpointActions(now.endpoint);
    expect(await refusals(table, onEndpoint(now), [...readings, ...changes, 'undo'])).toEqual(['issueToken']);
    await sdk.endpoints.setMirrorTraffic('churn', {});
  });

  test('with tokens', async () => {
    await sdk.endpoints.put('tokened', { properties: { authMode: 'AMLToken' } });
    const tokened = await seen('tokened');
    const ofTokens = endpointActions(tokened.endpoint);
    expect(await refusals(ofTokens, onEndpoint(tokened), [...readings, 'edit', 'regenerateKey'])).toEqual([
      'listKeys',
      'regenerateKey',
    ]);
  });

  test('on a compute', async () => {
    const compute = `${churn.rest.workspace}/computes/cluster`;
    await sdk.endpoints.put('attached', { properties: { authMode: 'Key', compute } });
    const now = await seen('attached');
    const mirror = { properties: { mirrorTraffic: { green: 10 } } };
    const setMirror = () => churn.rest.call('PATCH', '/onlineEndpoints/attached', mirror);
    const requests = { ...onEndpoint(now), setMirror };
    const table = endpointActions(now.endpoint);
    expect(await refusals(table, requests, [...readings, 'edit', 'setMirror'])).toEqual([
      'issueToken',
      'setMirror',
    ]);
  });

  test('being deleted, after its deployment', async () => {
    await sdk.endpoints.put('leaving', { properties: { authMode: 'Key' } });
    const code = join(temporaryFolder('busy'), 'busy');
    mkdirSync(code);
    writeFileSync(join(code, 'score.py'), busyScript);
    await churn.rest.register('codes', 'busy', code);
    const [seenFile, goFile] = [join(code, 'seen'), join(code, 'go')];
    await churn.rest.deploy('leaving', 'blue', 'busy', {
      environmentVariables: { SEEN: seenFile, GO: goFile },
      requestSettings: { requestTimeout: 'PT1M' },
    });
    // A request that is being answered holds the deletion up.
    const answer = sdk.score('leaving', '{}', { deployment: 'blue' });
    await until(
      'the request',
      () => existsSync(seenFile),
      (there) => there,
    );
    await sdk.deployments('leaving').beginRemove('blue');
    const { endpoint, deployments } = await seen('leaving');
    const [blue] = deployments;
    if (blue === undefined) throw new Error('blue is gone already');
    const edit = () =>
      churn.rest.call('PATCH', '/onlineEndpoints/leaving/deployments/blue', { tags: { a: 'b' } });
    const remove = () => churn.rest.call('DELETE', '/onlineEndpoints/leaving/deployments/blue');
    const onBlue = { takeTraffic: edit, takeMirror: edit };
    const ofBlue = deploymentActions(blue, endpoint);
    expect(await refusals(ofBlue, { ...onBlue, edit, delete: remove }, ['edit', 'delete'])).toEqual(['edit']);
    await sdk.endpoints.beginRemove('leaving');
    const now = await seen('leaving');
    expect(now.endpoint.properties.provisioningState).toBe('Deleting');
    const table = endpointActions(now.endpoint);
    expect(
      await refusals(table, onEndpoint(now), ['listKeys', ...changes, 'addDeployment', 'undo', 'delete']),
    ).toEqual([...changes, 'addDeployment', 'undo']);
    writeFileSync(goFile, '');
    expect((await answer).status).toBe(200);
  });
});

/** Leaves a file where SEEN says when a request comes, and answers when there is one where GO says. */
const busyScript = `
import os, time

def init():
    pass

def run(raw):
    open(os.environ["SEEN"], "w").close()
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.05)
    return "done"
`;

describe('a deployment', () => {
  const onDeployment = (name: string): Readonly<Record<DeploymentAction, () => Promise<Reply>>> => {
    const { call } = churn.rest;
    const at = `/onlineEndpoints/churn/deployments/${name}`;
    const other = name === 'blue' ? 'green' : 'blue';
    return {
      edit: () => call('PATCH', at, { tags: { seen: 'yes' } }),
      takeTraffic: () =>
        call('PATCH', '/onlineEndpoints/churn', { properties: { traffic: { [name]: 0, [other]: 100 } } }),
      takeMirror: () =>
        call('PATCH', '/onlineEndpoints/churn', { properties: { mirrorTraffic: { [name]: 10 } } }),
      delete: () => call('DELETE', at),
    };
  };

  test('with live traffic', async () => {
    const { endpoint, deployments } = await seen('churn');
    const blue = deployments.find(({ name }) => name === 'blue');
    if (blue === undefined) throw new Error('blue is gone');
    const table = deploymentActions(blue, endpoint);
    const asked = await refusals(table, onDeployment('blue'), ['takeMirror', 'delete']);
    expect(asked).toEqual(['takeMirror', 'delete']);
  });

  test('without', async () => {
    const { endpoint, deployments } = await seen('churn');
    const green = deployments.find(({ name }) => name === 'green');
    if (green === undefined) throw new Error('green is gone');
    const table = deploymentActions(green, endpoint);
    expect(await refusals(table, onDeployment('green'), ['edit', 'takeMirror'])).toEqual([]);
    await until(
      'green',
      () => sdk.deployments('churn').get('green'),
      ({ properties }) => properties.provisioningState === 'Succeeded',
    );
    expect(await refusals(table, onDeployment('green'), ['delete'])).toEqual([]);
  });

  test('that is not ready yet takes no requests', async () => {
    const deploying = churn.rest.call('PUT', '/onlineEndpoints/churn/deployments/slow', {
      ...body,
      properties: { ...body.properties, readinessProbe: { initialDelay: 'PT15S' } },
    });
    expect((await deploying).status).toBe(201);
    const [{ endpoint }, slow] = [await seen('churn'), await sdk.deployments('churn').get('slow')];
    expect(slow.properties.provisioningState).toBe('Creating');
    const said = deploymentActions(slow, endpoint);
    const asked = await churn.rest.call('PATCH', '/onlineEndpoints/churn', {
      properties: { traffic: { blue: 90, slow: 10 } },
    });
    expect({ status: asked.status, message: asked.body.error?.message }).toEqual({
      status: 400,
      message: said.takeTraffic?.message,
    });
    await churn.rest.finished(await deploying);
    expect(deploymentActions(await sdk.deployments('churn').get('slow'), endpoint).takeTraffic).toBeNull();
  });
});
