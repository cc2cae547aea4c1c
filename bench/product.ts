/** What a user of the whole waits for and what it takes of the machine, each beside its target. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/architecture/sources.ts';
import { must } from '../test/support/command.ts';
import { rolesOf } from '../test/support/processes.ts';
import { restOf } from '../test/support/rest.ts';
import { pause, startTeal, type Teal } from '../test/support/teal.ts';
import { fixed, quantile, times } from './figures.ts';
import type { Context, Part, Section } from './part.ts';

export const productPart: Part = {
  name: 'product',
  does: 'deployments, traffic updates, memory and command line against their targets',
  run,
};

type Row = { readonly what: string; readonly value: number; readonly target: number; readonly unit: string };
const examples = join(root, 'examples/safe-rollout');
const name = 'bench';

async function run({ smoke, say }: Context): Promise<Section[]> {
  const teal = await startTeal();
  try {
    const rows: Row[] = [];
    for (const measure of [deployments, trafficFlips, memory, commandLine]) {
      say(`product: ${measure.name}`);
      rows.push(...(await measure(teal, smoke)));
    }
    return [sectionOf(rows)];
  } finally {
    await teal.close();
  }
}

/** From the command to Succeeded, as a user waits for it. */
async function deployments({ env }: Teal): Promise<Row[]> {
  const az = (...words: string[]) => must('az', ['ml', ...words], { env, cwd: examples });
  const create = (deployment: string, ...more: string[]) => {
    const options = ['-n', deployment, '-e', name, '-f', `${deployment}-deployment.yml`, ...more];
    return az('online-deployment', 'create', ...options);
  };
  await az('online-endpoint', 'create', '-n', name, '-f', 'endpoint.yml');
  // The first one may build the environment; it is not what is measured.
  await create('blue', '--all-traffic');
  const created = await seconds(() => create('green'));
  const scaled = await seconds(() =>
    az('online-deployment', 'update', '-n', 'blue', '-e', name, '--set', 'instance_count=2'),
  );
  return [
    { what: 'deployment create, environment cached', value: created, target: 3, unit: 's' },
    { what: 'instance added by scaling', value: scaled, target: 2, unit: 's' },
  ];
}

/** From the sent PUT to its answer, which comes after the last router's acknowledgement. */
async function trafficFlips(teal: Teal, smoke: boolean): Promise<Row[]> {
  const flips = smoke ? 20 : 200;
  const rest = restOf(teal);
  const took: number[] = [];
  for (let flip = 0; flip < flips; flip++) {
    const blue = flip % 2 === 0 ? 90 : 50;
    const start = performance.now();
    const { body } = await rest.call('PUT', `/onlineEndpoints/${name}`, {
      location: 'local',
      properties: { authMode: 'Key', traffic: { blue, green: 100 - blue } },
    });
    took.push(performance.now() - start);
    if (body.properties.provisioningState !== 'Succeeded')
      throw new Error('a flip was not done when it was answered');
  }
  return [
    { what: `traffic update, median of ${flips}`, value: quantile(took, 0.5), target: 20, unit: 'ms' },
    { what: `traffic update, p99 of ${flips}`, value: quantile(took, 0.99), target: 20, unit: 'ms' },
  ];
}

async function memory(teal: Teal, smoke: boolean): Promise<Row[]> {
  await pause(smoke ? 500 : 5000);
  const { control, routers } = await rolesOf(teal);
  return [
    { what: 'control plane, resident', value: residentMB(control), target: 150, unit: 'MB' },
    ...routers.map((pid, index) => ({
      what: `router worker ${index}, resident`,
      value: residentMB(pid),
      target: 120,
      unit: 'MB',
    })),
  ];
}

async function commandLine({ env }: Teal, smoke: boolean): Promise<Row[]> {
  const middle = async (program: string, ...words: string[]) => {
    const took: number[] = [];
    for (let start = 0; start < (smoke ? 3 : 15); start++)
      took.push(1000 * (await seconds(() => must(program, words, { env }))));
    return quantile(took, 0.5);
  };
  const show = await middle('az', 'ml', 'online-endpoint', 'show', '-n', name);
  return [
    { what: 'teal --help, median', value: await middle('teal', '--help'), target: 150, unit: 'ms' },
    { what: 'az ml online-endpoint show, median', value: show, target: 300, unit: 'ms' },
  ];
}

function residentMB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function sectionOf(rows: readonly Row[]): Section {
  return {
    title: 'The whole against its targets',
    about:
      'One Teal with two router workers and the deployments of examples/safe-rollout, driven as a user does.',
    columns: ['', 'measured', 'target', 'to the target'],
    rows: rows.map(({ what, value, target, unit }) => [
      what,
      `${fixed(value, unit === 's' ? 2 : 1)} ${unit}`,
      `${target} ${unit}`,
      times(value / target),
    ]),
    notes: [],
  };
}
