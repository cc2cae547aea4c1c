/** Access tokens that open nothing, made as somebody would who wants in. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Teal } from './teal.ts';

type Claims = Readonly<Record<string, unknown>>;
type Forged = [what: string, token: (teal: Teal) => Promise<string>];

/** A token of this Teal for a resource, as programs get it. */
export async function issued(teal: Teal, resource: string): Promise<string> {
  const header = readFileSync(join(teal.home, 'identity-header'), 'utf8').trim();
  const query = new URLSearchParams({ resource, 'api-version': '2019-08-01' });
  const reply = await fetch(`${teal.server.url}/identity/token?${query}`, {
    headers: { 'x-identity-header': header },
  });
  return ((await reply.json()) as { access_token: string }).access_token;
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (token: string, index: number): Claims =>
  JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString());

/** With the head and claims of a good token, changed, and signed by a stranger's key. */
export function strangers(good: string, head: Claims, claims: Claims): string {
  const text = `${part({ ...read(good, 0), ...head })}.${part({ ...read(good, 1), ...claims })}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** With changed claims under the signature that was. */
function edited(good: string, claims: Claims): string {
  const [head, , signature] = good.split('.');
  return `${head}.${part({ ...read(good, 1), ...claims })}.${signature}`;
}

/** Every way that is tried; `resource` is the one that the door would take. */
export function forged(resource: string): Forged[] {
  const from = (make: (good: string) => string) => async (teal: Teal) => make(await issued(teal, resource));
  return [
    ['of another key', from((good) => strangers(good, {}, {}))],
    ['of another key that names itself', from((good) => strangers(good, { kid: 'mine' }, {}))],
    ['without a signature', from((good) => `${good.split('.').slice(0, 2).join('.')}.`)],
    ['of the algorithm none', from((good) => `${part({ alg: 'none' })}.${good.split('.')[1]}.`)],
    [
      'that says none and keeps its signature',
      from((good) => `${part({ alg: 'none' })}${good.slice(good.indexOf('.'))}`),
    ],
    ['that lives longer than it was given', from((good) => edited(good, { exp: 9_999_999_999 }))],
    ['for somebody else', from((good) => edited(good, { sub: 'admin' }))],
    ['with more behind it', from((good) => `${good}.e30`)],
  ];
}
