import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAuthority, createServerIdentity, type Identity } from './certificate.ts';

const dayMs = 24 * 60 * 60_000;
const authorityMs = 3650 * dayMs;
const serverMs = 90 * dayMs;
/** A certificate with less than this left is replaced. */
const renewMs = 30 * dayMs;
/** Clocks of containers lag behind. */
const skewMs = 60 * 60_000;

/** What the HTTPS door shows, and the file that clients trust it by. */
export type ServerTls = Identity & { readonly caFile: string };

/**
 * The server's certificate of a home, made when there is none, when it is about to expire, or when it does not cover
 * `host`; so is the home's own certificate authority. Everything lies in `<home>/tls`, readable by its user only.
 * `*.localhost` is not among the names: OpenSSL and Node match no wildcard right below a top-level name.
 */
export function serverTls(home: string, host: string, now: number): ServerTls {
  const folder = join(home, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const hosts = [...new Set(['127.0.0.1', '::1', 'localhost', ...hostOf(hostname()), host])];
  const authority = kept(
    folder,
    'ca',
    (cert) => lasts(cert, now, serverMs) && cert.ca,
    () =>
      createAuthority({
        name: `Teal local authority ${randomBytes(4).toString('hex')}`,
        from: now - skewMs,
        until: now + authorityMs,
      }),
  );
  const ca = new X509Certificate(authority.cert);
  const fits = (cert: X509Certificate) =>
    lasts(cert, now, renewMs) && cert.checkIssued(ca) && cert.verify(ca.publicKey) && covers(cert, hosts);
  const server = kept(folder, 'server', fits, () =>
    createServerIdentity({ name: 'Teal', from: now - skewMs, until: now + serverMs }, hosts, {
      name: ca.subject.replace(/^CN=/, ''),
      key: createPrivateKey(authority.key),
    }),
  );
  return { ...server, caFile: join(folder, 'ca.pem') };
}

function kept(
  folder: string,
  name: string,
  fits: (cert: X509Certificate) => boolean,
  make: () => Identity,
): Identity {
  const [certFile, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  const found = read(certFile, keyFile);
  if (found !== undefined && fits(new X509Certificate(found.cert))) return found;
  const made = make();
  // The key first: a certificate without its key is noticed and made again.
  write(keyFile, made.key);
  write(certFile, made.cert);
  return made;
}

/** Undefined when one is missing, cannot be read as what it should be, or they are not of one another. */
function read(certFile: string, keyFile: string): Identity | undefined {
  try {
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key)) ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function lasts(cert: X509Certificate, now: number, ms: number): boolean {
  return cert.validFromDate.getTime() <= now && cert.validToDate.getTime() > now + ms;
}

function covers(cert: X509Certificate, hosts: readonly string[]): boolean {
  return hosts.every((host) => (isIP(host) === 0 ? cert.checkHost(host) : cert.checkIP(host)) !== undefined);
}

/** Names that a certificate may not hold are left out. */
function hostOf(name: string): string[] {
  return /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/i.test(name) ? [name] : [];
}
