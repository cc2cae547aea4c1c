import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parts } from '../../bench/parts.ts';
import { pageOf } from '../../bench/report/page.ts';
import { root } from '../architecture/sources.ts';
import { run } from '../support/command.ts';
import { environment, newHome } from '../support/teal.ts';

const home = newHome();
afterAll(() => rmSync(home, { recursive: true, force: true }));
const bench = (...words: string[]) =>
  run('node', [join(root, 'bench/main.ts'), ...words], { env: environment(home) });

/** What each part prints wherever it runs; what needs programs that are not there says so instead. */
const figures: Readonly<Record<string, readonly RegExp[]>> = {
  proxies: [/Teal router .*\d|Skipped: .* not installed/],
  serving: [
    /Teal, worker alone .*\d/,
    /Teal, whole path .*\d/,
    /azureml-inference-server-http .*\dx? |azureml-inference-server-http is left out: /,
  ],
  mirror: [/0 B .* healthy/, /64 MiB .* slow/],
  flips: [/without load .*\d/, /under 1000 requests\/s .*\d/],
  worker: [/^\| 1 .*\d/m, /^\| 16 .*\d/m],
  overhead: [/median overhead/],
  agreement: [/blue live 200 .*\| +0 \|/, /green direct 0 .*\| +0 \|/, /copies, .*\| +0 \|/, /P99 of green/],
  telemetry: [/nothing: .*\d/, /all of it, .*\dx /, /with the traffic log .*\dx /],
  studio: [
    /list of 60 endpoints .*\d ms|Skipped: /,
    /as one reads.* 0 \||Skipped: /,
    /the pointer along a chart.*\d|Skipped: /,
  ],
  growth: [/whole table {2}stopped {2}renewed {2}stopped/, /idle connections/],
  product: [/traffic update, median of .*\d/, /deployment create, .*\d/, /control plane, resident .*\d/],
};

describe('a short run of a benchmark ends well and prints its figures', () => {
  test.each(parts.map(({ name }) => name))('%s', async (name) => {
    const { code, stdout, stderr } = await bench(name, '--smoke');
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
    expect(stdout).toContain('A smoke run');
    for (const figure of figures[name] ?? []) expect(stdout).toMatch(figure);
  });
});

describe('the command line of the benchmarks', () => {
  test('the list names every part, and one that is not in it is refused', async () => {
    const { stdout } = await bench('--list');
    for (const { name, does } of parts) expect(stdout).toMatch(new RegExp(`^${name} +${does}$`, 'm'));
    const { code, stderr } = await bench('proxis', '--smoke');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no part proxis; there are proxies, serving,');
  });

  test('a smoke run is not written', async () => {
    const { code, stderr } = await bench('worker', '--smoke', '--write');
    expect(code).toBe(1);
    expect(stderr).toContain('--smoke measures nothing worth writing');
  });

  test('the page keeps what other parts measured, in the order of the list', () => {
    const worker = pageOf('', { name: 'worker', text: '## Old\n\nworker' }, parts);
    const both = pageOf(worker, { name: 'proxies', text: 'proxies' }, parts);
    expect(both.indexOf('proxies -->\n\nproxies')).toBeLessThan(both.indexOf('## Old'));
    const again = pageOf(both, { name: 'worker', text: '## New' }, parts);
    expect(again).toBe(both.replace('## Old\n\nworker', '## New'));
  });
});
