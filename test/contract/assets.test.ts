/** Models, environments and code over REST: uploading, registering, looking up, archiving, downloading. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSas } from '../../src/http/blobs/sas.ts';
import { expectError } from '../support/refusals.ts';
import { type Reply, type Rest, restOf } from '../support/rest.ts';
import { scorer, script } from '../support/scoring.ts';
import { startTeal, type Teal } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
/** Files to upload. */
let folder: string;

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  folder = mkdtempSync(join(tmpdir(), 'teal-upload-'));
  mkdirSync(join(folder, 'model/deep'), { recursive: true });
  writeFileSync(join(folder, 'model/weights.bin'), Buffer.from([0, 1, 2, 255]));
  writeFileSync(join(folder, 'model/deep/notes é.txt'), 'deep\n');
});
afterAll(async () => {
  await teal?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

type Upload = { readonly base: string; readonly sas: string; readonly container: string };

async function startUpload(kind = 'codes'): Promise<Upload> {
  const { status, body } = await rest.call('POST', `/${kind}/any/versions/1/startPendingUpload`, {
    pendingUploadType: 'TemporaryBlobReference',
  });
  expect(status).toBe(200);
  const { blobUri, credential } = body.blobReferenceForConsumption;
  const [base, sas] = credential.sasUri.split('?');
  expect([credential.credentialType, base, blobUri.endsWith('/')]).toEqual(['SAS', blobUri, false]);
  return { base, sas, container: base.split('/').at(-1) };
}

/** A PUT whose path is sent as it is written, dots and all. */
async function putRaw(
  url: string,
  path: string,
  body: string | Buffer = 'x',
  more: Record<string, string> = {},
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const headers = { 'x-ms-blob-type': 'BlockBlob', ...more };
  const put = request({ hostname, port, path, method: 'PUT', headers });
  put.end(body);
  const [answer] = await once(put, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  const parsed = text.startsWith('{') ? JSON.parse(text) : text;
  return { status: answer.statusCode, headers: new Headers(answer.headers), body: parsed };
}

const pathOf = ({ base }: Upload) => new URL(base).pathname;

describe('an upload', () => {
  test('has a container of its own, a link that expires, and only the parameters of a SAS', async () => {
    const [one, other] = [await startUpload(), await startUpload('models')];
    expect(one.container).not.toBe(other.container);
    const query = new URLSearchParams(one.sas);
    expect([...query.keys()].sort()).toEqual(['se', 'sig', 'sp', 'sr', 'sv']);
    expect(Date.parse(query.get('se') ?? '')).toBeGreaterThan(Date.now());
  });

  test('of a kind that is not there is refused', async () => {
    const reply = await rest.call('POST', '/jobs/any/versions/1/startPendingUpload', {});
    expectError(reply, 404, 'ResourceNotFound', "'jobs'");
  });

  test('needs its own signature, unchanged', async () => {
    const [mine, others] = [await startUpload(), await startUpload()];
    const later = mine.sas.replace(/se=\d{4}/, 'se=2099');
    for (const query of ['', later, others.sas, mine.sas.replace(/sig=..../, 'sig=AAAA'), `${mine.sas}AA`]) {
      expectError(
        await putRaw(mine.base, `${pathOf(mine)}/code/score.py?${query}`),
        401,
        'InvalidAuthenticationToken',
        mine.container,
      );
    }
    const headers = { authorization: 'Bearer nonsense' };
    const reply = await fetch(`${mine.base}/code/score.py`, { method: 'PUT', body: 'x', headers });
    expect(reply.status).toBe(401);
  });

  test('that has expired is refused', async () => {
    const { base, container } = await startUpload();
    const database = new Database(join(teal.home, 'state/teal.db'), { readonly: true });
    const row = database.prepare("select value from settings where key = 'upload-secret'").get();
    database.close();
    const { value } = row as { value: string };
    const yesterday = createSas(value, () => Date.now() - 25 * 3600 * 1000).issue(container);
    expectError(await putRaw(base, `/blobs/${container}/f?${yesterday}`), 401, 'InvalidAuthenticationToken');
    const today = createSas(value, () => Date.now()).issue(container);
    expect((await putRaw(base, `/blobs/${container}/f?${today}`)).status).toBe(201);
  });

  test.each([
    '../escaped.txt',
    'a/../../escaped.txt',
    '%2e%2e/escaped.txt',
    'a/%2e%2e%2f%2e%2e%2fescaped.txt',
    '..%5cescaped.txt',
    '%2fetc%2fescaped.txt',
    'a//escaped.txt',
    'a/./escaped.txt',
    'escaped%00.txt',
    '',
  ])("to '%s' is refused and writes nothing", async (path) => {
    const upload = await startUpload();
    const reply = await putRaw(upload.base, `${pathOf(upload)}/${path}?${upload.sas}`);
    expect([400, 401, 404]).toContain(reply.status);
    expect(reply.body.error.code).toBeTruthy();
    const files = readdirSync(teal.home, { recursive: true }).map(String);
    expect(files.filter((file) => file.includes('escaped'))).toEqual([]);
  });

  test('keeps what is there from one who asks for that, and the refused one sees why', async () => {
    const upload = await startUpload();
    const url = `${pathOf(upload)}/code/big.bin?${upload.sas}`;
    const first = await putRaw(upload.base, url, Buffer.alloc(1000, 1));
    expect([first.status, first.headers.get('etag') !== null]).toEqual([201, true]);
    const again = await putRaw(upload.base, url, Buffer.alloc(20_000_000, 2), { 'if-none-match': '*' });
    expect(again.status).toBe(409);
  });
});

describe('a version', () => {
  test('has the envelope that clients parse, and an address that lasts', async () => {
    const { status, body } = await rest.register('models', 'scores', join(folder, 'model'));
    expect([status, body.id]).toEqual([201, `${rest.workspace}/models/scores/versions/1`]);
    expect(body).toMatchObject({
      name: '1',
      properties: { modelType: 'custom_model', isArchived: false, provisioningState: 'Succeeded' },
      systemData: { createdAt: expect.any(String), createdBy: expect.any(String) },
    });
    expect(body.properties.modelUri).toMatch(/^azureml:\/\/subscriptions\/.*\/paths\/.*\/model$/);
    const uri = { properties: { modelUri: body.properties.modelUri } };
    expect((await rest.call('PUT', '/models/scores/versions/copy', uri)).status).toBe(201);
  });

  test('never changes its content; its notes may', async () => {
    const { body } = await rest.register('codes', 'fixed', script('echo'));
    const same = { properties: { codeUri: body.properties.codeUri, description: 'better said' } };
    const again = await rest.call('PUT', '/codes/fixed/versions/1', same);
    expect([again.status, again.body.properties.description]).toEqual([200, 'better said']);
    const other = await rest.register('codes', 'fixed', script('slow'));
    expectError(other, 409, 'UserError');
    // These very words are what official SDKs look for.
    expect(other.body.error.message).toBe('Asset paths cannot be updated.');
    const { codeUri } = (await rest.call('GET', '/codes/fixed/versions/1')).body.properties;
    expect(codeUri).toBe(body.properties.codeUri);
  });

  test('of an environment never changes its definition', async () => {
    const put = (image: string) =>
      rest.call('PUT', '/environments/fixed/versions/1', { properties: { image } });
    expect([(await put('one')).status, (await put('one')).status]).toEqual([201, 200]);
    expectError(await put('two'), 409, 'ResourceExists', "'fixed'", "'1'");
  });

  test('is found by the hash of its content whatever the name in the path', async () => {
    const { codeUri } = (await rest.register('codes', 'unhashed', script('crash'))).body.properties;
    const hash = 'f'.repeat(64);
    const properties = { codeUri, properties: { hash_sha256: hash, hash_version: '202208' } };
    const { body } = await rest.call('PUT', '/codes/hashed/versions/1', { properties });
    const found = await rest.call('GET', `/codes/whatever/versions?hash=${hash}&hashVersion=202208`);
    expect(found.body.value).toMatchObject([{ id: body.id }]);
    const none = await rest.call('GET', `/codes/whatever/versions?hash=${'0'.repeat(64)}&hashVersion=202208`);
    expect([none.status, none.body]).toEqual([200, { value: [] }]);
  });

  test.each([
    ['models', { properties: { modelUri: 'azureml://elsewhere/paths/x' } }, 'modelUri', 'elsewhere'],
    ['models', { properties: {} }, 'modelUri', 'required'],
    ['codes', { properties: { codeUri: 'file:///etc' } }, 'codeUri', 'file:///etc'],
    ['codes', { properties: { codeUri: 'http://h/blobs/none/..%2f..%2f' } }, '', ''],
  ])('%s with %j is refused', async (kind, body, field, value) => {
    const reply = await rest.call('PUT', `/${kind}/refused/versions/1`, body);
    expect([400, 404]).toContain(reply.status);
    expect(reply.body.error.message).toContain(field);
    expect(reply.body.error.message).toContain(value);
    expect((await rest.call('GET', `/${kind}/refused`)).status).toBe(404);
  });

  test('that is not there says what is missing', async () => {
    expectError(await rest.call('GET', '/models/nope/versions/1'), 404, 'ResourceNotFound', "'nope'");
    await rest.call('PUT', '/environments/some/versions/1', { properties: { image: 'i' } });
    expectError(await rest.call('GET', '/environments/some/versions/7'), 404, 'ResourceNotFound', "'7'");
  });
});

describe('a container', () => {
  const names = async (query: string) =>
    (await rest.call('GET', `/environments?${query}`)).body.value.map(({ name }: { name: string }) => name);

  test('counts its versions, and @latest is the newest that is not archived', async () => {
    const put = (version: string, isArchived = false) =>
      rest.call('PUT', `/environments/counted/versions/${version}`, {
        properties: { image: 'i', isArchived },
      });
    await put('1');
    await put('2');
    expect((await rest.call('GET', '/environments/counted')).body.properties).toMatchObject({
      latestVersion: '2',
      nextVersion: '3',
    });
    await put('2', true);
    expect((await rest.call('GET', '/environments/counted')).body.properties.latestVersion).toBe('1');
    const { value } = (await rest.call('GET', '/environments/counted/versions')).body;
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['1']);
  });

  test('is archived and restored; its versions stay', async () => {
    await rest.call('PUT', '/environments/shelved/versions/1', { properties: { image: 'i' } });
    const put = (isArchived: boolean) =>
      rest.call('PUT', '/environments/shelved', { properties: { isArchived } });
    expect((await put(true)).body.properties.isArchived).toBe(true);
    expect(await names('')).not.toContain('shelved');
    expect(await names('listViewType=ArchivedOnly')).toContain('shelved');
    expect(await names('listViewType=All')).toContain('shelved');
    expect((await rest.call('GET', '/environments/shelved/versions/1')).status).toBe(200);
    expect((await put(false)).body.properties.isArchived).toBe(false);
    expect(await names('')).toContain('shelved');
    const odd = await rest.call('PUT', '/environments/shelved', { properties: { isArchived: 'yes' } });
    expectError(odd, 400, 'UserError', 'isArchived', 'yes');
  });
});

test('a deployment takes azureml:NAME@latest, and what it shows is the version', async () => {
  await rest.register('codes', 'echo', script('echo'));
  await rest.register('models', 'weights', join(folder, 'model'));
  await rest.call('PUT', '/onlineEndpoints/latest', { properties: {} });
  const codeConfiguration = { codeId: 'azureml:echo@latest', scoringScript: 'score.py' };
  const properties = { codeConfiguration, model: 'azureml:weights@latest' };
  expect((await rest.deploy('latest', 'blue', 'echo', properties)).status).toBe('Succeeded');
  const { body } = await rest.call('GET', '/onlineEndpoints/latest/deployments/blue');
  expect(body.properties.model).toBe(`${rest.workspace}/models/weights/versions/1`);
  expect(body.properties.codeConfiguration.codeId).toBe(`${rest.workspace}/codes/echo/versions/1`);
  const score = await scorer(rest, 'latest');
  expect((await score({}, { 'azureml-model-deployment': 'blue' })).status).toBe(200);
});

describe('downloading', () => {
  const files = '/models/download/versions/1/files';

  test('lists and gives every file as it was uploaded', async () => {
    await rest.register('models', 'download', join(folder, 'model'));
    const { value } = (await rest.call('GET', files)).body;
    expect(value).toEqual([
      { path: 'model/deep/notes é.txt', size: 5 },
      { path: 'model/weights.bin', size: 4 },
    ]);
    for (const { path } of value) {
      const url = `${teal.server.url}${rest.workspace}${files}/${path.split('/').map(encodeURIComponent).join('/')}`;
      const headers = { authorization: `Bearer ${teal.token}` };
      const reply = await fetch(`${url}?api-version=2023-04-01`, { headers });
      const bytes = Buffer.from(await reply.arrayBuffer());
      expect([reply.status, bytes]).toEqual([200, readFileSync(join(folder, path))]);
    }
  });

  test.each([
    '..%2f..%2f..%2fadmin-token',
    '%2e%2e/%2e%2e/state/teal.db',
    '..%2f..',
    'model',
    'model/absent',
    '%2fetc%2fpasswd',
  ])("of '%s' is refused", async (path) => {
    expectError(await rest.call('GET', `${files}/${path}`), 404, 'ResourceNotFound');
  });
});
