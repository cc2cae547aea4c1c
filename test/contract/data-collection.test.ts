/** Payload logging from the YAML to the blobs of the datastore, and what goes wrong with it: never a request. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { type Collected, collectedOf } from '../support/collected.ts';
import { startLoad } from '../support/load.ts';
import { instancesOf } from '../support/processes.ts';
import { expectError } from '../support/refusals.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, type Score, scorer, scoringUri } from '../support/scoring.ts';
import { newHome, startTeal, type Teal, until } from '../support/teal.ts';

const echo = 'import json\n\ndef init():\n    pass\n\ndef run(raw_data):\n    return json.loads(raw_data)\n';
const folder = mkdtempSync(join(tmpdir(), 'teal-collect-'));
const wire = (collections: Json, more: Json = {}) => ({ dataCollector: { collections, ...more } });
const on = { dataCollectionMode: 'Enabled' };
const both = { request: on, response: on };

beforeAll(() => {
  mkdirSync(join(folder, 'code'));
  writeFileSync(join(folder, 'code/score.py'), echo);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function opened(
  teal: Teal,
  properties: Json,
): Promise<{ rest: Rest; score: Score; collected: Collected }> {
  const rest = restOf(teal);
  await rest.register('codes', 'echo', join(folder, 'code'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  expect((await rest.deploy('churn', 'blue', 'echo', properties)).status).toBe('Succeeded');
  await route(rest, 'churn', { blue: 100 });
  return { rest, score: await scorer(rest, 'churn'), collected: await collectedOf(teal, rest) };
}

/** `collector.json` of the instance that was started last. */
function countsOf({ home }: Teal): Json {
  const names = instancesOf(home).map(({ id }) => id);
  const texts = names.map((id) => readFileSync(join(home, 'instances', id, 'collector.json'), 'utf8'));
  return JSON.parse(texts.at(-1) ?? '{}');
}

describe('payload logging', () => {
  let teal: Teal;
  let rest: Rest;
  let score: Score;
  let collected: Collected;
  let az: Az;

  beforeAll(async () => {
    teal = await startTeal();
    ({ rest, score, collected } = await opened(teal, wire(both, { rollingRate: 'day' })));
    az = azOn(teal);
  });
  afterAll(() => teal?.close());

  test('keeps what was asked and what was answered, without code, where Azure keeps it', async () => {
    const today = () => new Date().toISOString().slice(0, 10).replaceAll('-', '/');
    const before = today();
    expect((await score({ a: 1 })).body).toEqual({ a: 1 });
    const root = 'modelDataCollector/churn/blue';
    const [asked] = await until(
      'the request',
      () => collected.events(`${root}/request/`),
      ({ length }) => length === 1,
    );
    const [answered] = await until(
      'the response',
      () => collected.events(`${root}/response/`),
      ({ length }) => length === 1,
    );
    expect(asked).toMatchObject({ data: { a: 1 }, type: 'azureml.inference.request', method: 'POST' });
    expect(answered).toMatchObject({ data: { a: 1 }, correlationid: asked.correlationid, statuscode: 200 });
    const [name] = await collected.names(`${root}/request/`);
    const [instance] = instancesOf(teal.home);
    // A day may end meanwhile.
    const places = [before, today()].map((day) => `${root}/request/${day}/${instance?.id}.jsonl`);
    expect(places).toContain(name);
  });

  test('keeps a large payload beside the log, whole', async () => {
    const large = { text: 'x'.repeat(5 << 20) };
    expect((await score(large)).status).toBe(200);
    const [, asked] = await until(
      'the request',
      () => collected.events('modelDataCollector/churn/blue/request/'),
      ({ length }) => length === 2,
    );
    expect(asked.datainblob).toBe('true');
    const path = asked.data.replace('azureml://datastores/workspaceblobstore/paths/', '');
    expect(JSON.parse(String(await collected.bytes(path)))).toEqual(large);
  });

  test('survives the death of every process of the instance: the next one goes on in a file of its own', async () => {
    const [before] = instancesOf(teal.home);
    process.kill(-(before?.pid ?? Number.NaN), 'SIGKILL');
    await until(
      'another instance',
      () => score({ again: true }).catch(() => undefined),
      (reply) => reply?.status === 200,
    );
    const events = await until(
      'its request',
      () => collected.events('modelDataCollector/churn/blue/request/'),
      (found) => found.some(({ data }) => data.again),
    );
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(await collected.names('modelDataCollector/churn/blue/request/')).toHaveLength(3);
  });

  test('changes with an update, which starts new instances, and half of it keeps both sides of a request', async () => {
    const half = { dataCollectionMode: 'Enabled', samplingRate: 0.5 };
    const properties = wire(
      { request: half, response: half },
      { requestLogging: { captureHeaders: ['X-Tenant'] } },
    );
    expect((await rest.deploy('churn', 'blue', 'echo', properties)).status).toBe('Succeeded');
    for (let sent = 0; sent < 120; sent++) await score({ sent }, { 'x-tenant': 'acme' });
    const of = async (name: string) =>
      (await collected.events(`modelDataCollector/churn/blue/${name}/`))
        .filter(({ data }) => data?.sent !== undefined)
        .map(({ correlationid }) => correlationid)
        .sort();
    const ids = await until(
      'both sides',
      async () => [await of('request'), await of('response')] as const,
      ([asked, answered]) => asked.length > 30 && asked.length === answered.length,
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(ids[0].length).toBeLessThan(90);
    const named = (await collected.events('modelDataCollector/churn/blue/request/')).find(
      ({ data }) => data.sent,
    );
    expect(named.capturedheaders).toEqual({ 'x-tenant': 'acme' });
  });

  test.each<[Json, Json, string, string]>([
    [{ '../up': on }, {}, 'data_collector.collections', '../up'],
    [{ request: { ...on, samplingRate: 1.5 } }, {}, 'sampling_rate', '1.5'],
    [{ request: { dataCollectionMode: 'Maybe' } }, {}, 'dataCollectionMode', 'Maybe'],
    [both, { rollingRate: 'weekly' }, 'rolling_rate', 'weekly'],
    [both, { requestLogging: { captureHeaders: ['a b'] } }, 'capture_headers', 'a b'],
    [{ request: { ...on, dataId: 'azureml:nothing:1' } }, {}, 'nothing', 'does not exist'],
    [{ inputs: on, Inputs: on }, {}, 'collections', 'differ in more than case'],
  ])('refuses %j %j and changes nothing', async (collections, more, field, value) => {
    const path = '/onlineEndpoints/churn/deployments/blue';
    const before = (await rest.call('GET', path)).body;
    const reply = await rest.call('PATCH', path, { properties: wire(collections, more) });
    expectError(reply, 400, 'UserError', field, value);
    expect((await rest.call('GET', path)).body).toEqual(before);
  });

  test.each([
    ['azureml://datastores/elsewhere/paths/a', 'workspaceblobstore'],
    ['azureml://datastores/workspaceblobstore/paths/a/../../b', '..'],
  ])('refuses data at %s', async (dataUri, word) => {
    const name = `data-${word.length}`;
    const put = await rest.call('PUT', `/data/${name}/versions/1`, {
      properties: { dataUri, dataType: 'uri_folder' },
    });
    expect(put.status).toBe(201);
    const dataId = `${rest.workspace}/data/${name}/versions/1`;
    const path = '/onlineEndpoints/churn/deployments/blue';
    const reply = await rest.call('PATCH', path, { properties: wire({ request: { ...on, dataId } }) });
    expectError(reply, 400, 'UserError', word);
  });

  test('tells a YAML that makes no sense before anything is sent', async () => {
    const set = ['--set', 'data_collector.collections.request.sampling_rate=2'];
    const { code, stderr } = await az.run(
      'ml',
      'online-deployment',
      'update',
      '-n',
      'blue',
      '-e',
      'churn',
      ...set,
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining('sampling_rate')]);
  });
});

