/** Who may score: keys by their hashes, tokens by their signature. */
import { hash, type KeyObject, timingSafeEqual, verify } from 'node:crypto';
import type { Head } from './head.ts';
import type { IndexedEndpoint, Rule } from './index-endpoint.ts';

const MOST_VERIFIED = 1024;

/** undefined when the request may pass; otherwise the sentence for the 401. */
export function admit(endpoint: IndexedEndpoint, head: Head): string | undefined {
  const rule = endpoint.rule;
  if (rule.kind === 'none') return undefined;
  // A head that was read before, on this connection, and a rule that has not been replaced since.
  if (head.admittedBy === rule && isAhead(head.admittedUntil)) return undefined;
  if (head.credential === '') return 'Authorization must be Bearer and one credential of the endpoint.';
  const until =
    rule.kind === 'key' ? keyUntil(rule.hashes, head.credential) : tokenUntil(rule, head.credential);
  if (until === 0)
    return rule.kind === 'key' ? 'The key is not valid.' : 'The token is not valid or has expired.';
  head.admittedBy = rule;
  head.admittedUntil = until;
  return undefined;
}

/** Keys are good for ever, and most credentials are keys. */
function isAhead(seconds: number): boolean {
  return seconds === Number.POSITIVE_INFINITY || seconds > Date.now() / 1000;
}

/** Looks at every hash, each in constant time: how long it takes tells nothing about any key. */
function keyUntil(hashes: readonly Buffer[], key: string): number {
  const given = hash('sha256', key, 'buffer');
  let found = false;
  for (const known of hashes) if (timingSafeEqual(known, given)) found = true;
  return found ? Number.POSITIVE_INFINITY : 0;
}

/** 0 for a token that is not valid now. */
function tokenUntil(rule: Extract<Rule, { kind: 'token' }>, token: string): number {
  const now = Date.now() / 1000;
  const digest = hash('sha256', token, 'base64');
  const known = rule.verified.get(digest);
  if (known !== undefined) return known > now ? known : 0;
  const expiry = verifiedExpiry(rule, token, now);
  if (expiry === undefined) return 0;
  if (rule.verified.size >= MOST_VERIFIED) rule.verified.clear();
  rule.verified.set(digest, expiry);
  return expiry;
}

/** `exp` (seconds) of a compact JWS that is good now; undefined for every other text. */
function verifiedExpiry(
  rule: Extract<Rule, { kind: 'token' }>,
  token: string,
  now: number,
): number | undefined {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return;
  const protectedHeader = decode(header);
  if (protectedHeader === undefined || protectedHeader.alg !== 'EdDSA') return;
  // An extension that must be understood (RFC 7515) is not.
  if ('crit' in protectedHeader) return;
  const key = rule.keys.get(String(protectedHeader.kid));
  if (key === undefined || !signed(key, `${header}.${claims}`, signature)) return;
  const { aud, exp, nbf } = decode(claims) ?? {};
  const meant = Array.isArray(aud) ? aud.includes(rule.audience) : aud === rule.audience;
  if (!meant || typeof exp !== 'number' || exp <= now) return;
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now)) return;
  return exp;
}

function signed(key: KeyObject, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text, 'latin1'), key, Buffer.from(signature, 'base64url'));
}

function decode(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
