/** Tokens that open neither the control plane nor an endpoint: expired, forged, for something else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forged, issued, strangers } from '../../support/forged.ts';
import { expectError } from '../../support/refusals.ts';
import { type Rest, restOf } from '../../support/rest.ts';
import { scoringUri, script } from '../../support/scoring.ts';
import { startTeal, type Teal } from '../../support/teal.ts';

const management = 'https://management.azure.com';
let teal: Teal;
let rest: Rest;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  for (const [name, authMode] of Object.entries({ tokened: 'AMLToken', others: 'AMLToken', keyed: 'Key' })) {
    await rest.call('PUT', `/onlineEndpoints/${name}`, { properties: { authMode } });
  }
});
afterAll(() => teal?.close());

const ask = async (token: string) =>
  rest.call('GET', '/onlineEndpoints', undefined, { authorization: `Bearer ${token}` });
const tokenOf = async (name: string): Promise<string> =>
  (await rest.call('POST', `/onlineEndpoints/${name}/token`)).body.accessToken;

/** What scoring says to a credential; no deployment is needed to be told that one may not ask. */
async function score(name: string, credential: string) {
  const uri = await scoringUri(rest, name);
  const reply = await fetch(uri, {
    method: 'POST',
    body: '{}',
    headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

async function expectUnscored(name: string, credential: string): Promise<void> {
  const reply = await score(name, credential);
  expect([reply.status, JSON.parse(reply.text).error.code]).toEqual([401, 'Unauthorized']);
  expect(reply.headers.get('www-authenticate')).toBe('Bearer');
  if (credential !== '') expect(reply.text).not.toContain(credential);
}

test('good ones open their doors', async () => {
  expect((await ask(await issued(teal, management))).status).toBe(200);
  expect((await score('tokened', await tokenOf('tokened'))).status).not.toBe(401);
});

test.each(forged(management))('the control plane refuses a token %s', async (_what, make) => {
  const token = await make(teal);
  const reply = await ask(token);
  expectError(reply, 401, 'InvalidAuthenticationToken', 'not valid');
  expect(JSON.stringify(reply.body)).not.toContain(token);
});

test('the control plane refuses tokens for storage, for an endpoint, and keys', async () => {
  const { primaryKey } = (await rest.call('POST', '/onlineEndpoints/keyed/listKeys')).body;
  for (const token of [
    await issued(teal, 'https://storage.azure.com'),
    await tokenOf('tokened'),
    primaryKey,
  ]) {
    expectError(await ask(token), 401, 'InvalidAuthenticationToken', 'not valid');
  }
});

test('an endpoint refuses tokens of others, of the control plane, forged ones, and keys', async () => {
  const good = await tokenOf('tokened');
  const { primaryKey } = (await rest.call('POST', '/onlineEndpoints/keyed/listKeys')).body;
  const [, claims, signature] = good.split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const credential of [
    await tokenOf('others'),
    await issued(teal, management),
    teal.token,
    primaryKey,
    strangers(good, {}, {}),
    strangers(good, {}, { exp: 9_999_999_999 }),
    `${none}.${claims}.`,
    `${none}.${claims}.${signature}`,
    good.slice(0, -4),
    'nonsense',
    '',
  ]) {
    await expectUnscored('tokened', credential);
  }
});

test('an endpoint with keys refuses those of others, tokens and the admin token', async () => {
  await rest.call('PUT', '/onlineEndpoints/keyed2', { properties: { authMode: 'Key' } });
  const others = (await rest.call('POST', '/onlineEndpoints/keyed2/listKeys')).body;
  for (const credential of [others.primaryKey, others.secondaryKey, await tokenOf('tokened'), teal.token]) {
    await expectUnscored('keyed', credential);
  }
});
