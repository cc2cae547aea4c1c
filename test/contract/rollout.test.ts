/** A safe rollout as a user does it, over real processes and under load: nothing is lost, percentages are exact. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Load, startLoad, type Tally } from '../support/load.ts';
import { instancesOf, pidsOf } from '../support/processes.ts';
import { type Rest, restOf } from '../support/rest.ts';
import { quiet } from '../support/routers.ts';
import { freshScorer, primaryKey, route, type Score, scoringUri, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let rest: Rest;
let score: Score;
const loads = new Set<Load>();

const endpoint = '/onlineEndpoints/churn';
/** No request may run into a limit here, however slow the machine. */
const settings = { requestSettings: { maxConcurrentRequestsPerInstance: 20, requestTimeout: 'PT60S' } };
const who = (name: string) => ({ ...settings, environmentVariables: { WHO: name } });

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', endpoint, { properties: {} });
  score = await freshScorer(rest, 'churn');
});
afterAll(async () => {
  await Promise.all([...loads].map((load) => load.stop().catch(() => {})));
  await teal?.close();
});

/** Runs `work` under a steady load and hands back what became of it; some requests are answered before and after. */
async function underLoad(work: () => Promise<void>): Promise<Tally> {
  const load = startLoad({ uri: await scoringUri(rest, 'churn'), key: await primaryKey(rest, 'churn') });
  loads.add(load);
  try {
    await load.more(50);
    await work();
    await load.more(50);
  } finally {
    loads.delete(load);
    await load.stop();
  }
  return load.tally;
}

const lossless = (tally: Tally) =>
  expect({ failed: tally.failed, reasons: tally.reasons, statuses: tally.statuses }).toEqual({
    failed: 0,
    reasons: [],
    statuses: { '200': tally.answered },
  });

/** Lines of a deployment's log that say that it scored. */
async function scoredBy(name: string): Promise<number> {
  const { body } = await rest.call('POST', `${endpoint}/deployments/${name}/getLogs`, { tail: 100_000 });
  return body.content.match(/scored a request/g)?.length ?? 0;
}

/** Copies are under way after the answers: the count once there are none. */
async function settledCount(name: string): Promise<number> {
  await quiet(teal);
  return scoredBy(name);
}

/** Who answered each of `count` requests, one after the other. */
async function answers(count: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  for (let sent = 0; sent < count; sent++) {
    const { status, body, deployment } = await score({ sent });
    expect([status, body.deployment]).toEqual([200, deployment]);
    seen[body.deployment] = (seen[body.deployment] ?? 0) + 1;
  }
  return seen;
}

