/** Microsoft.Insights/autoscaleSettings through REST and the SDK, with real instances. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../support/rest.ts';
import { blue, endpoint, type Scaled, startScaled } from '../support/scaled.ts';
import { until } from '../support/teal.ts';

let scaled: Scaled;
let { rest, sdk, score, target, group, settled } = {} as Scaled;

beforeAll(async () => {
  scaled = await startScaled();
  ({ rest, sdk, score, target, group, settled } = scaled);
});
afterAll(() => scaled?.teal.close());

const count = async () => (await rest.call('GET', blue)).body.sku.capacity;

const rule = (change: Json = {}, action: Json = {}): Json => ({
  metricTrigger: {
    metricName: 'CpuUtilizationPercentage',
    metricResourceUri: target,
    timeGrain: 'PT1M',
    statistic: 'Average',
    timeWindow: 'PT5M',
    timeAggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 70,
    ...change,
  },
  scaleAction: { direction: 'Increase', type: 'ChangeCount', value: '1', cooldown: 'PT1M', ...action },
});
const setting = (capacity: Json, rules: Json[] = [], more: Json = {}): Json => ({
  location: 'local',
  properties: {
    enabled: true,
    targetResourceUri: target,
    profiles: [{ name: 'default', capacity, rules }],
    ...more,
  },
});
const one = { minimum: '1', maximum: '1', default: '1' };
const put = (name: string, body: Json) =>
  rest.call(
    'PUT',
    `${group}/providers/Microsoft.Insights/autoscaleSettings/${name}?api-version=2022-10-01`,
    body,
  );

describe('Microsoft.Insights/autoscaleSettings', () => {
  test('is created, read, listed, patched and deleted', async () => {
    const body = setting({ minimum: 1, maximum: '2', default: 1 }, [rule()], { enabled: false });
    const created = await put('first', body);
    expect(created.status).toBe(201);
    expect((await put('First', body)).status).toBe(200);
    const got = await rest.call(
      'GET',
      `${group}/providers/Microsoft.Insights/autoscaleSettings/first?api-version=2015-04-01`,
    );
    expect(got.body).toMatchObject({
      id: `${group}/providers/Microsoft.Insights/autoscaleSettings/first`,
      name: 'first',
      type: 'Microsoft.Insights/autoscaleSettings',
      properties: {
        enabled: false,
        profiles: [{ capacity: { minimum: '1', maximum: '2', default: '1' }, rules: [rule()] }],
        notifications: [],
      },
    });
    const version = 'api-version=2022-10-01';
    const patched = await rest.call(
      'PATCH',
      `${group}/providers/Microsoft.Insights/autoscaleSettings/first?${version}`,
      { tags: { a: 'b' }, properties: { enabled: true } },
    );
    expect(patched.body).toMatchObject({ tags: { a: 'b' }, properties: { enabled: true } });
    const [, , id, , own] = group.split('/');
    const lists = await Promise.all([
      rest.call(
        'GET',
        `/subscriptions/${id}/resourceGroups/${own}/providers/Microsoft.Insights/autoscaleSettings?${version}`,
      ),
      rest.call('GET', `/subscriptions/${id}/providers/Microsoft.Insights/autoscaleSettings?${version}`),
    ]);
    for (const { body } of lists) expect(body.value.map(({ name }: Json) => name)).toEqual(['first']);
    expect(
      (await rest.call('DELETE', `${group}/providers/Microsoft.Insights/autoscaleSettings/first?${version}`))
        .status,
    ).toBe(200);
    expect(
      (await rest.call('DELETE', `${group}/providers/Microsoft.Insights/autoscaleSettings/first?${version}`))
        .status,
    ).toBe(204);
    expect(
      (await rest.call('GET', `${group}/providers/Microsoft.Insights/autoscaleSettings/first?${version}`))
        .body.error.code,
    ).toBe('ResourceNotFound');
    expect(
      (
        await rest.call(
          'GET',
          `${group}x/providers/Microsoft.Insights/autoscaleSettings/first?api-version=2022-10-01`,
        )
      ).status,
    ).toBe(404);
  });

  test.each<[string, () => Json, string]>([
    ['no target', () => ({ properties: { profiles: [] } }), 'properties.targetResourceUri'],
    ['no profile', () => setting(one, [], { profiles: [] }), 'properties.profiles'],
    ['a target that is gone', () => setting(one, [], { targetResourceUri: `${target}x` }), 'does not exist'],
    [
      'an endpoint as the target',
      () => setting(one, [], { targetResourceUri: target.replace(/\/deployments.*/, '') }),
      'its deployments are scaled',
    ],
    ['a minimum of none', () => setting({ ...one, minimum: '0' }), 'capacity.minimum'],
    ['too many', () => setting({ ...one, maximum: '51' }), 'capacity.maximum is 51; it must be at most 50'],
    ['far too many', () => setting({ ...one, maximum: '10001' }), 'whole number from 1 to 10000'],
    ['a default outside', () => setting({ minimum: '2', maximum: '3', default: '1' }), 'default 1'],
    ['an unknown metric', () => setting(one, [rule({ metricName: 'Percentage CPU' })]), "'Percentage CPU'"],
    ['an unknown operator', () => setting(one, [rule({ operator: '>' })]), 'metricTrigger.operator'],
    ['a short window', () => setting(one, [rule({ timeWindow: 'PT30S' })]), 'timeWindow is PT30S'],
    ['a window shorter than its grain', () => setting(one, [rule({ timeGrain: 'PT10M' })]), 'shorter than'],
    [
      'an unknown dimension',
      () => setting(one, [rule({ dimensions: [{ DimensionName: 'x', Operator: 'Equals', Values: ['y'] }] })]),
      "DimensionName is 'x'",
    ],
    ['half an instance', () => setting(one, [rule({}, { value: '0.5' })]), 'scaleAction.value'],
    ['no cooldown', () => setting(one, [rule({}, { cooldown: 'PT0M' })]), 'scaleAction.cooldown'],
    [
      'an action that is none',
      () => setting(one, [rule({}, { type: 'ServiceAllowedNextValue' })]),
      'scaleAction.type',
    ],
    [
      'rules that fight',
      () =>
        setting(one, [
          rule({ threshold: 50 }),
          rule({ operator: 'LessThan', threshold: 60 }, { direction: 'Decrease' }),
        ]),
      'rules that fight',
    ],
    [
      'a time zone that is none',
      () =>
        setting(one, [], {
          profiles: [
            {
              name: 'p',
              capacity: one,
              rules: [],
              fixedDate: { timeZone: 'Mars', start: '2030-01-01', end: '2030-01-02' },
            },
          ],
        }),
      "timeZone is 'Mars'",
    ],
    [
      'an end before its start',
      () =>
        setting(one, [], {
          profiles: [
            { name: 'p', capacity: one, rules: [], fixedDate: { start: '2030-01-02', end: '2030-01-01' } },
          ],
        }),
      'not before its end',
    ],
    [
      'foretelling',
      () => setting(one, [], { predictiveAutoscalePolicy: { scaleMode: 'Enabled' } }),
      'scaleMode',
    ],
    ['an unknown field', () => setting(one, [], { surprise: 1 }), 'properties.surprise is not a known field'],
  ])('refuses %s, and nothing is kept', async (_, body, message) => {
    const { status, body: answer } = await put('bad', body());
    expect(status).toBe(400);
    expect(answer.error.message).toContain(message);
    expect(
      (
        await rest.call(
          'GET',
          `${group}/providers/Microsoft.Insights/autoscaleSettings/bad?api-version=2022-10-01`,
        )
      ).status,
    ).toBe(404);
  });

  test('a setting brings the number into its limits, and the history says who and why', async () => {
    await put('limits', setting({ minimum: '2', maximum: '3', default: '2' }));
    await settled(2);
    const { body } = await rest.call('GET', `/onlineEndpoints/${endpoint}/history?$top=1`);
    expect(body.value[0].properties).toMatchObject({
      who: 'autoscale',
      operation: 'update',
      deployment: 'blue',
      reason: 'profile default: 1 is less than the minimum, 2',
      changes: [{ path: 'sku.capacity', before: 1, after: 2 }],
    });
    const { body: shown } = await rest.call('GET', `${blue}/autoscale`);
    expect(shown.properties).toMatchObject({
      mode: 'Rules',
      setting: `${group}/providers/Microsoft.Insights/autoscaleSettings/limits`,
      lastChange: { who: 'autoscale' },
      decisions: expect.arrayContaining([expect.objectContaining({ verdict: 'limits', from: 1, to: 2 })]),
    });
    await put('limits', setting(one));
    await settled(1);
  });

  test('a rule on a metric that is there adds an instance, up to the maximum', async () => {
    const requests = rule({
      metricName: 'RequestsPerMinute',
      operator: 'GreaterThanOrEqual',
      threshold: 1,
      timeWindow: 'PT1M',
      statistic: 'Sum',
      timeAggregation: 'Maximum',
    });
    for (let sent = 0; sent < 3; sent++) expect((await score()).status).toBe(200);
    await put('limits', setting({ minimum: '1', maximum: '2', default: '1' }, [requests]));
    await settled(2);
    const explained = await until(
      'the maximum as a reason',
      () => sdk.autoscale(endpoint).get('blue'),
      ({ properties }) =>
        properties.decisions.some(({ to, why }) => to === 2 && why.includes('RequestsPerMinute is 3')),
    );
    expect(explained.properties.instances).toBe(2);
    await put('limits', setting(one));
    await settled(1);
    expect(await sdk.autoscaleSettings.list().all()).toHaveLength(1);
  });

  test("a person's number stands for a while, even outside the limits", async () => {
    await rest.finished(await rest.call('PATCH', blue, { sku: { capacity: 2 } }));
    const { properties } = await until(
      'the decision to leave it alone',
      () => sdk.autoscale(endpoint).get('blue'),
      ({ properties }) => properties.decisions[0]?.verdict === 'held',
    );
    expect(properties.decisions[0]?.why).toMatch(
      /2 is more than the maximum, 1, but \w+ set it: it is left alone/,
    );
    expect(await count()).toBe(2);
  });

  test('nobody decides beside it', async () => {
    const second = await put('second', setting(one));
    expect([second.status, second.body.error.code]).toEqual([409, 'Conflict']);
    expect(second.body.error.message).toContain("the autoscale setting 'limits'");
    await expect(sdk.autoscale(endpoint).set('blue', { maxInstances: 2 })).rejects.toMatchObject({
      status: 409,
    });
    expect(await sdk.autoscaleSettings.remove('limits')).toBe(true);
    await rest.finished(await rest.call('PATCH', blue, { sku: { capacity: 1 } }));
  });
});
