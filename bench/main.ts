/** `npm run bench`: what the issue of speed and size asks for, measured in one run, each beside its target. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/architecture/sources.ts';
import { must } from '../test/support/command.ts';
import { rolesOf } from '../test/support/processes.ts';
import { restOf } from '../test/support/rest.ts';
import { pause, startTeal, type Teal } from '../test/support/teal.ts';

type Row = { readonly what: string; readonly value: number; readonly target: number; readonly unit: string };

const examples = join(root, 'examples/safe-rollout');
const name = 'bench';
const quick = process.argv.includes('--smoke');
const flips = quick ? 20 : 200;
const starts = quick ? 3 : 15;

const teal = await startTeal();
try {
  const rows = [
    ...(await deployments(teal)),
    ...(await trafficFlips(teal)),
    ...(await memory(teal)),
    ...(await commandLine(teal)),
  ];
  await teal.close();
  console.log(tableOf(rows));
  await overhead();
} finally {
  await teal.close();
}

/** From the command to Succeeded, as a user waits for it. */
async function deployments({ env }: Teal): Promise<Row[]> {
  const az = (...words: string[]) => must('az', ['ml', ...words], { env, cwd: examples });
  await az('online-endpoint', 'create', '-n', name, '-f', 'endpoint.yml');
  // The first one may build the environment; it is not what is measured.
  await az(
    'online-deployment',
    'create',
    '-n',
    'blue',
    '-e',
    name,
    '-f',
    'blue-deployment.yml',
    '--all-traffic',
  );
  const create = await seconds(() =>
    az('online-deployment', 'create', '-n', 'green', '-e', name, '-f', 'green-deployment.yml'),
  );
  const scale = await seconds(() =>
    az('online-deployment', 'update', '-n', 'blue', '-e', name, '--set', 'instance_count=2'),
  );
  return [
    { what: 'deployment create, environment cached', value: create, target: 3, unit: 's' },
    { what: 'instance added by scaling', value: scale, target: 2, unit: 's' },
  ];
}

/** From the sent PUT to its answer, which comes after the last router's acknowledgement. */
async function trafficFlips(of: Teal): Promise<Row[]> {
  const rest = restOf(of);
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

async function memory(of: Teal): Promise<Row[]> {
  await pause(quick ? 500 : 5000);
  const { control, routers } = await rolesOf(of);
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

async function commandLine({ env }: Teal): Promise<Row[]> {
  const median = async (program: string, ...words: string[]) => {
    const took: number[] = [];
    for (let start = 0; start < starts; start++)
      took.push(1000 * (await seconds(() => must(program, words, { env }))));
    return quantile(took, 0.5);
  };
  return [
    { what: 'teal --help, median', value: await median('teal', '--help'), target: 150, unit: 'ms' },
    {
      what: 'az ml online-endpoint show, median',
      value: await median('az', 'ml', 'online-endpoint', 'show', '-n', name),
      target: 300,
      unit: 'ms',
    },
  ];
}

/** Its own program: router and instance in processes of their own. */
async function overhead(): Promise<void> {
  const words = [join(root, 'bench/router-overhead.ts'), ...(quick ? ['500'] : [])];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, words, { stdio: 'inherit' });
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`router-overhead ended with ${code}`)),
    );
  });
}

function residentMB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows
    .map(({ what, value, target, unit }) => {
      const share = (value / target).toFixed(2);
      return `${what.padEnd(width)}  ${value.toFixed(unit === 's' ? 2 : 1).padStart(8)} ${unit.padEnd(2)}  target ${String(target).padStart(4)} ${unit.padEnd(2)}  ratio ${share}`;
    })
    .join('\n');
}
