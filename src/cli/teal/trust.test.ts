import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { trustFile } from './trust.ts';

const home = mkdtempSync(join(tmpdir(), 'teal-trust-'));
mkdirSync(join(home, 'tls'));
const [ours = '', theirs = ''] = rootCertificates;
const caFile = join(home, 'tls', 'ca.pem');
const company = join(home, 'company.pem');
writeFileSync(caFile, `${ours}\n`);
writeFileSync(company, `# of the company\n${theirs}\n`);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const holds = (file: string) => readFileSync(file, 'utf8').match(/BEGIN CERTIFICATE/g)?.length;

test('a program goes on trusting whom the machine trusts', () => {
  expect(holds(trustFile(home, caFile, {}))).toBeGreaterThan(50);
});

test("a list of the user's own is kept, and nobody is added to it but this Teal", () => {
  const file = trustFile(home, caFile, { REQUESTS_CA_BUNDLE: company });
  expect(readFileSync(file, 'utf8')).toBe(`${ours.trim()}\n${theirs.trim()}\n`);
});

test('inside of another `teal exec` the list does not grow', () => {
  const outer = trustFile(home, caFile, { SSL_CERT_FILE: company });
  expect(trustFile(home, caFile, { SSL_CERT_FILE: outer, REQUESTS_CA_BUNDLE: outer })).toBe(outer);
});

test('a variable that names nothing changes nothing', () => {
  const usual = trustFile(home, caFile, {});
  expect(trustFile(home, caFile, { REQUESTS_CA_BUNDLE: join(home, 'none.pem') })).toBe(usual);
});
