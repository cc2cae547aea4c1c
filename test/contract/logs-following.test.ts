/** Logs that are followed: what is written arrives by itself, once, whatever happens to the connection. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTeal, type Teal as Sdk } from '../../src/sdk/teal.ts';
import { instancesOf, killed, rolesOf } from '../support/processes.ts';
import { expectError } from '../support/refusals.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let sdk: Sdk;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  const { url, subscription, resourceGroup, workspace: name } = teal.server;
  sdk = createTeal({ url, token: teal.token, workspace: { subscription, resourceGroup, name } });
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue' } });
}, 300_000);
afterAll(() => teal?.close());

/** What one instance of the deployment would have printed. */
function print(text: string, deployment = 'blue'): void {
  const [instance] = instancesOf(teal.home).filter((one) => one.deployment === deployment);
  if (instance === undefined) throw new Error(`${deployment} has no instance`);
  appendFileSync(join(teal.home, 'instances', instance.id, 'inference-server.log'), text);
}

type Ear = { readonly lines: string[]; readonly said: string[]; readonly over: Promise<unknown> };

function follow(deployment: string, signal?: AbortSignal, keepsTrying = true): Ear {
  const [lines, said]: [string[], string[]] = [[], []];
  const following = sdk.deployments('churn').followLogs(deployment, {
    tail: 0,
    signal,
    onLive: () => said.push('live'),
    ...(keepsTrying && { onLost: () => said.push('lost') }),
  });
  const over = (async () => {
    for await (const line of following) lines.push(line);
  })().catch((error: unknown) => error);
  return { lines, said, over };
}

const heard = (ear: Ear, line: string) =>
  until(
    `the line ${line}`,
    () => ear.lines,
    (lines) => lines.includes(line),
  );

test('lines come once each, also over the death of the control plane, until the deployment is gone', async () => {
  const ear = follow('blue');
  await until(
    'the stream',
    () => ear.said,
    ([first]) => first === 'live',
  );
  print('one\ntwo\nhalf');
  await heard(ear, 'two');
  print(' a line\n');
  await heard(ear, 'half a line');
  await killed((await rolesOf(teal)).control);
  print('meanwhile\n');
  await heard(ear, 'meanwhile');
  expect(ear.said.slice(-2)).toEqual(['lost', 'live']);
  await sdk.deployments('churn').remove('blue');
  expect(await ear.over).toBeUndefined();
  const ours = ear.lines.filter((line) => /^(one|two|half a line|meanwhile)$/.test(line));
  expect(ours).toEqual(['one', 'two', 'half a line', 'meanwhile']);
});

test('events are for those who ask for them; what is wrong is refused before the first', async () => {
  await rest.deploy('churn', 'green', 'echo', { environmentVariables: { WHO: 'green' } });
  const path = '/onlineEndpoints/churn/deployments/green/logs';
  expect((await rest.call('GET', `${path}?tail=1`)).body).toMatchObject({ cursor: expect.any(String) });
  const asked = { accept: 'text/event-stream' };
  const wrong = await rest.call('GET', `${path}?tail=-1`, undefined, asked);
  expectError(wrong, 400, 'UserError', 'tail is "-1"');
  const nobody = await rest.call('GET', path.replace('green', 'nobody'), undefined, asked);
  expectError(nobody, 404, 'ResourceNotFound', "'nobody'");
  const build = '/environments/usual/versions/1/buildLog';
  await sdk.environments.put({ name: 'usual', version: '1' }, { properties: { image: 'any' } });
  const cursor = await rest.call('GET', build, undefined, { ...asked, 'last-event-id': 'here' });
  expectError(cursor, 400, 'UserError', "cursor is 'here'");
});

test('the state of a build comes with its lines, also that of a curated environment', async () => {
  const states: unknown[] = [];
  // Whether an earlier test built it on this machine is not known; the rest is the same.
  const end = new AbortController();
  const onState = (build: unknown) => {
    states.push(build);
    end.abort(new Error('enough'));
  };
  const registry = sdk.registry('azureml');
  const at = { name: 'sklearn-1.5', version: '1' };
  const following = registry.followBuildLog(at, { signal: end.signal, onState });
  await expect(following[Symbol.asyncIterator]().next()).rejects.toThrow('enough');
  const { state, message } = await registry.buildLog(at);
  expect(states).toEqual([{ state, message }]);
  const machineLearning = rest.workspace.replace(/\/workspaces\/[^/]+$/, '');
  const none = await rest.call(
    'GET',
    `${machineLearning}/registries/azureml/environments/sklearn-1.4/versions/1/buildLog`,
  );
  expectError(none, 404, 'ResourceNotFound', 'sklearn-1.4');
});

test('without a word on lost connections the loop ends with an error when nobody answers', async () => {
  const ear = follow('green', undefined, false);
  await until(
    'the stream',
    () => ear.said,
    ([first]) => first === 'live',
  );
  await teal.close();
  expect(await ear.over).toMatchObject({ name: 'TransportError' });
});
