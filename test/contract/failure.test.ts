/** What goes wrong in a deployment: it is said in words that help, and what served goes on serving. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Load, startLoad } from '../support/load.ts';
import { instancesOf, killed, pidsOf } from '../support/processes.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, type Score, scorer, scoringUri, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let score: Score;
let load: Load | undefined;

const endpoint = '/onlineEndpoints/churn';
const settings = { requestSettings: { maxConcurrentRequestsPerInstance: 20, requestTimeout: 'PT60S' } };

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  for (const name of ['echo', 'slow', 'raises', 'crash', 'fails-init', 'syntax-error']) {
    await rest.register('codes', name, script(name));
  }
  await rest.call('PUT', endpoint, { properties: {} });
  const environmentVariables = { WHO: 'blue' };
  await rest.deploy('churn', 'blue', 'echo', { ...settings, environmentVariables });
  await route(rest, 'churn', { blue: 100 });
  score = await scorer(rest, 'churn');
});
afterAll(async () => {
  await load?.stop().catch(() => {});
  await teal?.close();
});

const at = (deployment: string) => ({ 'azureml-model-deployment': deployment });
const stateOf = async (name: string) =>
  (await rest.call('GET', `${endpoint}/deployments/${name}`)).body.properties?.provisioningState;

/** Deploys under a load on blue, which must not notice; the operation's end. */
async function deployBeside(name: string, code: string, properties: Json = {}): Promise<Json> {
  load = startLoad({ uri: await scoringUri(rest, 'churn'), key: await primaryKey(rest, 'churn') });
  await load.more(20);
  const ended = await rest.deploy('churn', name, code, { ...settings, ...properties });
  await load.more(20);
  const { answered, ...tally } = await load.stop();
  load = undefined;
  expect(tally).toMatchObject({ failed: 0, reasons: [], deployments: { blue: answered } });
  return ended;
}

describe('a script that cannot start', () => {
  const cases: [string, string[]][] = [
    ['fails-init', ['RuntimeError', 'fails-init: init() raises on purpose', 'score.py']],
    ['syntax-error', ['SyntaxError', 'score.py']],
  ];

  test.each(cases)('%s: the operation says why, with the end of the log', async (code, words) => {
    const ended = await deployBeside('green', code);
    expect(ended).toMatchObject({ status: 'Failed', error: { code: expect.stringMatching(/^UserScript/) } });
    for (const word of [...words, 'Last lines of its log (inference-server)', 'AZUREML_MODEL_DIR']) {
      expect(ended.error.message).toContain(word);
    }
    expect(ended.error.message).not.toContain('goes on serving');
    expect(await stateOf('green')).toBe('Failed');
    expect((await score({}, at('green'))).status).toBe(404);
    const { body } = await rest.call('POST', `${endpoint}/deployments/green/getLogs`, {});
    expect(body.content).toContain(words[0]);
    await until(
      'its processes gone',
      () => pidsOf(teal.home).length,
      (count) => count === 1,
    );
  });

  test('is replaced by one that can', async () => {
    const good = await deployBeside('green', 'echo', { environmentVariables: { WHO: 'green' } });
    expect(good.status).toBe('Succeeded');
    expect((await score({}, at('green'))).body.deployment).toBe('green');
  });

  test('as an update leaves the old version serving, and says so; its numbers may still be changed', async () => {
    const [pid] = instancesOf(teal.home).flatMap((one) => (one.deployment === 'blue' ? [one.pid] : []));
    const ended = await deployBeside('blue', 'fails-init');
    expect(ended).toMatchObject({ status: 'Failed' });
    expect(ended.error.message).toContain('goes on serving');
    expect((await score()).body).toEqual({ deployment: 'blue', echo: {} });
    expect(pidsOf(teal.home)).toContain(pid);
    expect((await rest.call('GET', endpoint)).body.properties.traffic).toEqual({ blue: 100 });
    const again = await deployBeside('blue', 'echo', { environmentVariables: { WHO: 'blue' } });
    expect(again.status).toBe('Succeeded');
    expect((await score()).body.deployment).toBe('blue');
  });

  test('may be deleted', async () => {
    expect((await rest.deploy('churn', 'hopeless', 'fails-init')).status).toBe('Failed');
    const reply = await rest.call('DELETE', `${endpoint}/deployments/hopeless`);
    expect((await rest.finished(reply)).status).toBe('Succeeded');
    expect(await stateOf('hopeless')).toBeUndefined();
  });
});

