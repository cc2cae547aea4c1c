/** `teal autoscale`: instances by requests in flight, down to none and back, with real instances. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { teal as tealProgram } from '../../src/cli/programs.ts';
import { run } from '../../src/cli/run.ts';
import { heardWorld } from '../../src/cli/testing/world.ts';
import { azOn } from '../support/az.ts';
import { killed, rolesOf } from '../support/processes.ts';
import type { Json } from '../support/rest.ts';
import { blue, endpoint, type Scaled, startScaled } from '../support/scaled.ts';

let scaled: Scaled;
let { rest, sdk, score, settled } = {} as Scaled;

beforeAll(async () => {
  scaled = await startScaled();
  ({ rest, sdk, score, settled } = scaled);
});
afterAll(() => scaled?.teal.close());

const count = async () => (await rest.call('GET', blue)).body.sku.capacity;

const program = tealProgram();
async function said(...words: string[]) {
  const heard = heardWorld({ TEAL_HOME: scaled.teal.home });
  const code = await run(words, program, heard.world);
  return { code, err: heard.err(), out: heard.out() === '' ? undefined : JSON.parse(heard.out()) };
}

const which = ['-n', endpoint, '-d', 'blue'];

describe('teal autoscale', () => {
  test('set, show and off', async () => {
    const set = await said(
      'autoscale',
      'set',
      ...which,
      '--min',
      '1',
      '--max',
      '2',
      '--target',
      '1.5',
      '--window',
      '30',
      '--idle',
      '60',
      '--max-held',
      '7',
      '--hold',
      '9',
      '--reason',
      'try',
    );
    const expected = {
      mode: 'in_flight',
      min: 1,
      max: 2,
      target: 1.5,
      window: 'PT30S',
      idle: 'PT60S',
      max_held: 7,
      hold: 'PT9S',
      instances: 1,
    };
    expect(set).toMatchObject({ code: 0, out: expected });
    expect((await said('autoscale', 'show', ...which)).out).toMatchObject(expected);
    expect((await said('autoscale', 'off', ...which)).out).toMatchObject({ mode: 'none', instances: 1 });
  });

  test('refuses what cannot be', async () => {
    const set = (...words: string[]) => said('autoscale', 'set', ...which, ...words);
    expect(await set('--max', '99')).toMatchObject({
      code: 1,
      err: expect.stringContaining('properties.maxInstances is 99; it must be at most 50'),
    });
    expect(await set('--max', '2', '--min', '3')).toMatchObject({
      code: 1,
      err: expect.stringContaining('properties.minInstances is 3; it must be 0 to 2'),
    });
    expect(await set('--max', '2', '--target', 'much')).toMatchObject({
      code: 2,
      err: expect.stringContaining("'much' is not a number"),
    });
    expect(await set('--max', '2', '--idle', '0')).toMatchObject({
      code: 1,
      err: expect.stringContaining('properties.idle'),
    });
    expect(await set()).toMatchObject({ code: 2, err: expect.stringContaining('--max') });
    expect(await said('autoscale', 'show', '-n', endpoint, '-d', 'none')).toMatchObject({ code: 3 });
  });

  test('a deployment sleeps, and wakes for whoever comes: nobody fails', async () => {
    expect(
      await said('autoscale', 'set', ...which, '--min', '0', '--max', '2', '--window', '4', '--idle', '3'),
    ).toMatchObject({ code: 0 });
    await settled(0);
    expect((await rest.call('GET', `${blue}/autoscale`)).body.properties).toMatchObject({
      mode: 'InFlight',
      minInstances: 0,
      instances: 0,
    });
    const answers = await Promise.all(Array.from({ length: 12 }, () => score({ a: 1 })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { out } = await said('autoscale', 'explain', ...which);
    expect(out.map(({ verdict }: Json) => verdict)).toContain('wakes');
    expect(out.every(({ why }: Json) => why.length > 0)).toBe(true);
    await settled(0);
    const direct = await score({ a: 2 }, { 'azureml-model-deployment': 'blue' });
    expect([direct.status, direct.body.echo]).toEqual([200, { a: 2 }]);
  });

  test('what a client read of one that sleeps may come back, and an update wakes it', async () => {
    await settled(0);
    const { body } = await rest.call('GET', blue);
    await rest.finished(await rest.call('PUT', blue, { ...body, tags: { a: 'b' } }));
    const az = azOn(scaled.teal);
    const words = ['ml', 'online-deployment', 'update', '-n', 'blue', '-e', endpoint];
    expect(await az.json(...words, '--set', 'tags.c=d')).toMatchObject({ instance_count: 0 });
    expect(await count()).toBe(0);
    const variables = { ...body, properties: { ...body.properties, environmentVariables: { WHO: 'new' } } };
    expect(await rest.finished(await rest.call('PUT', blue, variables))).toMatchObject({
      status: 'Succeeded',
    });
    expect((await score()).body.deployment).toBe('new');
  });

  test('off wakes one that sleeps', async () => {
    await settled(0);
    const { properties } = await sdk.autoscale(endpoint).off('blue', { reason: 'enough' });
    expect(properties).toMatchObject({ mode: 'None', instances: 1 });
    await settled(1);
    const none = await rest.call('PATCH', blue, { sku: { capacity: 0 } });
    expect([none.status, none.body.error.message]).toEqual([
      400,
      expect.stringContaining('instance_count is 0'),
    ]);
    expect((await rest.call('DELETE', `${blue}/autoscale`)).status).toBe(200);
  });

  test('held requests are bounded in number and in time', async () => {
    const put = await rest.call('PUT', `${blue}/autoscale`, {
      properties: {
        minInstances: 0,
        maxInstances: 1,
        idle: 'PT3S',
        window: 'PT3S',
        maxHeld: 1,
        holdTimeout: 'PT1S',
      },
    });
    expect(put.status).toBe(200);
    await settled(0);
    const path = { 'azureml-model-deployment': 'blue' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => score({}, path)));
    const statuses = new Set(answers.map(({ status }) => status));
    // Before they hear of each other two workers hold one each; whether those are served depends on how soon the instance comes.
    expect(statuses.has(429)).toBe(true);
    expect([...statuses].every((status) => [200, 408, 429].includes(status))).toBe(true);
    await rest.call('DELETE', `${blue}/autoscale`);
    await settled(1);
  });
});

describe('control is killed', () => {
  test('while a deployment sleeps: the next request wakes it all the same', async () => {
    const { teal } = scaled;
    await said('autoscale', 'set', ...which, '--min', '0', '--max', '1', '--window', '4', '--idle', '3');
    await settled(0);
    const before = await sdk.autoscale(endpoint).get('blue');
    const { control } = await rolesOf(teal);
    await killed(control);
    expect((await score({ a: 3 })).status).toBe(200);
    const { properties } = await sdk.autoscale(endpoint).get('blue');
    const kept = properties.decisions.map(({ at }) => at);
    expect(kept).toEqual(expect.arrayContaining([before.properties.lastChange?.at]));
  });
});
