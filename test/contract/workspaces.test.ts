/** Workspaces of the operator's own, for programs that have the names of theirs in them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { expectError } from '../support/refusals.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { script } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let az: Az;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  az = azOn(teal);
});
afterAll(() => teal?.close());

const subscription = '11111111-2222-3333-4444-555555555555';
const provider = 'providers/Microsoft.MachineLearningServices';
const pathOf = (name: string, group = 'research', id = subscription) =>
  `/subscriptions/${id}/resourceGroups/${group}/${provider}/workspaces/${name}`;
const mine = pathOf('churn-models');
const names = async (path: string) => {
  const { body } = await rest.call('GET', path);
  return body.value.map(({ name }: { name: string }) => name);
};

describe('a new workspace', () => {
  test('is there with its group and subscription, and again unchanged', async () => {
    expectError(await rest.call('GET', mine), 404, 'ResourceNotFound', "'churn-models'");
    const put = await rest.call('PUT', mine, { location: 'westeurope', properties: {} });
    expect([put.status, put.body.id, put.body.location]).toEqual([201, mine, 'westeurope']);
    const again = await rest.call('PUT', mine, { location: 'WestEurope' });
    expect([again.status, again.body]).toEqual([200, put.body]);
    expect((await rest.call('GET', mine)).body).toEqual(put.body);
    expect(await names(`/subscriptions/${subscription}/resourceGroups`)).toEqual(['research']);
    expect((await rest.call('GET', `/subscriptions/${subscription}`)).status).toBe(200);
    expect(await names(`${pathOf('', 'Research').slice(0, -1)}`)).toEqual(['churn-models']);
  });

  test('has endpoints and assets of its own', async () => {
    await rest.register('codes', 'echo', script('echo'));
    const put = await rest.call('PUT', `${mine}/onlineEndpoints/churn`, { properties: { authMode: 'Key' } });
    expect([put.status, put.body.id]).toEqual([201, `${mine}/onlineEndpoints/churn`]);
    expect(await names(`${mine}/onlineEndpoints`)).toEqual(['churn']);
    expect(await names('/onlineEndpoints')).toEqual([]);
    expectError(await rest.call('GET', `${mine}/codes/echo/versions/1`), 404, 'ResourceNotFound', "'echo'");
  });

  test('is not what names stand for that nobody filled in', async () => {
    const { body } = await rest.call('GET', encodeURI(pathOf('<WORKSPACE>', '<GROUP>', '<SUBSCRIPTION>')));
    expect(body.name).toBe('default');
  });

  test.each([
    ['a subscription that is no UUID', pathOf('abc', 'research', 'mine'), {}, "'mine' is not allowed"],
    ['a group with a dot at its end', pathOf('abc', 'research.'), {}, "'research.' is not allowed"],
    ['a short name', pathOf('ab'), {}, "'ab' is not allowed"],
    ['a name with a sign', pathOf('a%3Cb%3E'), {}, "'a<b>' is not allowed"],
    ['a name with a sign first', pathOf('-abc'), {}, "'-abc' is not allowed"],
    ['another kind', pathOf('abc'), { kind: 'Hub' }, "kind is 'Hub'; it must be one of Default"],
    ['another identity', pathOf('abc'), { identity: { type: 'None' } }, "identity.type is 'None'"],
    ['an unknown field', pathOf('abc'), { properties: { hbiWorkspace: true } }, 'properties.hbiWorkspace'],
    ['no body', pathOf('abc'), undefined, 'body'],
  ])('%s is refused', async (_what, path, body, says) => {
    expectError(await rest.call('PUT', path, body), 400, 'UserError', says);
    expect((await rest.call('GET', path)).status).toBe(404);
  });

  test('another place for one that is there is a conflict', async () => {
    const reply = await rest.call('PUT', mine, { location: 'eastus' });
    expectError(reply, 409, 'Conflict', "'eastus'", "'westeurope'");
  });
});

describe('az ml workspace create', () => {
  const create = (...words: string[]) => ['ml', 'workspace', 'create', ...words];
  const where = ['--subscription', subscription, '-g', 'lab'];

  test('adds one that other commands find', async () => {
    const made = await az.json(...create('-n', 'notebooks', '-l', 'northeurope', ...where));
    expect(made).toMatchObject({ name: 'notebooks', resource_group: 'lab', location: 'northeurope' });
    expect(await az.json('ml', 'workspace', 'show', '-w', 'notebooks', ...where)).toEqual(made);
    expect(await az.json('ml', 'online-endpoint', 'list', '-w', 'notebooks', ...where)).toEqual([]);
  });

  test('needs a name, and says why one is refused', async () => {
    await az.refused(2, create(...where), '--workspace-name');
    await az.refused(1, create('-n', 'no', ...where), "'no' is not allowed");
  });
});
