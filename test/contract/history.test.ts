/** Who changed what, when and why, through REST and the command line of a real Teal. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Churn, endpoint, startChurn } from '../support/churn.ts';
import { must } from '../support/command.ts';
import { killed, rolesOf } from '../support/processes.ts';
import { expectError } from '../support/refusals.ts';
import type { Json, Rest } from '../support/rest.ts';
import { script } from '../support/scoring.ts';
import { type Teal, until } from '../support/teal.ts';

let churn: Churn;
let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  churn = await startChurn();
  ({ teal, rest } = churn);
});
afterAll(() => teal?.close());

const patchTraffic: Churn['patchTraffic'] = (...of) => churn.patchTraffic(...of);
const history: Churn['history'] = (query) => churn.history(query);
const newest = () => churn.newest();
const shares = () => churn.shares();
const ran: Churn['ran'] = (...words) => churn.ran(...words);
const said: Churn['said'] = (...words) => churn.said(...words);

describe('what is recorded', () => {
  test('creations, and the switch that Teal made by itself', async () => {
    const { status, body } = await rest.call('GET', `${endpoint}/history`);
    expect(status).toBe(200);
    expect(body.nextLink).toBeUndefined();
    expect(
      body.value.map(({ properties }: Json) => [properties.operation, properties.who, properties.deployment]),
    ).toEqual([
      ['switch', 'system', 'green'],
      ['create', 'admin', 'green'],
      ['switch', 'system', 'blue'],
      ['create', 'admin', 'blue'],
      ['create', 'admin', null],
    ]);
    const [first] = body.value.toReversed();
    expect(first).toMatchObject({
      id: `${rest.workspace}${endpoint}/history/1`,
      name: '1',
      type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/history',
      properties: {
        sequence: 1,
        target: `${rest.workspace}${endpoint}`,
        before: null,
        previousHash: '0'.repeat(64),
      },
    });
    expect(Date.now() - Date.parse(first.properties.at)).toBeLessThan(600_000);
  });

  test('a change of traffic with its reason, before and after, and the operation', async () => {
    const changed = await patchTraffic({ blue: 100 }, { 'x-teal-reason': 'first%20version%3A%20100%25' });
    expect(changed.status).toBe(200);
    const entry = await newest();
    expect(entry).toMatchObject({
      operation: 'update',
      reason: 'first version: 100%',
      traffic: {
        before: { traffic: {}, mirrorTraffic: {} },
        after: { traffic: { blue: 100 }, mirrorTraffic: {} },
      },
      changes: [{ path: 'properties.traffic.blue', after: 100 }],
      before: { properties: { traffic: {} } },
      after: { properties: { traffic: { blue: 100 } }, etag: changed.body.etag },
    });
    const { body } = await rest.call(
      'GET',
      changed.body.properties.properties.AzureAsyncOperationUri.replace(
        /mfeOperationsStatus\/[^?]*/,
        `mfeOperationsStatus/${entry.operationId}`,
      ),
    );
    expect(body.status).toBe('Succeeded');
  });

  test('a failed update that was given up, with why', async () => {
    const before = await newest();
    await rest.register('codes', 'broken', script('fails-init'));
    await rest.deploy('churn', 'green', 'broken');
    const [gaveUp, update] = await history('?$top=2');
    expect(update).toMatchObject({ operation: 'update', deployment: 'green', sequence: before.sequence + 1 });
    expect(gaveUp).toMatchObject({
      operation: 'give-up',
      who: 'system',
      deployment: 'green',
      operationId: update.operationId,
      after: { revision: 2, servingRevision: 1, failure: { code: gaveUp.reason } },
    });
    await rest.deploy('churn', 'green', 'echo', { environmentVariables: { WHO: 'green' } });
  });

  test('which key was regenerated, never a key; that a variable changed, never its value', async () => {
    const { body: old } = await rest.call('POST', `${endpoint}/listKeys`);
    const reason = { 'x-teal-reason': 'leaked' };
    await rest.call('POST', `${endpoint}/regenerateKeys`, { keyType: 'Secondary' }, reason);
    expect(await newest()).toMatchObject({
      operation: 'regenerate-key',
      reason: 'leaked',
      after: { regenerated: 'secondary' },
    });
    await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue', TOKEN: 'hunter-3' } });
    const update = (await history('?deployment=BLUE')).find(({ operation }) => operation === 'update');
    expect(update.changes.map(({ path }: Json) => path)).toEqual([
      'properties.environmentVariables.TOKEN',
      'revision',
    ]);
    expect(update.after.properties.environmentVariables.TOKEN).toMatch(/^hmac-sha256:[0-9a-f]{16}$/);
    const { body: fresh } = await rest.call('POST', `${endpoint}/listKeys`);
    const all = JSON.stringify(await history());
    for (const secret of ['hunter', old.primaryKey, old.secondaryKey, fresh.secondaryKey]) {
      expect(all).not.toContain(secret);
    }
  });

  test('nothing of what was refused', async () => {
    const { sequence } = await newest();
    expectError(await patchTraffic({ blue: 50 }), 400, 'UserError', 'sums to 50');
    expectError(
      await patchTraffic({ blue: 90, green: 10 }, { 'if-match': '"1"' }),
      412,
      'PreconditionFailed',
    );
    const odd = await patchTraffic({ blue: 90, green: 10 }, { 'x-teal-reason': 'a%0Ab' });
    expectError(odd, 400, 'UserError', 'x-teal-reason has a control character');
    expect(odd.body.error.target).toBe('x-teal-reason');
    expect(await newest()).toMatchObject({ sequence });
    expect(await shares()).toMatchObject({ traffic: { blue: 100 } });
  });
});

