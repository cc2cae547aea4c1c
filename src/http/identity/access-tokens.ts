import { importJWK, jwtVerify } from 'jose';
import type { TokenSigner } from '../../control/parts.ts';
import { DomainError } from '../../domain/errors.ts';

/** Short-lived tokens for programs, beside the admin token for people. */
export type AccessTokens = {
  /** A token for one of Azure's resources or for this Teal itself. Throws bad-argument for any other. */
  issue(resource: string): Promise<{ readonly token: string; readonly expiresAt: number }>;
  /** Who a token was issued to; undefined when it is forged, over, or for something else than the door. */
  verify(token: string, door: Door): Promise<string | undefined>;
};

export type Door = 'management' | 'storage';

const lifeMs = 60 * 60_000;
const issuer = 'teal';
const subject = 'identity';

/** Programs name the cloud that they were written for; what they mean is this Teal. */
const audiences: Readonly<Record<Door, readonly string[]>> = {
  management: ['https://management.azure.com', 'https://management.core.windows.net', 'https://ml.azure.com'],
  storage: ['https://storage.azure.com'],
};

export function createAccessTokens(
  signer: TokenSigner,
  now: () => number,
  own: () => readonly string[],
): AccessTokens {
  const keys = Object.fromEntries(
    Object.entries(signer.publicKeys).map(([kid, x]) => [
      kid,
      importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA'),
    ]),
  );
  const meant = (door: Door) =>
    door === 'management' ? [...audiences.management, ...own()] : [...audiences[door]];
  return {
    issue: async (resource) => {
      const audience = resource.replace(/\/+$/, '').toLowerCase();
      const allowed = [...meant('management'), ...meant('storage')];
      if (!allowed.includes(audience)) {
        throw new DomainError(
          'bad-argument',
          `resource is '${resource}'; this Teal issues tokens for ${allowed.join(', ')}.`,
          { target: 'resource' },
        );
      }
      const expiresAt = now() + lifeMs;
      return { token: await signer.sign(audience, subject, expiresAt), expiresAt };
    },
    verify: async (token, door) => {
      try {
        const { payload } = await jwtVerify(
          token,
          async ({ kid = '' }) => (await keys[kid]) ?? unknownKey(),
          {
            issuer,
            audience: meant(door),
            algorithms: ['EdDSA'],
            currentDate: new Date(now()),
            requiredClaims: ['exp'],
          },
        );
        return payload.sub;
      } catch {
        return undefined;
      }
    },
  };
}

function unknownKey(): never {
  throw new DomainError('unauthorized', 'The token was signed by a key that is not known here.');
}
