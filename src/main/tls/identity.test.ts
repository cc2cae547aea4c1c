import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkServerIdentity } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { type ServerTls, serverTls } from './identity.ts';

const folders: string[] = [];
const newHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'teal-tls-'));
  folders.push(home);
  return home;
};
const dayMs = 24 * 60 * 60_000;

describe('the certificate of the HTTPS door', () => {
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  test('is accepted under each of its names by a client that trusts the authority, and by no other', async () => {
    const tls = serverTls(newHome(), '127.0.0.1', Date.now());
    const ca = readFileSync(tls.caFile, 'utf8');
    for (const name of ['127.0.0.1', '::1', 'localhost']) {
      expect(await shake(tls, name, ca)).toBe('trusted');
    }
    expect(await shake(tls, 'example.com', ca)).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID/);
    expect(await shake(tls, 'localhost', undefined)).toMatch(/UNABLE_TO|SELF_SIGNED/);
  });

  test('says what strict readers demand', () => {
    const tls = serverTls(newHome(), '10.1.2.3', Date.now());
    const server = new X509Certificate(tls.cert);
    const ca = new X509Certificate(readFileSync(tls.caFile, 'utf8'));
    expect(server.subjectAltName).toContain('IP Address:10.1.2.3');
    expect(server.subjectAltName).toContain('IP Address:0:0:0:0:0:0:0:1');
    expect(server.ca).toBe(false);
    expect(ca.ca).toBe(true);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  test('is kept from start to start, in files of its user only', () => {
    const home = newHome();
    const now = Date.now();
    const first = serverTls(home, '127.0.0.1', now);
    expect(serverTls(home, '127.0.0.1', now + 59 * dayMs)).toEqual(first);
    expect(statSync(join(home, 'tls')).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(join(home, 'tls'))) {
      expect(statSync(join(home, 'tls', name)).mode & 0o777, name).toBe(0o600);
    }
  });

  test('is renewed before it expires, for another host, and when it was damaged, under the same authority', () => {
    const home = newHome();
    const now = Date.now();
    const first = serverTls(home, '127.0.0.1', now);
    const ca = readFileSync(first.caFile, 'utf8');
    const second = serverTls(home, '127.0.0.1', now + 61 * dayMs);
    const third = serverTls(home, '10.1.2.3', now + 61 * dayMs);
    writeFileSync(join(home, 'tls', 'server.pem'), 'nothing');
    const fourth = serverTls(home, '10.1.2.3', now + 61 * dayMs);
    expect(new Set([first, second, third, fourth].map(({ cert }) => cert)).size).toBe(4);
    expect(readFileSync(first.caFile, 'utf8')).toBe(ca);
    expect(readFileSync(serverTls(home, '127.0.0.1', now + 3600 * dayMs).caFile, 'utf8')).not.toBe(ca);
  });
});

/** Connects to 127.0.0.1 and asks for a name. */
async function shake({ cert, key }: ServerTls, name: string, ca: string | undefined): Promise<string> {
  const server = createServer({ cert, key }, (_request, response) => response.end('trusted'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise((resolve) => {
      const options = {
        host: '127.0.0.1',
        port,
        agent: false,
        ...(ca === undefined ? {} : { ca }),
        checkServerIdentity: (_host: string, peer: Parameters<typeof checkServerIdentity>[1]) =>
          checkServerIdentity(name, peer),
      };
      const ask = request(options, (answer) => {
        answer.resume();
        answer.once('end', () => resolve('trusted'));
      });
      ask.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
      ask.end();
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