describe('reading it', () => {
  test('page by page, with nothing twice when something is added meanwhile', async () => {
    const whole = await history();
    const first = await rest.call('GET', `${endpoint}/history?count=3`);
    expect(first.body.value).toHaveLength(3);
    await rest.call('PATCH', endpoint, { tags: { added: 'meanwhile' } });
    const seen = [...first.body.value];
    for (let link = first.body.nextLink; link !== undefined; ) {
      const { body } = await rest.call('GET', link);
      seen.push(...body.value);
      link = body.nextLink;
    }
    expect(seen.map(({ properties }: Json) => properties)).toEqual(whole);
  });

  test.each(['$top=0', '$top=x', 'count=0', '$skipToken=x'])('%s is refused', async (query) => {
    expectError(
      await rest.call('GET', `${endpoint}/history?${query}`),
      400,
      'UserError',
      'must be a whole number',
    );
  });

  test('needs an api-version and a credential, and an endpoint that was there once', async () => {
    const url = `${teal.server.url}${rest.workspace}${endpoint}/history`;
    const bare = await fetch(url, { headers: { authorization: `Bearer ${teal.token}` } });
    expect(bare.status).toBe(400);
    expect((await fetch(`${url}?api-version=2024-10-01`)).status).toBe(401);
    expectError(await rest.call('GET', '/onlineEndpoints/never/history'), 404, 'ResourceNotFound', 'never');
    expect(await ran('history', '-n', 'never')).toMatchObject({ code: 3, stdout: '' });
  });

  test('with the command line, as JSON and as a table', async () => {
    const entries = await said('history', '-n', 'Churn', '--deployment', 'green', '--max-items', '2');
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({
      who: 'system',
      operation: 'switch',
      deployment: 'green',
      change: 'servingRevision',
    });
    await said(
      'ml',
      'online-endpoint',
      'update',
      '-n',
      'churn',
      '--traffic',
      'blue=90 green=10',
      '--reason',
      'canary: ✓',
    );
    const table = await must('teal', ['history', '-n', 'churn', '-o', 'table'], { env: teal.env });
    const [head, , top] = table.split('\n');
    const columns = ['At', 'Change', 'Deployment', 'Operation', 'Reason', 'Sequence', 'Who'];
    expect(head?.split(/\s+/).sort()).toEqual(columns);
    expect(top).toMatch(/traffic blue=100 -> blue=90 green=10 +update +canary: ✓ +\d+ +admin$/);
  });

  test.each([
    [['--max-items', '0'], '--max-items: 0 is not from 1'],
    [['--head', 'x'], '--head: needs --verify'],
    [['--verify', '-d', 'blue'], '--deployment: not allowed with argument --verify'],
  ])('%j are wrong arguments', async (words, message) => {
    const { code, stderr } = await ran('history', '-n', 'churn', ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('a reason on the command line', () => {
  test('of a creation is kept', async () => {
    await said('ml', 'online-endpoint', 'create', '-n', 'fresh', '--reason', 'a new one');
    const [entry] = await said('history', '-n', 'fresh');
    expect(entry).toMatchObject({ operation: 'create', reason: 'a new one' });
  });

  test('is refused before anything is done', async () => {
    const { code, stderr } = await ran(
      'ml',
      'online-endpoint',
      'delete',
      '-n',
      'fresh',
      '-y',
      '--reason',
      'x'.repeat(501),
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining('--reason has 501 characters')]);
    expect((await rest.call('GET', '/onlineEndpoints/fresh')).status).toBe(200);
  });

  test('of a deletion is in the history, which outlives the endpoint', async () => {
    await must('teal', ['ml', 'online-endpoint', 'delete', '-n', 'fresh', '-y', '--reason', 'not needed'], {
      env: teal.env,
    });
    expect((await rest.call('GET', '/onlineEndpoints/fresh')).status).toBe(404);
    expect((await said('history', '-n', 'fresh'))[0]).toMatchObject({
      operation: 'delete',
      reason: 'not needed',
    });
  });
});

describe('the chain', () => {
  test('holds, and its head is found again after more changes', async () => {
    const { head, ...verdict } = await said('history', '-n', 'churn', '--verify');
    expect(verdict).toEqual({ intact: true, records: (await newest()).sequence + 2 });
    await rest.call('PATCH', endpoint, { tags: { more: 'changes' } });
    expect(await said('history', '-n', 'churn', '--verify', '--head', head)).toMatchObject({ intact: true });
    const other = await ran('history', '-n', 'churn', '--verify', '--head', 'a'.repeat(64));
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('no record has the hash aaa')]);
    const odd = await rest.call('POST', `${endpoint}/verifyHistory`, { head: 'x' });
    expectError(odd, 400, 'UserError', 'head');
  });

  test('survives a kill of the control plane and goes on', async () => {
    const { body: before } = await rest.call('POST', `${endpoint}/verifyHistory`);
    await killed((await rolesOf(teal)).control);
    await until(
      'the control plane',
      () => rest.call('PATCH', endpoint, { tags: { after: 'the kill' } }).catch(() => ({ status: 0 })),
      ({ status }) => status === 200,
    );
    const { body } = await rest.call('POST', `${endpoint}/verifyHistory`, { head: before.head });
    expect(body).toMatchObject({ intact: true, broken: null });
    expect(body.records).toBeGreaterThan(before.records);
  });

  test('names the first link that somebody broke in the file', async () => {
    const sqlite = new Database(join(teal.home, 'state', 'teal.db'));
    sqlite.exec("DROP TRIGGER history_is_not_updated; UPDATE history SET who = 'nobody' WHERE sequence = 3");
    sqlite.close();
    const { code, stdout, stderr } = await ran('history', '-n', 'churn', '--verify');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('The chain of the history is broken at record 3: its content was changed.');
    expect(stderr).toContain('2 records from the first on hold');
    const { body } = await rest.call('POST', `${endpoint}/verifyHistory`, {});
    expect(body).toMatchObject({ intact: false, records: 2, broken: { sequence: 3 } });
  });
});