describe('on a disk that fills up', () => {
  const home = newHome();
  const ballast = join(home, 'ballast');
  let mounted = false;
  let teal: Teal | undefined;
  let at: Awaited<ReturnType<typeof opened>>;

  beforeAll(async () => {
    const options = ['-t', 'tmpfs', '-o', 'size=48m,mode=700', 'teal-test', home];
    mounted = spawnSync('mount', options).status === 0;
    if (!mounted) return;
    teal = await startTeal([], home);
    at = await opened(teal, wire(both));
  });
  afterAll(async () => {
    rmSync(ballast, { force: true });
    await teal?.close().catch(() => {});
    if (mounted) spawnSync('umount', [home]);
    rmSync(home, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => skip(!mounted, 'this user may not mount a small file system'));

  test('no request fails, what is lost is counted, and collecting goes on when there is room', async () => {
    const { rest, score, collected } = at;
    await score({ before: true });
    const events = () => collected.events('modelDataCollector/churn/blue/request/');
    await until('the first', events, ({ length }) => length === 1);
    fill(ballast);
    const load = startLoad({
      uri: await scoringUri(rest, 'churn'),
      key: await primaryKey(rest, 'churn'),
      outstanding: 2,
    });
    await load.more(200);
    const tally = await load.stop();
    expect({ failed: tally.failed, reasons: tally.reasons }).toEqual({ failed: 0, reasons: [] });
    expect(await events()).toHaveLength(1);
    rmSync(ballast);
    let sent = tally.answered + 1;
    await until(
      'collected again',
      async () => {
        sent += 1;
        await score({ after: true });
        return events();
      },
      (found) => found.some(({ data }) => data?.after),
    );
    const { drops } = await until(
      'an account of every request',
      () => (teal === undefined ? undefined : countsOf(teal)),
      (found) => found.events.request + found.drops.request?.disk_full === sent,
    );
    expect(drops.request.disk_full).toBeGreaterThan(100);
    expect(drops.response.disk_full).toBeGreaterThan(100);
  });
});

/** Takes the last byte of the disk. */
function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const size of [1 << 20, 1 << 12, 1]) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) if (writeSync(file, bytes) < bytes.byteLength) return;
  } catch {
    // It is full.
  }
}
