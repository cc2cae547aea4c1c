/** Real instances follow real load, by each of the three ways at once: one to two and back, and from none to one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { must } from '../support/command.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { freshScorer, type Score, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const endpoint = 'loaded';
const names = ['own', 'rules', 'utilized'] as const;
const folder = temporaryFolder('autoscale');
let teal: Teal;
let rest: Rest;
let az: Az;
let score: Score;

const yaml = (name: string, more: string) => `name: ${name}
endpoint_name: ${endpoint}
code_configuration: {code: ${script('slow')}, scoring_script: score.py}
environment: azureml://registries/azureml/environments/sklearn-1.5/labels/latest
instance_count: 1
${more}`;

beforeAll(async () => {
  teal = await startTeal(['--router-workers', '2']);
  rest = restOf(teal);
  az = azOn(teal);
  await az.json('ml', 'online-endpoint', 'create', '-n', endpoint);
  const utilization = `type: kubernetes
scale_settings:
  type: target_utilization
  min_instances: 1
  max_instances: 2
  polling_interval: 1
  target_utilization_percentage: 70
`;
  for (const name of names) {
    const file = join(folder, `${name}.yml`);
    writeFileSync(file, yaml(name, name === 'utilized' ? utilization : 'instance_type: Standard_DS3_v2\n'));
    await az.json('ml', 'online-deployment', 'create', '-f', file);
  }
  score = await freshScorer(rest, endpoint);
}, 600_000);
afterAll(() => teal?.close(), 120_000);

async function capacities(): Promise<Record<string, number>> {
  const { body } = await rest.call('GET', `/onlineEndpoints/${endpoint}/deployments`);
  return Object.fromEntries(
    body.value.map(({ name, sku, properties }: Json) => [
      name,
      properties.provisioningState === 'Succeeded' ? sku.capacity : -1,
    ]),
  );
}

const all = (count: number) =>
  until(
    `${count} instances each`,
    capacities,
    (seen) => names.every((name) => seen[name] === count),
    300_000,
  );

/** Two requests at a time for each deployment, until told to stop; answers with every status. */
function load(): { stop(): Promise<number[]> } {
  let stopped = false;
  const ask = async (name: string): Promise<number[]> => {
    const statuses: number[] = [];
    while (!stopped) {
      const { status } = await score({ seconds: 0.2 }, { 'azureml-model-deployment': name });
      statuses.push(status);
    }
    return statuses;
  };
  const running = names.flatMap((name) => [ask(name), ask(name)]);
  return {
    stop: async () => {
      stopped = true;
      return (await Promise.all(running)).flat();
    },
  };
}

test('one to two under load, and back to one without it; no request fails', async () => {
  const on = ['-n', endpoint, '-d', 'own'];
  const set = [...on, '--min', '1', '--max', '2', '--target', '1', '--window', '15'];
  await must('teal', ['autoscale', 'set', ...set], { env: teal.env });
  const id = await az.json<string>(
    ...['ml', 'online-deployment', 'show', '-e', endpoint, '-n', 'rules', '--query', 'id'],
  );
  const counts = ['--count', '1', '--min-count', '1', '--max-count', '2'];
  await az.json('monitor', 'autoscale', 'create', '-n', 'as', '--resource', id, ...counts);
  const rule = ['monitor', 'autoscale', 'rule', 'create', '--autoscale-name', 'as', '--timegrain', 'max 1m'];
  await az.json(
    ...rule,
    '--condition',
    'RequestsInFlight > 1 max 1m',
    '--scale',
    'out',
    '1',
    '--cooldown',
    '1',
  );
  await az.json(
    ...rule,
    '--condition',
    'RequestsInFlight < 1 max 1m',
    '--scale',
    'in',
    '1',
    '--cooldown',
    '1',
  );
  const busy = load();
  await all(2);
  const statuses = await busy.stop();
  expect(statuses.length).toBeGreaterThan(10);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  await all(1);
  for (const name of names) {
    const explained = await must('teal', ['autoscale', 'explain', '-n', endpoint, '-d', name], {
      env: teal.env,
    });
    const verdicts = JSON.parse(explained).map(({ verdict, from, to }: Json) => `${verdict} ${from} ${to}`);
    expect(verdicts, name).toEqual(expect.arrayContaining(['out 1 2', 'in 2 1']));
    const history = await must('teal', ['history', '-n', endpoint, '-d', name], { env: teal.env });
    const mine = JSON.parse(history).filter(({ who }: Json) => who === 'autoscale');
    expect(mine.length, name).toBeGreaterThanOrEqual(2);
    expect(mine.every(({ reason }: Json) => reason.length > 0)).toBe(true);
  }
}, 600_000);

test('to none, and back by a request that is held', async () => {
  const set = ['-n', endpoint, '-d', 'own', '--min', '0', '--max', '1', '--window', '5', '--idle', '5'];
  await must('teal', ['autoscale', 'set', ...set], { env: teal.env });
  await until('sleep', capacities, ({ own }) => own === 0, 120_000);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => score({ seconds: 0.05 }, { 'azureml-model-deployment': 'own' })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
}, 600_000);
