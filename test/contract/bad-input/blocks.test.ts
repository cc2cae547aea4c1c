/** Lists of blocks that cannot be, and uploads that go on after a break of their client or of the control plane. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { killed, rolesOf } from '../../support/processes.ts';
import { restOf } from '../../support/rest.ts';
import { startTeal, type Teal, until } from '../../support/teal.ts';
import { block, commit, send, startUpload, type Upload } from '../../support/uploads.ts';

let teal: Teal;
let upload: Upload;

beforeAll(async () => {
  teal = await startTeal();
  upload = await startUpload(restOf(teal));
});
afterAll(() => teal?.close());

const list = (path: string, body: string) => send(upload, 'PUT', path, { query: 'comp=blocklist', body });
const textAt = async (path: string) => (await send(upload, 'GET', path)).text;

describe('a list of blocks', () => {
  test.each([
    [
      'names one that was not put',
      '<BlockList><Latest>YQ==</Latest><Latest>Wg==</Latest></BlockList>',
      'InvalidBlockList',
    ],
    ['asks for the blob as it is', '<BlockList><Committed>YQ==</Committed></BlockList>', 'InvalidBlockList'],
    ['is no XML', 'YQ==', 'InvalidXmlDocument'],
    ['is empty text', '', 'InvalidXmlDocument'],
    ['is cut off', '<BlockList><Latest>YQ==</Latest>', 'InvalidXmlDocument'],
    ['is other XML', '<Blocks><Latest>YQ==</Latest></Blocks>', 'InvalidXmlDocument'],
    ['has an unknown element', '<BlockList><Newest>YQ==</Newest></BlockList>', 'InvalidXmlDocument'],
    ['has text between', '<BlockList>x<Latest>YQ==</Latest></BlockList>', 'InvalidXmlDocument'],
    [
      'has an entity that explodes',
      '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><BlockList><Latest>&b;</Latest></BlockList>',
      'InvalidXmlDocument',
    ],
    ['is too long', `<BlockList>${'<Latest>YQ==</Latest>'.repeat(50_001)}</BlockList>`, 'BlockListTooLong'],
    ['never ends', ' '.repeat(9 * 1024 * 1024), 'RequestBodyTooLarge'],
  ])('that %s is refused', async (what, body, code) => {
    const path = `lists/${what.replaceAll(' ', '-')}`;
    await block(upload, path, 'YQ==', 'a');
    const reply = await list(path, body);
    expect([reply.status, reply.code]).toEqual([code === 'RequestBodyTooLarge' ? 413 : 400, code]);
    expect((await send(upload, 'HEAD', path)).status).toBe(404);
    // what was put is still there
    expect((await commit(upload, path, ['YQ=='])).status).toBe(201);
  });

  test('of none makes an empty blob', async () => {
    expect((await list('lists/none', '<BlockList />')).status).toBe(201);
    expect(await textAt('lists/none')).toBe('');
  });

  test.each(['', 'a', 'a=b', '../../x', 'YQ', Buffer.alloc(65).toString('base64')])(
    "a block '%s' is refused",
    async (id) => {
      const reply = await block(upload, 'lists/id', id, 'a');
      expect([reply.status, reply.code]).toEqual([400, 'InvalidQueryParameterValue']);
    },
  );

  test('an unknown comp, another type of blob, a repeated parameter', async () => {
    const comp = await send(upload, 'PUT', 'lists/x', { query: 'comp=lease', body: 'a' });
    expect([comp.status, comp.code]).toEqual([400, 'UnsupportedQueryParameter']);
    const page = await send(upload, 'PUT', 'lists/x', {
      headers: { 'x-ms-blob-type': 'PageBlob' },
      body: '',
    });
    expect([page.status, page.text]).toEqual([400, expect.stringContaining('PageBlob')]);
    const twice = await send(upload, 'PUT', 'lists/x', { query: 'comp=block&blockid=YQ==&blockid=Yg==' });
    expect([twice.status, twice.code]).toEqual([400, 'InvalidInput']);
  });

  test('metadata whose name is no name', async () => {
    const headers = { 'x-ms-meta-a&b': 'x' };
    const reply = await send(upload, 'PUT', 'lists/meta', { headers, body: 'a' });
    expect([reply.status, reply.code]).toEqual([400, 'InvalidMetadata']);
    expect((await send(upload, 'HEAD', 'lists/meta')).status).toBe(404);
  });
});

describe('an upload goes on', () => {
  test('with a block put again: the last one counts', async () => {
    for (const text of ['first ', 'once ']) await block(upload, 'on/again', 'YQ==', text);
    await block(upload, 'on/again', 'Yg==', 'more');
    expect((await commit(upload, 'on/again', ['YQ==', 'Yg==', 'YQ=='])).status).toBe(201);
    expect(await textAt('on/again')).toBe('once moreonce ');
    expect((await commit(upload, 'on/again', ['YQ=='])).code).toBe('InvalidBlockList');
  });

  test('after the control plane was killed between two blocks, on the same link', async () => {
    await block(upload, 'on/killed', 'YQ==', 'before ');
    await killed((await rolesOf(teal)).control);
    const again = await until(
      'control serves again',
      () => block(upload, 'on/killed', 'Yg==', 'after').catch(() => undefined),
      (reply) => reply?.status === 201,
    );
    expect(again?.status).toBe(201);
    expect((await commit(upload, 'on/killed', ['YQ==', 'Yg=='])).status).toBe(201);
    expect(await textAt('on/killed')).toBe('before after');
  });
});
