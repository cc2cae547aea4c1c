import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeDriver, type FakeDriver } from '../compute/fake/driver.ts';
import { type MetricRows, minuteMs, secondMs } from '../domain/metrics/ports.ts';
import { addSample, emptySample, type Sample } from '../domain/metrics/sample.ts';
import { keyOf, type SeriesKind } from '../domain/metrics/series.ts';
import type { InstanceOrder } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import { deployment, type Rig, shares, startRig, tableOf } from '../router/rig.suite.ts';
import { openMetricRows } from '../store/metrics/rows.ts';
import { openStore } from '../store/open.ts';
import { fill } from '../store/rows.suite.ts';
import type { Table } from '../table/table.ts';
import { createRecorder, type Recorder } from './recorder.ts';

let rig: Rig;
let table: Table;
let store: Store;
let driver: FakeDriver;
let kept: MetricRows;
let recorder: Recorder;
let wall: number;
let said: string[];
const make = (rows: MetricRows = kept, steady = () => performance.now()) =>
  createRecorder({
    doors: rig.dir,
    rows: store.rows,
    driver,
    kept: rows,
    now: () => wall,
    steady,
    log: (line) => void said.push(line),
  });

beforeEach(async () => {
  rig = await startRig();
  store = await openStore(':memory:');
  await fill(store.rows);
  driver = createFakeDriver({ runDir: rig.dir });
  kept = openMetricRows({ path: ':memory:', log: () => undefined });
  wall = Date.UTC(2030, 0, 1);
  said = [];
  const model = await rig.instance((incoming, response) => {
    incoming.resume();
    response.statusCode = Number(incoming.headers['x-status'] ?? 200);
    response.end('{}');
  });
  const [revision] = await store.rows.revisions.list('D');
  const blue = deployment('blue', [model], { slot: revision?.slot ?? -1 });
  table = tableOf(1, { deployments: [blue], live: shares({ blue: 100 }) });
  await rig.put(table);
  recorder = make();
  await recorder.tick();
});
afterEach(async () => {
  await recorder.close();
  await driver.close();
  await store.close();
  await rig.close();
});

async function kindOf(kind: SeriesKind, from: MetricRows = kept): Promise<Sample> {
  const sum = emptySample();
  const span = { from: 0, to: Number.MAX_SAFE_INTEGER, grainMs: secondMs } as const;
  for await (const { series, sample } of from.read('churn', span)) {
    if (series.kind === kind) addSample(sum, sample);
  }
  return sum;
}

const requests = async () => (await kindOf('live')).counts.get('requests') ?? 0;

test('every request is in one second, by kind and status, whichever second it is read in', async () => {
  for (const status of ['200', '200', '500']) await rig.ask({ headers: { 'x-status': status } });
  await recorder.tick();
  wall += 1000;
  await recorder.tick();
  await rig.ask({ headers: { 'azureml-model-deployment': 'blue' } });
  await rig.ask({ headers: { authorization: 'Bearer no' } });
  wall += 1000;
  await recorder.tick();
  const live = await kindOf('live');
  expect(Object.fromEntries(live.counts)).toMatchObject({
    requests: 3,
    timed: 3,
    'status:200': 2,
    'status:424': 1,
    'model:500': 1,
  });
  expect([...live.times.values()].reduce((sum, count) => sum + count, 0)).toBe(3);
  expect((await kindOf('direct')).counts.get('status:200')).toBe(1);
  expect((await kindOf('refused')).counts.get('refused:unauthorized')).toBe(1);
  const key = keyOf({ endpoint: 'churn', deployment: 'blue', kind: 'live', instance: '' });
  expect(recorder.totals.get(key)?.counts.get('requests')).toBe(3);
});

test('a router worker that starts again begins from nothing, and nothing is counted twice or below zero', async () => {
  await rig.ask();
  await recorder.tick();
  await rig.worker.stop(0);
  for (let round = 0; round < 3; round++) {
    const again = await startRig({ runDir: rig.dir });
    await again.put(table);
    await again.ask();
    await recorder.tick();
    await again.ask();
    await recorder.tick();
    await again.worker.stop(0);
    await recorder.tick();
  }
  expect(await requests()).toBe(7);
});

