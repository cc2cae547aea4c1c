import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TokenSigner } from '../control/parts.ts';
import type { Store } from '../domain/store.ts';

const setting = 'token-key';

/** Signs with the Ed25519 key of this home, which is made at the first start and kept in the database. */
export async function createTokenSigner(store: Store): Promise<TokenSigner> {
  const jwk = await keyOf(store);
  const kid = jwk.kid ?? '';
  const key = await importJWK(jwk, 'EdDSA');
  return {
    publicKeys: { [kid]: jwk.x ?? '' },
    sign: (audience, subject, expiresAtMs) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setIssuer('teal')
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .sign(key),
  };
}

async function keyOf(store: Store): Promise<JWK> {
  const kept = await store.rows.settings.get(setting);
  if (kept !== undefined) return JSON.parse(kept) as JWK;
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID() };
  await store.change((rows) => rows.settings.set(setting, JSON.stringify(jwk)));
  return jwk;
}
