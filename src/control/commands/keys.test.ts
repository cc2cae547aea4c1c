import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deleteEndpoint } from './delete-endpoint.ts';
import { issueToken, listKeys, type RegenerateKey, regenerateKey } from './keys.ts';
import { caller, makeRig, type Rig, workspace } from './rig.suite.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await makeRig();
});
afterEach(() => rig.close());

const regenerate = async (change: Partial<RegenerateKey> = {}) =>
  regenerateKey(rig.parts, {
    ...caller,
    uid: (await rig.endpoint()).uid,
    which: 'primary',
    value: null,
    ...change,
  });

describe('regenerating a key', () => {
  test.each(['primary', 'secondary'] as const)('replaces the %s one and keeps the other', async (which) => {
    const { endpoint: before } = await rig.putEndpoint();
    const other = which === 'primary' ? 'secondary' : 'primary';
    const after = await regenerate({ which });
    expect(after.keys[which]).not.toBe(before.keys[which]);
    expect(after.keys[other]).toBe(before.keys[other]);
    expect(after.generation).toBe(2);
    expect(await rig.endpoint()).toEqual(after);
    expect(await rig.parts.store.rows.operations.get(`oe:${after.uid}:2`)).toMatchObject({ verb: 'update' });
  });

  test.each(['primary', 'secondary'] as const)('rotates even when the %s key is sent back', async (which) => {
    const { endpoint: before } = await rig.putEndpoint();
    const after = await regenerate({ value: before.keys[which] });
    expect(Object.values(before.keys)).not.toContain(after.keys.primary);
    expect(after.keys.secondary).toBe(before.keys.secondary);
  });

  test('takes the one that the user chose', async () => {
    await rig.putEndpoint();
    expect((await regenerate({ value: 'chosen-by-the-user' })).keys.primary).toBe('chosen-by-the-user');
  });

  test('does not take just any', async () => {
    await rig.putEndpoint();
    await expect(regenerate({ value: 'two words are too short' })).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'keyValue',
      message: 'keyValue has 23 characters; a key must have 16 to 256 visible ASCII characters.',
    });
  });

  test('needs an endpoint that is there to stay', async () => {
    await rig.putEndpoint();
    await expect(regenerate({ uid: 'gone' })).rejects.toMatchObject({ code: 'not-found' });
    await deleteEndpoint(rig.parts, { ...caller, workspace, name: 'churn', condition: {} });
    await expect(regenerate()).rejects.toMatchObject({ code: 'conflict' });
  });

  test('leaves no key in the history', async () => {
    await rig.putEndpoint();
    await regenerate({ value: 'chosen-by-the-user' });
    await regenerate();
    const entries = await rig.parts.store.rows.history.list(caller.objectId, { limit: 10 });
    expect(entries).toHaveLength(3);
    expect(entries[0]).toMatchObject({ verb: 'regenerate-key', after: { regenerated: 'primary' } });
    expect(JSON.stringify(entries)).not.toMatch(/chosen-by-the-user|secret-key/);
  });
});

describe('an endpoint with tokens', () => {
  test.each(['aml_token', 'aad_token'] as const)('in mode %s has no keys', async (authMode) => {
    const { endpoint } = await rig.putEndpoint({ authMode });
    const refused = { code: 'bad-argument', message: `The endpoint 'churn' uses ${authMode}, not keys.` };
    expect(() => listKeys(endpoint)).toThrow(expect.objectContaining(refused));
    await expect(regenerate()).rejects.toMatchObject(refused);
  });

  test('issues one for an hour that opens this endpoint only', async () => {
    const { endpoint } = await rig.putEndpoint({ authMode: 'aml_token' });
    const token = await issueToken(rig.parts, endpoint, 'ben');
    expect(token.accessToken).toBe(`teal:endpoint:${endpoint.uid} ben ${token.expiresAt}`);
    expect(token.expiresAt - token.refreshAfter).toBe(1_800_000);
  });
});

test('an endpoint with keys lists them and issues no tokens', async () => {
  const { endpoint } = await rig.putEndpoint();
  expect(listKeys(endpoint)).toEqual(endpoint.keys);
  await expect(issueToken(rig.parts, endpoint, 'ben')).rejects.toMatchObject({
    code: 'bad-argument',
    message: "The endpoint 'churn' uses keys, not tokens; list its keys instead.",
  });
});
