import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';

/** Variables by which a user says whom to trust; each names a file that replaces the system's own list. */
const replacing = ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'] as const;

/**
 * A file of everybody whom programs trusted before and this Teal's authority: one that held the latter alone would cut
 * them off from every other site. Its name follows from its contents, so that runs beside each other do not mix.
 */
export function trustFile(
  home: string,
  caFile: string,
  base: Readonly<Record<string, string | undefined>>,
): string {
  const said = [...replacing, 'NODE_EXTRA_CA_CERTS'].flatMap((name) => certificatesIn(base[name]));
  const usual = replacing.some((name) => certificatesIn(base[name]).length > 0)
    ? []
    : [...getCACertificates('system'), ...getCACertificates('bundled')].map((one) => one.trim());
  const all = [...new Set([...certificatesIn(caFile), ...said, ...usual])];
  const text = `${all.join('\n')}\n`;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = join(home, 'tls', `trusted-${name}.pem`);
  if (!existsSync(file)) {
    writeFileSync(`${file}.${process.pid}`, text, { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  }
  return file;
}

function certificatesIn(file: string | undefined): string[] {
  if (!file || !existsSync(file)) return [];
  return readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
