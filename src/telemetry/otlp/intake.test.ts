/** Spans on their way from a real router worker, which keeps them until it is told that they are here. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deployment, type Rig, says, shares, startRig, tableOf } from '../../router/rig.suite.ts';
import { createIntake } from './intake.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

async function traced(of = rig): Promise<void> {
  const blue = await of.instance(says('blue'), of === rig ? 'first' : 'second');
  const trace = { parentBased: true, ratio: 1 };
  const deployments = [deployment('blue', [blue], { trace }), deployment('green', [blue], { trace })];
  await of.put(tableOf(1, { deployments, live: shares({ blue: 100 }) }));
}

const intakeOf = (most = 100) =>
  createIntake({
    doors: rig.dir,
    most,
    ofSlot: async (slot) => {
      if (slot === 1) throw new Error('the store is away');
      return { endpoint: 'churn', deployment: 'blue' };
    },
  });
const ids = (intake: ReturnType<typeof intakeOf>) => intake.next(1000).map(({ span }) => span.requestId);
const asked = async () => (await rig.ask()).headers['x-request-id'];

test('each comes once, in order, with its names', async () => {
  await traced();
  const intake = intakeOf();
  const first = [await asked(), await asked()];
  await intake.read();
  await intake.read();
  expect(intake.waiting()).toBe(2);
  expect(ids(intake)).toEqual(first);
  const second = [await asked()];
  await intake.read();
  const [{ named, origin, span } = {}] = intake.next(1);
  expect([span?.requestId, named]).toEqual([...second, { endpoint: 'churn', deployment: 'blue' }]);
  expect(Math.abs((origin ?? 0) + (span?.start ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('many come in several pieces', async () => {
  await traced();
  const intake = intakeOf(1000);
  const all: unknown[] = [];
  for (let round = 0; round < 600; round += 1) all.push(await asked());
  await intake.read();
  expect(ids(intake)).toEqual(all);
});

test('who has no room for more reads nothing, and loses nothing', async () => {
  await traced();
  const intake = intakeOf(2);
  const all = [await asked(), await asked()];
  await intake.read();
  all.push(await asked());
  await intake.read();
  expect(intake.waiting()).toBe(2);
  const taken = ids(intake);
  await intake.read();
  expect([...taken, ...ids(intake)]).toEqual(all);
  expect(intake.lost).toEqual({ router: 0, nameless: 0 });
});

test('another reader begins with what nobody took note of, and a worker that starts again from nothing', async () => {
  await traced();
  const all = [await asked(), await asked()];
  const one = intakeOf();
  await one.read();
  const two = intakeOf();
  await two.read();
  expect(ids(two)).toEqual(all);
  await rig.worker.stop(0);
  const again = await startRig({ runDir: rig.dir });
  await traced(again);
  const answer = await again.ask();
  await two.read();
  expect(ids(two)).toEqual([answer.headers['x-request-id']]);
  await again.close();
});

test('requests that nobody can name are counted', async () => {
  await traced();
  const intake = intakeOf();
  await rig.ask({ headers: { 'azureml-model-deployment': 'green' } });
  await intake.read();
  expect([intake.waiting(), intake.lost]).toEqual([0, { router: 0, nameless: 1 }]);
});

test('without a router there is nothing', async () => {
  const intake = createIntake({ doors: '/no/such/folder', most: 1, ofSlot: async () => undefined });
  await intake.read();
  expect(intake.waiting()).toBe(0);
});