describe('an environment that cannot be had', () => {
  test("the operation has the resolver's own words, and the build log is shown", async () => {
    const condaFile = 'dependencies:\n  - pip:\n      - six==99.99\n';
    await rest.call('PUT', '/environments/impossible/versions/1', { properties: { image: 'i', condaFile } });
    const ended = await deployBeside('yellow', 'echo', { environmentId: 'azureml:impossible:1' });
    expect(ended).toMatchObject({ status: 'Failed', error: { code: 'ImageBuildFailure' } });
    expect(ended.error.message).toContain('six==99.99');
    expect(ended.error.message).toContain('storage-initializer');
    const containerType = 'StorageInitializer';
    const { body } = await rest.call('POST', `${endpoint}/deployments/yellow/getLogs`, { containerType });
    expect(body.content).toContain('six');
    const none = await rest.call('POST', `${endpoint}/deployments/yellow/getLogs`, {});
    expect([none.status, none.body.content]).toEqual([200, expect.stringContaining('storage-initializer')]);
  });

  test('is forgotten when another is asked for', async () => {
    const ended = await rest.deploy('churn', 'yellow', 'echo', settings);
    expect(ended.status).toBe('Succeeded');
    expect((await score({}, at('yellow'))).status).toBe(200);
  });
});

describe('a request that goes wrong', () => {
  test('slower than the limit: 408, and the next one is answered', async () => {
    const requestSettings = { maxConcurrentRequestsPerInstance: 2, requestTimeout: 'PT1S' };
    expect((await rest.deploy('churn', 'odd', 'slow', { requestSettings })).status).toBe('Succeeded');
    const late = await score({ seconds: 2 }, at('odd'));
    expect([late.status, late.deployment, late.body]).toEqual([408, 'odd', 'upstream request timeout']);
    await until(
      'an answer',
      () => score({ seconds: 0 }, at('odd')),
      ({ status }) => status === 200,
    );
  });

  test('that the script refuses: 424 with the reason of the model', async () => {
    expect((await rest.deploy('churn', 'odd', 'raises', settings)).status).toBe('Succeeded');
    const { status, headers, deployment } = await score({ message: 'out of range' }, at('odd'));
    expect([status, deployment]).toEqual([424, 'odd']);
    expect(headers.get('ms-azureml-model-error-statuscode')).toBe('500');
    expect(headers.get('ms-azureml-model-error-reason')).toBe('model_error');
    expect(headers.get('x-request-id')).toBeTruthy();
    const { body } = await rest.call('POST', `${endpoint}/deployments/odd/getLogs`, {});
    expect(body.content).toContain('ValueError: out of range');
  });

  test('with a deployment that is not there, a wrong key or none', async () => {
    expect((await score({}, at('nobody'))).status).toBe(404);
    expect((await (await scorer(rest, 'churn', 'wrong'))()).status).toBe(401);
    const uri = await scoringUri(rest, 'churn');
    const plain = await fetch(uri, { method: 'POST', body: '{}' });
    expect([plain.status, plain.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const nowhere = uri.replace('/churn/', '/nowhere/');
    expect((await fetch(nowhere, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

describe('an instance that dies', () => {
  const alive = (name: string) => instancesOf(teal.home).filter(({ deployment }) => deployment === name);

  test('killed from outside: another takes its place', async () => {
    const [victim] = alive('blue');
    await killed(victim?.pid ?? 0);
    await until(
      'an answer',
      () => score(),
      ({ status }) => status === 200,
    );
    const [heir, ...others] = alive('blue');
    expect(others).toEqual([]);
    expect(heir?.id).not.toBe(victim?.id);
    expect(await stateOf('blue')).toBe('Succeeded');
    expect((await rest.call('GET', endpoint)).body.properties.traffic).toEqual({ blue: 100 });
  });

  test('one of two, under load: the other answers, and there are two again', async () => {
    const environmentVariables = { WHO: 'blue' };
    await rest.deploy('churn', 'blue', 'echo', { ...settings, environmentVariables }, 2);
    const before = alive('blue');
    load = startLoad({ uri: await scoringUri(rest, 'churn'), key: await primaryKey(rest, 'churn') });
    await load.more(50);
    await killed(before[0]?.pid ?? 0);
    await load.more(50);
    await until(
      'two instances',
      () => alive('blue').map(({ id }) => id),
      (ids) => ids.length === 2,
    );
    await load.more(50);
    const tally = await load.stop();
    load = undefined;
    // What ran inside it when it died may be lost, and nothing else: 20 at most were under way.
    expect(tally.failed).toBeLessThanOrEqual(20);
    expect(alive('blue').map(({ id }) => id)).toContain(before[1]?.id);
  });

  test('by its own doing: the request fails, the next ones are answered', async () => {
    expect((await rest.deploy('churn', 'odd', 'crash', settings)).status).toBe('Succeeded');
    const lost = await score({ exit: 3 }, at('odd'));
    expect(lost.status).toBe(424);
    const seen = await until(
      'an answer',
      () => score({}, at('odd')),
      ({ status }) => status === 200,
    );
    expect(seen.body.pid).toBeGreaterThan(0);
  });
});
