/** A disk that is full: changes are refused whole, scoring goes on, and freeing space is all that is needed. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Load, startLoad } from '../support/load.ts';
import { instancesOf, killed, rolesOf } from '../support/processes.ts';
import { expectError } from '../support/refusals.ts';
import { type Json, type Reply, type Rest, restOf } from '../support/rest.ts';
import { primaryKey, route, type Score, scorer, scoringUri, script } from '../support/scoring.ts';
import { newHome, startTeal, type Teal, until } from '../support/teal.ts';

let home: string;
let ballast: string;
let mounted = false;
let teal: Teal;
let rest: Rest;
let score: Score;
let load: Load | undefined;

beforeAll(async () => {
  home = newHome();
  ballast = join(home, 'ballast');
  const options = ['-t', 'tmpfs', '-o', 'size=48m,mode=700', 'teal-test', home];
  mounted = spawnSync('mount', options).status === 0;
  if (!mounted) return;
  teal = await startTeal([], home);
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue' } });
  await route(rest, 'churn', { blue: 100 });
  score = await scorer(rest, 'churn');
});
afterAll(async () => {
  await load?.stop().catch(() => {});
  rmSync(ballast, { force: true });
  // A mount point cannot be removed: everything in it goes first, with an error for the folder itself.
  await teal?.close().catch(() => {});
  if (mounted) spawnSync('umount', [home]);
  rmSync(home, { recursive: true, force: true });
});

/** Takes the last byte of the disk. */
function fill(): void {
  const file = openSync(ballast, 'a');
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

async function state(): Promise<Json> {
  const paths = [
    '/onlineEndpoints',
    '/onlineEndpoints/churn/deployments',
    '/models',
    '/environments',
    '/codes',
  ];
  return Promise.all(paths.map(async (path) => (await rest.call('GET', path)).body.value));
}

/** Of the traffic log, as Prometheus sees it. */
async function linesLost(): Promise<number> {
  const headers = { authorization: `Bearer ${teal.token}` };
  const metrics = await (await fetch(`${teal.server.url}/metrics`, { headers })).text();
  const found = /^teal_log_lines_dropped_total\{log="traffic",reason="disk"\} (\d+)$/m.exec(metrics);
  return Number(found?.[1] ?? 0);
}

const full = (reply: Reply) => expectError(reply, 507, 'InsufficientStorage', 'space');

describe('a full disk', () => {
  beforeEach(({ skip }) => skip(!mounted, 'this user may not mount a small file system'));

  test('refuses every change with 507, changes nothing, and scoring does not notice', async () => {
    const { control, routers } = await rolesOf(teal);
    const { body } = await rest.call('POST', '/codes/late/versions/1/startPendingUpload', {});
    const [base, sas] = body.blobReferenceForConsumption.credential.sasUri.split('?');
    const before = await state();
    const keys = (await rest.call('POST', '/onlineEndpoints/churn/listKeys')).body;
    load = startLoad({
      uri: await scoringUri(rest, 'churn'),
      key: await primaryKey(rest, 'churn'),
      outstanding: 1,
    });
    await load.more(50);
    fill();
    for (let round = 0; round < 3; round++) {
      full(await rest.call('PUT', '/onlineEndpoints/fresh', { properties: {} }));
      full(await rest.call('PATCH', '/onlineEndpoints/churn', { properties: { traffic: { blue: 0 } } }));
      full(
        await rest.call('PATCH', '/onlineEndpoints/churn/deployments/blue', {
          properties: { environmentVariables: { WHO: 'never' } },
        }),
      );
      full(await rest.call('PUT', '/environments/fresh/versions/1', { properties: { image: 'i' } }));
      full(await rest.call('POST', '/onlineEndpoints/churn/regenerateKeys', { keyType: 'Primary' }));
      full(await rest.call('DELETE', '/onlineEndpoints/churn'));
      const blob = await fetch(`${base}/code/score.py?${sas}`, { method: 'PUT', body: 'x'.repeat(100_000) });
      const error = await blob.json();
      expect([blob.status, error]).toMatchObject([507, { error: { code: 'InsufficientStorage' } }]);
    }
    expect(await state()).toEqual(before);
    expect((await rest.call('POST', '/onlineEndpoints/churn/listKeys')).body).toEqual(keys);
    await load.more(100);
    const tally = await load.stop();
    load = undefined;
    expect({ failed: tally.failed, reasons: tally.reasons }).toEqual({ failed: 0, reasons: [] });
    expect((await score({ a: 1 })).body).toEqual({ deployment: 'blue', echo: { a: 1 } });
    await until('lines of the traffic log that are lost, and counted', linesLost, (lost) => lost > 0);
    expect(await rolesOf(teal)).toEqual({ control, routers });
  });

  test('does not keep control and the routers from being started again', async () => {
    const { control, routers } = await rolesOf(teal);
    const instances = instancesOf(home).map(({ pid }) => pid);
    for (const pid of [control, routers[0] ?? 0]) await killed(pid);
    const again = await until(
      'all of them',
      () => rolesOf(teal),
      (roles) => roles.control !== control && !roles.routers.includes(routers[0] ?? 0),
    );
    await until(
      'control',
      () => fetch(`${teal.server.url}/healthz`).catch(() => undefined),
      (reply) => reply?.ok === true,
    );
    for (let sent = 0; sent < 20; sent++) expect((await score()).body.deployment).toBe('blue');
    full(await rest.call('PUT', '/onlineEndpoints/fresh', { properties: {} }));
    expect((await rest.call('GET', '/onlineEndpoints/churn')).status).toBe(200);
    expect(instancesOf(home).map(({ pid }) => pid)).toEqual(instances);
    expect(await rolesOf(teal)).toEqual(again);
  });

  test('works again as soon as there is space', async () => {
    const instances = instancesOf(home).map(({ pid }) => pid);
    rmSync(ballast);
    expect((await rest.call('PUT', '/onlineEndpoints/fresh', { properties: {} })).status).toBe(201);
    expect(instancesOf(home).map(({ pid }) => pid)).toEqual(instances);
    expect(readdirSync(join(home, 'assets/incoming'))).toEqual([]);
    const updated = await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'later' } });
    expect(updated.status).toBe('Succeeded');
    const scored = await score();
    expect(scored.body.deployment).toBe('later');
    const id = scored.headers.get('x-request-id');
    await until(
      'its line',
      async () => (await rest.call('GET', `/logs?requestId=${id}`)).body.value.length,
      (found) => found === 1,
    );
  });

  test('costs metrics their resolution, and no request is missing in them', async () => {
    const counted = async (filter = '') => {
      const path = '/onlineEndpoints/churn/providers/Microsoft.Insights/metrics';
      const query = `aggregation=Total&interval=FULL&timespan=PT1H&$filter=${encodeURIComponent(filter)}`;
      const { body } = await rest.call('GET', `${path}?${query}`);
      return body.value[0].timeseries[0]?.data[0].total ?? 0;
    };
    const unwritten = async () => {
      const headers = { authorization: `Bearer ${teal.token}` };
      const text = await (await fetch(`${teal.server.url}/metrics`, { headers })).text();
      return Number(/^teal_metrics_unwritten_seconds_total (\d+)$/m.exec(text)?.[1]);
    };
    // What was sent before is in the numbers when a refusal that was sent later is; twice, as workers are read one by one.
    const refusals = () => counted("statusCode eq '401'");
    for (let round = 0; round < 2; round++) {
      const seen = await refusals();
      await fetch(await scoringUri(rest, 'churn'), { method: 'POST' });
      await until('a refusal', refusals, (found) => found > seen);
    }
    const before = await counted();
    const lost = await unwritten();
    fill();
    for (let sent = 0; sent < 30; sent++) expect((await score()).status).toBe(200);
    await until('seconds that cannot be written', unwritten, (seen) => seen >= lost + 3);
    rmSync(ballast);
    await until('every request', counted, (seen) => seen >= before + 30);
    expect(await counted()).toBe(before + 30);
  });

  test('that fills up while a deployment is under way ends in an answer, and in order', async () => {
    const reply = await rest.call('PUT', '/onlineEndpoints/churn/deployments/green', {
      sku: { name: 'Default', capacity: 1 },
      properties: {
        instanceType: 'local',
        codeConfiguration: { codeId: 'azureml:echo:1', scoringScript: 'score.py' },
      },
    });
    expect(reply.status).toBe(201);
    fill();
    expect((await score()).body.deployment).toBe('later');
    rmSync(ballast);
    const ended = await rest.finished(reply);
    expect(['Succeeded', 'Failed']).toContain(ended.status);
    const again = await rest.deploy('churn', 'green', 'echo', { environmentVariables: { WHO: 'green' } });
    expect(again.status).toBe('Succeeded');
    const named = await until(
      'green',
      () => score({}, { 'azureml-model-deployment': 'green' }),
      ({ status }) => status === 200,
    );
    expect(named.body.deployment).toBe('green');
  });
});