test('what was served while control was away is counted when it is back', async () => {
  await rig.ask();
  await recorder.tick();
  const marks = kept.marks();
  await rig.ask();
  const again = openMetricRows({ path: ':memory:', log: () => undefined });
  again.add(wall, new Map(), marks);
  const second = make(again);
  await second.tick();
  expect((await kindOf('live', again)).counts.get('requests')).toBe(1);
  await second.close();
});

test('without a note of earlier reads, counting begins with the first', async () => {
  await rig.ask();
  const fresh = openMetricRows({ path: ':memory:', log: () => undefined });
  const second = make(fresh);
  await second.tick();
  expect((await kindOf('live', fresh)).counts.size).toBe(0);
  await rig.ask();
  await second.tick();
  expect((await kindOf('live', fresh)).counts.get('requests')).toBe(1);
  await second.close();
});

test('a full disk costs the resolution, not the requests, and it is said once', async () => {
  let isFull = true;
  const failing: MetricRows = {
    ...kept,
    add: (...words) => {
      if (isFull) throw new Error('database or disk is full');
      kept.add(...words);
    },
  };
  const second = make(failing);
  await second.tick();
  for (let tick = 0; tick < 3; tick++) {
    await rig.ask();
    wall += 1000;
    await second.tick();
  }
  expect(second.troubles().unwritten).toBe(4);
  expect(said.filter((line) => line.includes('full')).length).toBe(1);
  isFull = false;
  await second.tick();
  expect(second.troubles().unwritten).toBe(4);
  expect(await requests()).toBe(3);
});

test('a clock that jumps moves labels, not counts, and nothing is dropped as too old', async () => {
  for (const jump of [3_600_000, -7_200_000, 40 * 24 * 60 * minuteMs]) {
    wall += jump;
    await rig.ask();
    await recorder.tick();
  }
  expect(recorder.troubles().clockJumps).toBe(3);
  expect(said.join()).toContain('the clock was moved by 3600 s');
  expect(await requests()).toBe(3);
});

test('an endpoint without deployments keeps what was refused, however often the names are read again', async () => {
  await store.rows.deployments.remove('D');
  let steady = 0;
  const second = make(kept, () => steady);
  const refused = () =>
    second.totals
      .get(keyOf({ endpoint: 'churn', deployment: '', kind: 'refused', instance: '' }))
      ?.counts.get('refused:unauthorized');
  await rig.ask({ headers: { authorization: 'Bearer no' } });
  for (let round = 0; round < 3; round += 1) {
    await second.tick();
    expect(refused()).toBe(1);
    steady += 60_000;
  }
  await store.rows.endpoints.remove('E');
  await second.tick();
  expect(refused()).toBeUndefined();
  await second.close();
});

test('slots without a deployment are counted as such', async () => {
  const [model] = [await rig.instance((_, response) => void response.end('{}'))];
  await rig.put(
    tableOf(2, { deployments: [deployment('ghost', [model], { slot: 99 })], live: shares({ ghost: 100 }) }),
  );
  await rig.ask();
  await recorder.tick();
  expect(recorder.troubles().nameless).toBe(1);
});

const order: InstanceOrder = {
  id: 'i1',
  endpoint: 'churn',
  deployment: 'blue',
  deploymentUid: 'D',
  revision: 1,
  python: 'python3',
  code: { builtIn: 'onnx' },
  model: null,
  modelMountPath: null,
  collector: null,
  environmentVariables: {},
  workerCount: 1,
  cpus: null,
  memoryBytes: null,
};

test('instances are counted by state, and a death that nobody asked for is a restart', async () => {
  await driver.start(order);
  await recorder.tick();
  driver.crash('i1');
  await recorder.tick();
  await recorder.tick();
  const capacity = await kindOf('deployment');
  expect(capacity.counts.get('restarts')).toBe(1);
  expect(capacity.gauges.get('state:unhealthy')).toMatchObject({ min: 1, max: 1 });
  expect(capacity.gauges.get('state:ready')).toMatchObject({ min: 0, max: 0 });
  const used = await kindOf('instance');
  expect(used.gauges.get('memory')?.count).toBe(1);
});

test('one that was told to stop is no restart', async () => {
  await driver.start(order);
  const [instance] = await store.rows.instances.list();
  if (instance === undefined) throw new Error('there is no instance');
  await store.rows.instances.save({ ...instance, state: 'stopping' });
  await recorder.tick();
  driver.crash('i1');
  await recorder.tick();
  expect((await kindOf('deployment')).counts.has('restarts')).toBe(false);
});