describe('from blue to green', () => {
  test('blue is deployed; before it has traffic it is reached by name only', async () => {
    expect((await rest.deploy('churn', 'blue', 'echo', who('blue'))).status).toBe('Succeeded');
    expect((await score()).status).toBe(404);
    expect((await score({}, { 'azureml-model-deployment': 'blue' })).body.deployment).toBe('blue');
    await route(rest, 'churn', { blue: 100 });
    expect(await answers(10)).toEqual({ blue: 10 });
  });

  test('scaling to 2 under load loses nothing and restarts nothing', async () => {
    const [first] = pidsOf(teal.home);
    const tally = await underLoad(async () => {
      expect((await rest.deploy('churn', 'blue', 'echo', who('blue'), 2)).status).toBe('Succeeded');
    });
    lossless(tally);
    expect(tally.deployments).toEqual({ blue: tally.answered });
    expect(pidsOf(teal.home)).toHaveLength(2);
    expect(pidsOf(teal.home)).toContain(first);
  });

  test('an update in place under load loses nothing; every answer after it is of the new one', async () => {
    const before = pidsOf(teal.home);
    const tally = await underLoad(async () => {
      expect((await rest.deploy('churn', 'blue', 'echo', who('better'), 2)).status).toBe('Succeeded');
      for (let sent = 0; sent < 20; sent++) expect((await score()).body.deployment).toBe('better');
    });
    lossless(tally);
    await until(
      'the old ones gone',
      () => pidsOf(teal.home).length,
      (count) => count === 2,
    );
    expect(pidsOf(teal.home).filter((pid) => before.includes(pid))).toEqual([]);
    expect(new Set(instancesOf(teal.home).map(({ revision }) => revision))).toEqual(new Set([2]));
  });

  test('scaling down to 1 under load loses nothing', async () => {
    const tally = await underLoad(async () => {
      expect((await rest.deploy('churn', 'blue', 'echo', who('blue'), 1)).status).toBe('Succeeded');
    });
    lossless(tally);
    await until(
      'one instance',
      () => pidsOf(teal.home).length,
      (count) => count === 1,
    );
  });

  test('green takes none of the traffic, and the header reaches it and nobody else', async () => {
    expect((await rest.deploy('churn', 'green', 'echo', who('green'))).status).toBe('Succeeded');
    expect(await answers(20)).toEqual({ blue: 20 });
    expect(await scoredBy('green')).toBe(0);
    for (let sent = 0; sent < 5; sent++) {
      const { body, deployment } = await score({ sent }, { 'azureml-model-deployment': 'green' });
      expect([deployment, body.deployment]).toEqual(['green', 'green']);
    }
    expect(await scoredBy('green')).toBe(5);
    const unknown = await score({}, { 'azureml-model-deployment': 'purple' });
    expect(unknown.status).toBe(404);
  });

  test('a mirror of 10 percent copies one in ten, exactly, and answers none', async () => {
    await route(rest, 'churn', { blue: 100 }, { green: 10 });
    const [blue, green] = [await scoredBy('blue'), await scoredBy('green')];
    expect(await answers(200)).toEqual({ blue: 200 });
    const settled = await settledCount('green');
    // Two workers hold an urn each, so a block may be open at both.
    expect(Math.abs(settled - green - 20)).toBeLessThanOrEqual(2);
    expect((await scoredBy('blue')) - blue).toBe(200);
    for (let sent = 0; sent < 50; sent++) await score({}, { 'azureml-model-deployment': 'blue' });
    expect(await settledCount('green')).toBe(settled);
  });

  test('90/10 of 200 requests is 20, give or take 2', async () => {
    await route(rest, 'churn', { blue: 90, green: 10 });
    const { green = 0, blue = 0 } = await answers(200);
    expect(green + blue).toBe(200);
    expect(Math.abs(green - 20)).toBeLessThanOrEqual(2);
  });

  test('after the flip returns, every request goes to green', async () => {
    const after: (string | null)[] = [];
    const tally = await underLoad(async () => {
      await route(rest, 'churn', { blue: 0, green: 100 });
      for (let sent = 0; sent < 100; sent++) after.push((await score()).deployment);
    });
    lossless(tally);
    expect(new Set(after)).toEqual(new Set(['green']));
    expect((tally.deployments.blue ?? 0) + (tally.deployments.green ?? 0)).toBe(tally.answered);
  });

  test('traffic goes back and forth under load without a loss', async () => {
    const tally = await underLoad(async () => {
      for (const blue of [50, 100, 10, 99, 0]) await route(rest, 'churn', { blue, green: 100 - blue });
    });
    lossless(tally);
  });

  test('blue is deleted under load and is gone, green goes on', async () => {
    const tally = await underLoad(async () => {
      const reply = await rest.call('DELETE', `${endpoint}/deployments/blue`);
      expect(reply.status).toBe(202);
      expect((await rest.finished(reply)).status).toBe('Succeeded');
    });
    lossless(tally);
    expect(tally.deployments).toEqual({ green: tally.answered });
    expect((await score({}, { 'azureml-model-deployment': 'blue' })).status).toBe(404);
    expect(instancesOf(teal.home).map(({ deployment }) => deployment)).toEqual(['green']);
  });

  test('the endpoint is deleted with all that is behind it', async () => {
    const reply = await rest.call('DELETE', endpoint);
    expect((await rest.finished(reply)).status).toBe('Succeeded');
    expect((await score()).status).toBe(404);
    expect((await rest.call('GET', endpoint)).status).toBe(404);
    expect(pidsOf(teal.home)).toEqual([]);
  });
});
