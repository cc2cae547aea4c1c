/** The way back: `teal undo`, its REST and the SDK, on a real Teal with traffic. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTeal } from '../../src/sdk/teal.ts';
import { type Churn, endpoint, startChurn } from '../support/churn.ts';
import { expectError } from '../support/refusals.ts';
import type { Rest } from '../support/rest.ts';
import { scorer } from '../support/scoring.ts';
import { type Teal, until } from '../support/teal.ts';

let churn: Churn;
let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  churn = await startChurn();
  ({ teal, rest } = churn);
  await patchTraffic({ blue: 100 });
  await patchTraffic({ blue: 90, green: 10 }, { 'x-teal-reason': 'canary' });
});
afterAll(() => teal?.close());

const patchTraffic: Churn['patchTraffic'] = (...of) => churn.patchTraffic(...of);
const history: Churn['history'] = (query) => churn.history(query);
const newest = () => churn.newest();
const shares = () => churn.shares();
const ran: Churn['ran'] = (...words) => churn.ran(...words);
const said: Churn['said'] = (...words) => churn.said(...words);

describe('undo', () => {
  const only = async (name: string) => {
    const score = await scorer(rest, 'churn');
    const answers = await Promise.all(Array.from({ length: 20 }, () => score()));
    expect(new Set(answers.map(({ deployment }) => deployment))).toEqual(new Set([name]));
  };

  test('says first what it would do, with --dry-run', async () => {
    const { sequence } = await newest();
    expect(await said('undo', '-n', 'churn', '--dry-run')).toMatchObject({
      change: 'traffic blue=90 green=10 -> blue=100',
      before: { traffic: { blue: 90, green: 10 }, mirror_traffic: {} },
      after: { traffic: { blue: 100 }, mirror_traffic: {} },
      undone: { sequence, operation: 'update', reason: 'canary', who: 'admin' },
    });
    expect(await newest()).toMatchObject({ sequence });
  });

  test('puts the traffic back before it returns, and again leads back', async () => {
    await said('undo', '-n', 'churn', '--reason', 'p99 doubled');
    await only('blue');
    expect(await newest()).toMatchObject({
      operation: 'undo',
      reason: 'p99 doubled',
      traffic: { before: { traffic: { blue: 90, green: 10 } }, after: { traffic: { blue: 100 } } },
    });
    const { code, stdout } = await ran('undo', '-n', 'churn', '--no-wait');
    expect([code, stdout]).toEqual([0, '']);
    await until('the traffic', shares, ({ traffic }) => traffic.green === 10);
    await said('undo', '-n', 'churn');
  });

  test('puts a mirror back, guarded by the ETag of what was shown', async () => {
    await rest.call('PATCH', endpoint, { properties: { mirrorTraffic: { green: 20 } } });
    const { body: plan, headers } = await rest.call('POST', `${endpoint}/undo`, { dryRun: true });
    expect(plan).toMatchObject({
      etag: headers.get('etag'),
      undone: { properties: { operation: 'update' } },
      before: { traffic: { blue: 100 }, mirrorTraffic: { green: 20 } },
      after: { traffic: { blue: 100 }, mirrorTraffic: {} },
    });
    await rest.call('PATCH', endpoint, { tags: { somebody: 'else' } });
    const late = await rest.call('POST', `${endpoint}/undo`, {}, { 'if-match': plan.etag });
    expectError(late, 412, 'PreconditionFailed', 'changed meanwhile');
    expect(await shares()).toEqual(plan.before);
    const undone = await rest.call('POST', `${endpoint}/undo`);
    expect(undone.body).toMatchObject({
      name: 'churn',
      properties: { ...plan.after },
      tags: { somebody: 'else' },
    });
  });

  test('of two at the same time one is done, and the other comes after it', async () => {
    const before = await shares();
    const { etag } = (await rest.call('GET', endpoint)).body;
    const both = [0, 1].map(() => rest.call('POST', `${endpoint}/undo`, {}, { 'if-match': etag }));
    const replies = await Promise.all(both);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    await rest.call('POST', `${endpoint}/undo`, {});
    expect(await shares()).toEqual(before);
  });

  test('with the SDK, which walks the history as well', async () => {
    const { server, token } = teal;
    const { subscription, resourceGroup, workspace: name } = server;
    const place = { subscription, resourceGroup, name };
    const { endpoints } = createTeal({ url: server.url, token, workspace: place, reason: 'nightly' });
    await endpoints.setTraffic('churn', { green: 100 });
    await endpoints.undo('churn', { reason: 'not at night' });
    await only('blue');
    const walked: unknown[] = [];
    for await (const { properties } of endpoints.history('churn', { top: 2 })) walked.push(properties.reason);
    expect(walked).toEqual(['not at night', 'nightly']);
    expect(await endpoints.history('churn').all()).toHaveLength((await history()).length);
    await expect(endpoints.undo('never')).rejects.toMatchObject({ status: 404 });
  });

  test('is refused for a body with more in it', async () => {
    const reply = await rest.call('POST', `${endpoint}/undo`, { dryRun: true, force: true });
    expectError(reply, 400, 'UserError', 'force is not a known field');
  });

  test('is refused when the deployment was deleted since, and says which', async () => {
    await patchTraffic({ green: 10, blue: 90 });
    await patchTraffic({ green: null, blue: 100 });
    const gone = await rest.call('DELETE', `${endpoint}/deployments/green`);
    await rest.finished(gone);
    expectError(
      await rest.call('POST', `${endpoint}/undo`, {}),
      409,
      'Conflict',
      "'green' was deleted since",
    );
    const { code, stderr } = await ran('undo', '-n', 'churn');
    expect([code, stderr]).toEqual([1, expect.stringContaining('"blue=90 green=10" cannot be put back')]);
    expect(await shares()).toMatchObject({ traffic: { blue: 100 } });
  });

  test('is refused for an endpoint without earlier traffic', async () => {
    await said('ml', 'online-endpoint', 'create', '-n', 'fresh');
    const { code, stderr } = await ran('undo', '-n', 'fresh');
    expect([code, stderr]).toEqual([1, expect.stringContaining('its traffic was never changed')]);
  });
});
