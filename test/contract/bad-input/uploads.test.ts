/** Uploads that break off, are too large or are not what they say: a clear error, and nothing of them is kept. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCrc64 } from '../../../src/http/blobs/crc64.ts';
import { type Rest, restOf } from '../../support/rest.ts';
import { startTeal, type Teal, until } from '../../support/teal.ts';
import { arriving, block, commit, hangUp, send, startUpload, type Upload } from '../../support/uploads.ts';

const mib = 2 ** 20;
let teal: Teal;
let rest: Rest;
let upload: Upload;

beforeAll(async () => {
  teal = await startTeal(['--max-file-mib', '2', '--max-asset-mib', '3', '--max-asset-files', '3']);
  rest = restOf(teal);
  upload = await startUpload(rest);
});
afterAll(() => teal?.close());

const put = (path: string, body: string | Buffer, headers = {}) =>
  send(upload, 'PUT', path, { body, headers });
const absent = async (path: string) => (await send(upload, 'HEAD', path)).status === 404;
const register = (leaf: string) =>
  rest.call('PUT', `/models/${leaf}/versions/1`, { properties: { modelUri: `${upload.base}/${leaf}` } });

describe('an upload that breaks off', () => {
  test.each(['cut/whole.bin', 'cut/piece.bin?comp=block&blockid=YQ=='])('%s leaves nothing', async (path) => {
    const log = join(teal.home, 'logs', 'control.log');
    const before = readFileSync(log, 'utf8').length;
    const then = () =>
      until(
        'it arrives',
        () => arriving(teal),
        (files) => files.length > 0,
      );
    await hangUp(upload, path, { length: mib, sent: Buffer.alloc(300_000), then });
    await until(
      'nothing is left',
      () => arriving(teal),
      (files) => files.length === 0,
    );
    const [file = ''] = path.split('?');
    expect(await absent(file)).toBe(true);
    expect((await commit(upload, file, ['YQ=='])).code).toBe('InvalidBlockList');
    expect(readFileSync(log, 'utf8').slice(before)).not.toContain('"error"');
  });
});

describe('an upload that is too large', () => {
  const tooLarge = { status: 413, code: 'RequestBodyTooLarge' };
  const large = Buffer.alloc(2 * mib + 1);

  test('by what it announces', async () => {
    const reply = await put('large/whole.bin', large);
    expect(reply).toMatchObject({
      ...tooLarge,
      text: expect.stringContaining(`larger than ${2 * mib} bytes`),
    });
    expect(await absent('large/whole.bin')).toBe(true);
  });

  test('by coming', async () => {
    const reply = await put('large/chunked.bin', large, { 'transfer-encoding': 'chunked' });
    expect(reply).toMatchObject(tooLarge);
    expect(await absent('large/chunked.bin')).toBe(true);
  });

  test('in one block, or in all of one blob together', async () => {
    expect(await block(upload, 'large/blocks.bin', 'YQ==', large)).toMatchObject(tooLarge);
    expect((await block(upload, 'large/blocks.bin', 'YQ==', Buffer.alloc(mib))).status).toBe(201);
    // the same block again takes the place of the first
    expect((await block(upload, 'large/blocks.bin', 'YQ==', Buffer.alloc(mib))).status).toBe(201);
    expect((await block(upload, 'large/blocks.bin', 'Yg==', Buffer.alloc(mib))).status).toBe(201);
    const third = await block(upload, 'large/blocks.bin', 'Yw==', Buffer.alloc(1));
    expect(third).toMatchObject({ ...tooLarge, text: expect.stringContaining('What was put for') });
    const list = await commit(upload, 'large/blocks.bin', ['YQ==', 'Yg==', 'YQ==']);
    expect(list).toMatchObject(tooLarge);
    expect((await commit(upload, 'large/blocks.bin', ['YQ==', 'Yg=='])).status).toBe(201);
    expect(arriving(teal)).toEqual([]);
  });

  test('as a model: more bytes, more files', async () => {
    await put('heavy/a', Buffer.alloc(2 * mib, 1));
    await put('heavy/b', Buffer.alloc(2 * mib, 2));
    for (const name of ['a', 'b', 'c', 'd']) await put(`many/${name}`, name);
    const [heavy, many] = [await register('heavy'), await register('many')];
    expect([heavy.status, heavy.body.error.code]).toEqual([413, 'RequestBodyTooLarge']);
    expect(heavy.body.error.message).toContain(`at most ${3 * mib} are kept`);
    expect([many.status, many.body.error.message]).toEqual([
      413,
      expect.stringContaining('more than 3 files'),
    ]);
    expect((await rest.call('GET', '/models')).body.value).toEqual([]);
  });
});

describe('an upload that is not what it says', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('base64');
  const crc = (text: string) => {
    const sum = createCrc64();
    sum.update(Buffer.from(text));
    return sum.base64();
  };

  test.each([
    ['content-md5', md5('other'), 'Md5Mismatch'],
    ['x-ms-blob-content-md5', md5('other'), 'Md5Mismatch'],
    ['x-ms-content-crc64', crc('other'), 'Crc64Mismatch'],
    ['content-md5', 'nonsense', 'InvalidMd5'],
    ['x-ms-content-crc64', md5('this'), 'InvalidHeaderValue'],
  ])('%s: %s', async (name, value, code) => {
    expect(await put('sums/a', 'this', { [name]: value })).toMatchObject({ status: 400, code });
    expect(await absent('sums/a')).toBe(true);
    if (name !== 'x-ms-blob-content-md5') {
      expect(await block(upload, 'sums/a', 'YQ==', 'this', { [name]: value })).toMatchObject({ code });
      expect((await commit(upload, 'sums/a', ['YQ=='])).code).toBe('InvalidBlockList');
    }
    expect(arriving(teal)).toEqual([]);
  });

  test('as a list whose sum is of another body, or of another whole', async () => {
    await block(upload, 'sums/list', 'YQ==', 'this');
    for (const name of ['content-md5', 'x-ms-blob-content-md5']) {
      const reply = await commit(upload, 'sums/list', ['YQ=='], { [name]: md5('other') });
      expect([reply.code, await absent('sums/list')]).toEqual(['Md5Mismatch', true]);
    }
    expect(
      (await commit(upload, 'sums/list', ['YQ=='], { 'x-ms-blob-content-md5': md5('this') })).status,
    ).toBe(201);
  });

  test('and right sums are fine; what looks packed is kept as it came', async () => {
    const sums = {
      'content-md5': md5('this'),
      'x-ms-blob-content-md5': md5('this'),
      'x-ms-content-crc64': crc('this'),
    };
    expect((await put('sums/right', 'this', sums)).status).toBe(201);
    const packed = gzipSync(Buffer.alloc(50_000_000));
    expect((await put('sums/packed', packed, { 'content-encoding': 'gzip' })).status).toBe(201);
    const { headers } = await send(upload, 'HEAD', 'sums/packed');
    expect(headers.get('content-length')).toBe(String(packed.length));
  });
});
