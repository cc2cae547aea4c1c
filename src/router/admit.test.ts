import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Table } from '../table/table.ts';
import {
  deployment,
  keyAuth,
  type Rig,
  says,
  shares,
  startRig,
  type TestInstance,
  tableOf,
} from './rig.suite.ts';

let rig: Rig;
let blue: TestInstance;
beforeEach(async () => {
  rig = await startRig();
  blue = await rig.instance(says('blue'));
});
afterEach(() => rig.close());

function live(version: number, more: Parameters<typeof tableOf>[1]): Table {
  return tableOf(version, {
    deployments: [deployment('blue', [blue])],
    live: shares({ blue: 100 }),
    ...more,
  });
}

async function statusWith(authorization: string): Promise<number> {
  return (await rig.ask({ headers: { authorization } })).status;
}

test('both keys are good, others are not, and an old key is refused at once after a swap', async () => {
  await rig.put(live(1, { auth: keyAuth('one', 'two') }));
  expect(await statusWith('Bearer one')).toBe(200);
  expect(await statusWith('bearer two')).toBe(200);
  for (const bad of ['Bearer three', 'Bearer', 'Bearer ', 'Basic one', '', 'one']) {
    expect(await statusWith(bad)).toBe(401);
  }
  await rig.put(live(2, { auth: keyAuth('two') }));
  expect(await statusWith('Bearer one')).toBe(401);
  expect(await statusWith('Bearer two')).toBe(200);
});

test('a 401 names the scheme, has the error shape and reaches no instance', async () => {
  await rig.put(live(1, {}));
  const answer = await rig.ask({ headers: { authorization: 'Bearer wrong' } });
  expect(answer.headers['www-authenticate']).toBe('Bearer');
  expect(JSON.parse(answer.text)).toEqual({
    error: { code: 'Unauthorized', message: 'The key is not valid.' },
  });
  expect(blue.seen.length).toBe(0);
  expect((await rig.counters()).refused.churn?.unauthorized).toBe(1);
});

test('an endpoint without auth asks for nothing', async () => {
  await rig.put(live(1, { auth: { kind: 'none' } }));
  expect(await statusWith('')).toBe(200);
});

type Claims = Readonly<Record<string, unknown>>;
function token(key: KeyObject, claims: Claims, header: Claims = { alg: 'EdDSA', kid: 'k1' }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `Bearer ${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

test('tokens: signature, key id, audience, expiry and not-before are looked at', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519').privateKey;
  const tokenKeys = { k1: String(publicKey.export({ format: 'jwk' }).x) };
  const table = live(1, { auth: { kind: 'token', audience: 'churn' } });
  await rig.put({ ...table, tokenKeys });
  const now = Math.floor(Date.now() / 1000);
  const good = { aud: 'churn', exp: now + 60 };
  const fine = token(privateKey, good);
  expect(await statusWith(fine)).toBe(200);
  expect(await statusWith(fine)).toBe(200);
  expect(await statusWith(token(privateKey, { ...good, aud: ['x', 'churn'], nbf: now - 5 }))).toBe(200);
  for (const bad of [
    token(other, good),
    token(privateKey, { ...good, aud: 'other' }),
    token(privateKey, { ...good, exp: now - 1 }),
    token(privateKey, { aud: 'churn' }),
    token(privateKey, { ...good, nbf: now + 60 }),
    token(privateKey, good, { alg: 'EdDSA', kid: 'k2' }),
    token(privateKey, good, { alg: 'none', kid: 'k1' }),
    `${fine.slice(0, -3)}AAA`,
    'Bearer a.b.c',
    'Bearer ..',
  ]) {
    expect(await statusWith(bad)).toBe(401);
  }
  await rig.put({ ...table, version: 2, tokenKeys: {} });
  expect(await statusWith(fine)).toBe(401);
});
