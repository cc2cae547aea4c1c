/** Who decides how many instances there are: each change of that is in the history, and goes no further than the limit. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must, run } from '../support/command.ts';
import { expectError } from '../support/refusals.ts';
import type { Json } from '../support/rest.ts';
import { blue, endpoint, type Scaled, startScaled } from '../support/scaled.ts';
import { until } from '../support/teal.ts';

let scaled: Scaled;
let { rest, sdk, target, group, settled } = {} as Scaled;

beforeAll(async () => {
  scaled = await startScaled({ TEAL_COMPUTE: 'fake' });
  ({ rest, sdk, target, group, settled } = scaled);
});
afterAll(() => scaled?.teal.close());

const history = async (top: number): Promise<Json[]> =>
  (await rest.call('GET', `/onlineEndpoints/${endpoint}/history?deployment=blue&$top=${top}`)).body.value.map(
    ({ properties }: Json) => properties,
  );
const newest = async (): Promise<Json> => (await history(1))[0];
const told = async (): Promise<Json> => {
  const words = ['history', '-n', endpoint, '-d', 'blue', '--max-items', '1'];
  return JSON.parse(await must('teal', words, { env: scaled.teal.env }))[0];
};
const monitor = (...words: string[]) =>
  must('az', ['monitor', 'autoscale', ...words], { env: scaled.teal.env });
const teal = (...words: string[]) => run('teal', words, { env: scaled.teal.env });
const path = (name: string) => `${group}/providers/Microsoft.Insights/autoscaleSettings/${name}`;
const setting = (capacity: Json, more: Json = {}): Json => ({
  location: 'local',
  properties: {
    enabled: false,
    targetResourceUri: target,
    profiles: [{ name: 'default', capacity, rules: [] }],
    ...more,
  },
});
const upTo = (most: number): Json => ({ minimum: '1', maximum: String(most), default: '1' });
const put = (name: string, body: Json, headers?: Record<string, string>) =>
  rest.call('PUT', `${path(name)}?api-version=2022-10-01`, body, headers);
const remove = (name: string, headers?: Record<string, string>) =>
  rest.call('DELETE', `${path(name)}?api-version=2022-10-01`, undefined, headers);

describe('a record for each change', () => {
  test('of a setting through REST: made, changed, and deleted', async () => {
    const secret = { serviceUri: 'https://h.example?token=hunter-2', properties: { key: 'hunter-3' } };
    const notifications = [{ operation: 'Scale', webhooks: [secret] }];
    const because = { 'x-teal-reason': 'peaks%20at%20noon' };
    expect((await put('rules', setting(upTo(2), { notifications }), because)).status).toBe(201);
    const made = await newest();
    expect(made).toMatchObject({
      operation: 'autoscale',
      who: 'admin',
      reason: 'peaks at noon',
      target: path('rules'),
      deployment: 'blue',
      operationId: null,
      traffic: null,
      before: null,
      after: { location: 'local', properties: { enabled: false, profiles: [{ capacity: upTo(2) }] } },
    });
    expect(JSON.stringify(made)).not.toContain('hunter');
    await put('rules', setting(upTo(3), { notifications }));
    const changed = await newest();
    const at = 'properties.profiles[0].capacity.maximum';
    expect(changed.changes).toEqual([{ path: at, before: '2', after: '3' }]);
    expect(changed).toMatchObject({ previousHash: made.hash, sequence: made.sequence + 1, reason: null });
    await put('rules', setting(upTo(3), { notifications }));
    expect((await newest()).sequence).toBe(changed.sequence);
    await rest.call('PATCH', `${path('rules')}?api-version=2022-10-01`, { tags: { team: 'growth' } });
    expect((await newest()).changes).toEqual([{ path: 'tags.team', after: 'growth' }]);
    await remove('rules', { 'x-teal-reason': 'enough' });
    expect(await newest()).toMatchObject({ operation: 'autoscale', reason: 'enough', after: null });
    const last = (await newest()).sequence;
    expect((await remove('rules')).status).toBe(204);
    expect((await newest()).sequence).toBe(last);
  });

  test('of every line of az monitor autoscale, with its --reason', async () => {
    const named = ['--autoscale-name', 'lines'];
    const lines: [string[], string][] = [
      [
        ['create', '--resource', target, '-n', 'lines', '--count', '1', '--max-count', '2', '--disabled'],
        'setting lines added',
      ],
      [
        [
          ...['rule', 'create', ...named],
          ...['--condition', 'CpuUtilizationPercentage > 70 avg 5m', '--scale', 'out', '1'],
        ],
        'setting lines, profiles[0].rules',
      ],
      [
        ['profile', 'create', ...named, '-n', 'sale', '--count', '2', '--timezone', 'UTC']
          .concat(['--start', '2030-01-01'])
          .concat(['--end', '2030-01-02']),
        'setting lines, profiles',
      ],
      [
        ['rule', 'copy', ...named, '--index', '*', '--dest-schedule', 'sale'],
        'setting lines, profiles[1].rules',
      ],
      [['rule', 'delete', ...named, '--index', '0'], 'setting lines, profiles[0].rules'],
      [['profile', 'delete', ...named, '-n', 'sale'], 'setting lines, profiles'],
      [['update', '-n', 'lines', '--count', '2'], 'setting lines, profiles[0].capacity.default'],
      [['delete', '-n', 'lines'], 'setting lines removed'],
    ];
    for (const [at, [words, change]] of lines.entries()) {
      await monitor(...words, '--reason', `line ${at}`);
      const entry = await told();
      expect([entry.operation, entry.reason, entry.change], words.join(' ')).toEqual([
        'autoscale',
        `line ${at}`,
        change,
      ]);
    }
  });

  test('of teal autoscale, with its --reason; and of the instance that a sleeping one is woken with', async () => {
    const which = ['-n', endpoint, '-d', 'blue'];
    await must('teal', ['autoscale', 'set', ...which, '--max', '2', '--reason', 'try it'], scaled.teal);
    expect(await told()).toMatchObject({
      operation: 'autoscale',
      who: 'admin',
      reason: 'try it',
      change: 'requests in flight added',
      before: null,
      after: { properties: { minInstances: 1, maxInstances: 2, window: 'PT60S', maxHeld: 100 } },
    });
    await must(
      'teal',
      ['autoscale', 'set', ...which, '--max', '2', '--min', '0', '--window', '3', '--idle', '2'],
      scaled.teal,
    );
    const [changed] = (await history(9)).filter(({ operation }) => operation === 'autoscale');
    expect(changed.changes.map(({ path }: Json) => path)).toEqual([
      'properties.idle',
      'properties.minInstances',
      'properties.window',
    ]);
    await settled(0);
    expect(await newest()).toMatchObject({ operation: 'update', who: 'autoscale', changes: [{ after: 0 }] });
    await sdk.autoscale(endpoint).off('blue', { reason: 'awake again' });
    const [woken, off] = await history(2);
    expect(off).toMatchObject({ operation: 'autoscale', reason: 'awake again', after: null });
    expect(woken).toMatchObject({
      operation: 'update',
      reason: 'awake again',
      previousHash: off.hash,
      changes: [{ path: 'sku.capacity', before: 0, after: 1 }],
    });
    await sdk.autoscale(endpoint).off('blue');
    expect((await newest()).sequence).toBe(woken.sequence);
    await settled(1);
  });

  test('in the same chain as all others, which holds; and of a setting that outlived its endpoint', async () => {
    const gone = { location: 'local', properties: { authMode: 'Key' } };
    await rest.call('PUT', '/onlineEndpoints/short', gone);
    await rest.deploy('short', 'one', 'echo');
    const id = `${rest.workspace}/onlineEndpoints/short/deployments/one`;
    await put('orphan', setting(upTo(2), { targetResourceUri: id.toLowerCase() }));
    const moved = await put('orphan', setting(upTo(2)));
    expect(moved.status).toBe(200);
    const ends = async () =>
      (await rest.call('GET', '/onlineEndpoints/short/history?deployment=one&$top=2')).body.value.map(
        ({ properties }: Json) => properties,
      );
    const [lost, given] = await ends();
    expect([given.before, lost.operation]).toEqual([null, 'autoscale']);
    expect(lost.changes).toEqual([
      { path: 'properties.targetResourceUri', before: id.toLowerCase(), after: target },
    ]);
    expect((await newest()).changes).toEqual(lost.changes);
    await sdk.autoscaleSettings.put('orphan', setting(upTo(2), { targetResourceUri: id }), {
      reason: 'back',
    });
    expect((await ends())[0]).toMatchObject({ reason: 'back' });
    await rest.finished(await rest.call('DELETE', '/onlineEndpoints/short'));
    expect(await sdk.autoscaleSettings.remove('orphan', { reason: 'nobody left' })).toBe(true);
    expect((await ends())[0]).toMatchObject({ reason: 'nobody left', after: null, deployment: 'one' });
    const { body } = await rest.call('POST', `/onlineEndpoints/${endpoint}/verifyHistory`, {});
    expect(body).toMatchObject({ intact: true, broken: null });
  });
});

describe('the limit instances-per-deployment', () => {
  const limit = (value: number | null) =>
    rest.call('PATCH', `/onlineEndpoints/${endpoint}/limits`, {
      properties: { instancesPerDeployment: value },
    });

  test('bounds what each way may be told, and nothing is half done', async () => {
    expect((await limit(3)).status).toBe(200);
    const { sequence } = await newest();
    const allowed = 'it must be at most 3, the limit instances-per-deployment';
    const field = 'properties.profiles[0].capacity.maximum';
    const refused = await put('wide', setting(upTo(4)));
    expectError(refused, 400, 'UserError', `${field} is 4; ${allowed}`);
    expect(refused.body.error.target).toBe(field);
    const own = await rest.call('PUT', `${blue}/autoscale`, { properties: { maxInstances: 4 } });
    expectError(own, 400, 'UserError', `properties.maxInstances is 4; ${allowed}`);
    const line = await teal('autoscale', 'set', '-n', endpoint, '-d', 'blue', '--max', '4');
    expect([line.code, line.stderr]).toEqual([1, expect.stringContaining(allowed)]);
    const { codeConfiguration } = (await rest.call('GET', blue)).body.properties;
    const busy = await rest.call('PUT', blue.replace('blue', 'busy'), {
      location: 'local',
      sku: { name: 'Default', capacity: 1 },
      properties: {
        endpointComputeType: 'Kubernetes',
        codeConfiguration,
        scaleSettings: { scaleType: 'TargetUtilization', minInstances: 1, maxInstances: 4 },
      },
    });
    expectError(busy, 400, 'UserError', `scale_settings.max_instances is 4; ${allowed}`);
    expect((await newest()).sequence).toBe(sequence);
    expect((await put('wide', setting(upTo(3)))).status).toBe(201);
    await remove('wide');
  });

  test('may be raised, and then more may be told than the default', async () => {
    expect((await limit(60)).status).toBe(200);
    expect((await put('wide', setting(upTo(60)))).status).toBe(201);
    await limit(null);
    const same = await put('wide', setting(upTo(60), { enabled: false }), { 'x-teal-reason': 'as it was' });
    expect(same.status).toBe(200);
    expectError(await put('wide', setting(upTo(61))), 400, 'UserError', 'at most 50');
    await remove('wide');
  });

  test('holds decisions when it is lowered later, and says so', async () => {
    const two = { minimum: '4', maximum: '4', default: '4' };
    await limit(null);
    expect((await put('more', setting(two))).status).toBe(201);
    await limit(2);
    const on = { properties: { enabled: true } };
    await rest.call('PATCH', `${path('more')}?api-version=2022-10-01`, on);
    await settled(2);
    const change = (await history(9)).find(({ who }) => who === 'autoscale');
    expect(change).toMatchObject({
      reason: 'profile default: 1 is less than the minimum, 4, but 2 is the limit instances-per-deployment',
      changes: [{ path: 'sku.capacity', before: 1, after: 2 }],
    });
    const { properties } = await until(
      'a decision that is held',
      () => sdk.autoscale(endpoint).get('blue'),
      ({ properties }) => properties.decisions[0]?.verdict === 'held',
    );
    expect(properties.decisions[0]).toMatchObject({
      from: 2,
      to: 2,
      why: expect.stringContaining('4, but 2 is the limit instances-per-deployment'),
    });
    await limit(null);
    await settled(4);
    await limit(2);
    expect((await rest.call('GET', blue)).body.sku.capacity).toBe(4);
    await remove('more');
  });
});
