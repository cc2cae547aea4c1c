import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  der,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  tagged,
  utcTime,
  utf8String,
  yes,
} from './der.ts';

/** A certificate and its key, both PEM. */
export type Identity = { readonly cert: string; readonly key: string };

export type Subject = { readonly name: string; readonly from: number; readonly until: number };
export type Issuer = { readonly name: string; readonly key: KeyObject };

const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** A certificate authority that signs itself; it may sign servers and nothing that signs others. */
export function createAuthority(subject: Subject): Identity {
  const { privateKey, publicKey } = newKey();
  const extensions = [
    extension('2.5.29.19', sequence(yes, integer(Buffer.from([0]))), true),
    // keyCertSign and cRLSign
    extension('2.5.29.15', bitString(Buffer.from([0x06]), 1), true),
    extension('2.5.29.14', octetString(keyId(publicKey))),
  ];
  const issuer = { name: subject.name, key: privateKey };
  return { cert: certificate(subject, publicKey, issuer, extensions), key: pemOf(privateKey) };
}

/** A server's certificate for names and addresses. Python 3.13 refuses one without the ids of both keys. */
export function createServerIdentity(subject: Subject, hosts: readonly string[], issuer: Issuer): Identity {
  const { privateKey, publicKey } = newKey();
  const extensions = [
    extension('2.5.29.19', sequence(), true),
    // digitalSignature
    extension('2.5.29.15', bitString(Buffer.from([0x80]), 7), true),
    // serverAuth
    extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', octetString(keyId(publicKey))),
    extension('2.5.29.35', sequence(der(0x80, keyId(createPublicKey(issuer.key))))),
    extension('2.5.29.17', sequence(...hosts.map(generalName))),
  ];
  return { cert: certificate(subject, publicKey, issuer, extensions), key: pemOf(privateKey) };
}

function newKey(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function certificate(
  { name, from, until }: Subject,
  publicKey: KeyObject,
  issuer: Issuer,
  extensions: readonly Uint8Array[],
): string {
  const serial = randomBytes(16);
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(utcTime(from), utcTime(until)),
    distinguishedName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer.key);
  return pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bitString(signature)));
}

function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return sequence(objectIdentifier(id), ...(critical ? [yes] : []), octetString(value));
}

/** One common name. */
function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(objectIdentifier('2.5.4.3'), utf8String(name))));
}

function generalName(host: string): Buffer {
  return isIP(host) === 0 ? der(0x82, Buffer.from(host)) : der(0x87, addressBytes(host));
}

function addressBytes(host: string): Buffer {
  if (isIP(host) === 4) return Buffer.from(host.split('.').map(Number));
  // The URL parser writes every form of an IPv6 address in the same way, with one '::' at most.
  const [head = '', tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const words = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Buffer.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** 160 bits of a hash of the public key (RFC 7093). */
function keyId(publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
