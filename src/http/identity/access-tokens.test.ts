import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TokenSigner } from '../../control/parts.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';

const own = 'https://127.0.0.1:8587';
const hourMs = 60 * 60_000;

describe('an access token', () => {
  let now = Date.now();
  let tokens: AccessTokens;
  let signer: TokenSigner;
  let stranger: TokenSigner;

  beforeAll(async () => {
    signer = await newSigner('ours');
    stranger = await newSigner('ours');
    tokens = createAccessTokens(
      signer,
      () => now,
      () => [own],
    );
  });

  test.each([
    'https://management.azure.com',
    'https://management.azure.com/',
    'https://MANAGEMENT.core.windows.net/',
    'https://ml.azure.com',
    `${own}/`,
  ])('for %s opens the control plane and not the storage', async (resource) => {
    const { token, expiresAt } = await tokens.issue(resource);
    expect(expiresAt).toBe(now + hourMs);
    expect(await tokens.verify(token, 'management')).toBe('identity');
    expect(await tokens.verify(token, 'storage')).toBeUndefined();
  });

  test('for the storage opens nothing else', async () => {
    const { token } = await tokens.issue('https://storage.azure.com/');
    expect(await tokens.verify(token, 'storage')).toBe('identity');
    expect(await tokens.verify(token, 'management')).toBeUndefined();
  });

  test('is refused for what is not here', async () => {
    await expect(tokens.issue('https://vault.azure.net')).rejects.toMatchObject({
      code: 'bad-argument',
      target: 'resource',
    });
  });

  test('ends after an hour', async () => {
    const { token } = await tokens.issue(own);
    now += hourMs - 1000;
    expect(await tokens.verify(token, 'management')).toBe('identity');
    now += 1000;
    expect(await tokens.verify(token, 'management')).toBeUndefined();
  });

  test('is refused when it is forged, for an endpoint, without an end, or unsigned', async () => {
    const later = now + hourMs;
    const { token } = await tokens.issue(own);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const forged = [
      await stranger.sign(own, 'identity', later),
      await signer.sign('teal:endpoint:1', 'identity', later),
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${head}.${Buffer.from('{"aud":"x"}').toString('base64url')}.${signature}`,
      token.slice(0, -4),
      '',
      'a.b.c',
    ];
    for (const one of forged) expect(await tokens.verify(one, 'management'), one).toBeUndefined();
  });
});

async function newSigner(kid: string): Promise<TokenSigner> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return {
    publicKeys: { [kid]: (await exportJWK(publicKey)).x ?? '' },
    sign: (audience, subject, expiresAtMs) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setIssuer('teal')
        .setAudience(audience)
        .setSubject(subject)
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .sign(privateKey),
  };
}
