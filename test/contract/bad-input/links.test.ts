/** Links and tokens that do not open the blob door, and paths that lead out of it. */
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSas } from '../../../src/http/blobs/sas.ts';
import { forged } from '../../support/forged.ts';
import { restOf } from '../../support/rest.ts';
import { startTeal, type Teal } from '../../support/teal.ts';
import { type BlobReply, send, startUpload, type Upload } from '../../support/uploads.ts';

let teal: Teal;
let mine: Upload;
let other: Upload;
let secret: string;

beforeAll(async () => {
  teal = await startTeal();
  const rest = restOf(teal);
  [mine, other] = [await startUpload(rest), await startUpload(rest)];
  const database = new Database(join(teal.home, 'state/teal.db'), { readonly: true });
  const row = database.prepare("select value from settings where key = 'upload-secret'").get();
  database.close();
  secret = (row as { value: string }).value;
  expect((await send(mine, 'PUT', 'kept', { body: 'mine' })).status).toBe(201);
});
afterAll(() => teal?.close());

/** A link that is signed with the right secret but says other things than those that are issued. */
function signed(change: Record<string, string>): string {
  const query = {
    sv: '2021-08-06',
    sr: 'c',
    sp: 'racwl',
    se: new Date(Date.now() + 1e6).toISOString(),
    ...change,
  };
  const text = [query.sv, query.sr, query.sp, query.se, mine.container].join('\n');
  const sig = createHmac('sha256', secret).update(text).digest('base64url');
  return new URLSearchParams({ ...query, sig }).toString();
}

async function expectClosed(link: Upload, code: string): Promise<void> {
  const asked: [string, string, object][] = [
    ['PUT', 'new', { body: 'x' }],
    ['PUT', 'kept', { body: 'x', query: 'comp=block&blockid=YQ==' }],
    ['GET', 'kept', {}],
    ['GET', '', { query: 'restype=container&comp=list' }],
  ];
  for (const [method, path, more] of asked) {
    const reply = await send(link, method, path, more);
    expect([method, reply.status, reply.code]).toEqual([method, 403, code]);
    expect(reply.text).not.toContain('mine');
  }
  expect((await send(mine, 'GET', 'kept')).text).toBe('mine');
  expect((await send(mine, 'HEAD', 'new')).status).toBe(404);
}

describe('a link', () => {
  test('for another container', () => expectClosed({ ...mine, sas: other.sas }, 'AuthenticationFailed'));
  test('that is none', () => expectClosed({ ...mine, sas: '' }, 'AuthenticationFailed'));
  test('of another secret', () =>
    expectClosed(
      { ...mine, sas: createSas('guess', Date.now).issue(mine.container) },
      'AuthenticationFailed',
    ));
  test('that has expired', () =>
    expectClosed({ ...mine, sas: signed({ se: '2024-01-01T00:00:00Z' }) }, 'AuthenticationFailed'));
  test('without an end', () => expectClosed({ ...mine, sas: signed({ se: '' }) }, 'AuthenticationFailed'));

  test.each([
    ['sp', 'racwldx'],
    ['se', '2099-01-01T00:00:00.000Z'],
    ['sr', 'b'],
    ['sv', '2099-01-01'],
    ['sig', 'AAAA'],
  ])('whose %s was changed', (name, value) => {
    const query = new URLSearchParams(mine.sas);
    query.set(name, value);
    return expectClosed({ ...mine, sas: query.toString() }, 'AuthenticationFailed');
  });

  test('that allows less does less', async () => {
    await expectClosed({ ...mine, sas: signed({ sp: 'd' }) }, 'AuthorizationPermissionMismatch');
    const reader = { ...mine, sas: signed({ sp: 'r' }) };
    expect((await send(reader, 'GET', 'kept')).text).toBe('mine');
    expect((await send(reader, 'PUT', 'kept', { body: 'x' })).code).toBe('AuthorizationPermissionMismatch');
  });
});

test.each(forged('https://storage.azure.com'))('a token %s', async (_what, token) => {
  const link = { ...mine, sas: '' };
  const headers = { authorization: `Bearer ${await token(teal)}` };
  const reply = await send(link, 'GET', 'kept', { headers });
  expect([reply.status, reply.code]).toEqual([403, 'AuthenticationFailed']);
});

describe('a path', () => {
  test.each([
    '../kept',
    'a/../../kept',
    '%2e%2e/kept',
    '%2e%2e%2fescaped',
    'a/%2e%2e%2f%2e%2e%2f%2e%2e%2fescaped',
    '..%5cescaped',
    '%2fetc%2fescaped',
    'escaped%00.txt',
    'escaped%0a',
    '%c0%ae%c0%ae/escaped',
    '%ff%feescaped',
    '%zzescaped',
    `escaped${'x'.repeat(256)}`,
    `${'escaped/'.repeat(130)}x`,
    '',
  ])("'%s' writes and reads nothing", async (path) => {
    const asked: (() => Promise<BlobReply>)[] = [
      () => send(mine, 'PUT', path, { body: 'x' }),
      () => send(mine, 'PUT', path, { body: 'x', query: 'comp=block&blockid=YQ==' }),
      () => send(mine, 'PUT', path, { query: 'comp=metadata' }),
    ];
    for (const ask of asked) {
      const reply = await ask();
      expect([400, 403, 404], reply.text).toContain(reply.status);
      expect(reply.text).not.toMatch(/teal\.db|node:|\.ts:/);
    }
    const files = readdirSync(teal.home, { recursive: true }).map(String);
    expect(files.filter((file) => file.includes('escaped'))).toEqual([]);
    expect((await send(mine, 'GET', 'kept')).text).toBe('mine');
  });

  test('is taken letter by letter: two spellings of one word are two blobs', async () => {
    const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301'].map(encodeURIComponent);
    await send(mine, 'PUT', `${composed}`, { body: 'one' });
    await send(mine, 'PUT', `${decomposed}`, { body: 'two' });
    expect((await send(mine, 'GET', `${composed}`)).text).toBe('one');
    expect((await send(mine, 'GET', `${decomposed}`)).text).toBe('two');
  });
});
