import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { must, run } from '../support/command.ts';
import { startTeal, type Teal } from '../support/teal.ts';

const cwd = join(root, 'examples/declarative');
const name = 'declared';

describe('the one-file flow of 2021', () => {
  let teal: Teal;
  beforeAll(async () => {
    teal = await startTeal();
  });
  afterAll(() => teal?.close());

  const az = (...words: string[]) => must('az', words, { env: teal.env, cwd });
  const apply = (...words: string[]) => must('teal', ['apply', '-n', name, ...words], { env: teal.env, cwd });
  const shown = async (query: string) =>
    JSON.parse(await az('ml', 'endpoint', 'show', '-n', name, '--query', query)) as unknown;
  const state = (deployment: string) =>
    az(
      'ml',
      'endpoint',
      'show',
      '-n',
      name,
      '--query',
      `deployments[?name=='${deployment}'].provisioning_state`,
      '-o',
      'tsv',
    );

  test('1 creates endpoint, blue and traffic in one command', async () => {
    await az('ml', 'endpoint', 'create', '-n', name, '-f', '1-create-endpoint-with-blue.yml');
    expect(
      await az('ml', 'endpoint', 'show', '--name', name, '--query', 'provisioning_state', '-o', 'tsv'),
    ).toBe('Succeeded');
    expect(await state('blue')).toBe('Succeeded');
    expect(await shown('traffic')).toEqual({ blue: 100 });
  });

  test('creating it again is refused and changes nothing', async () => {
    const again = await run('az', ['ml', 'endpoint', 'create', '-n', name, '-f', '2-scale-blue.yml'], {
      env: teal.env,
      cwd,
    });
    expect(again.code).toBe(1);
    expect(again.stdout).toBe('');
    expect(again.stderr).toContain(`The endpoint '${name}' already exists`);
    expect(await shown('deployments[].instance_count')).toEqual([1]);
  });

  test('2 scales blue, and a dry run says so beforehand and changes nothing', async () => {
    expect(await apply('-f', '2-scale-blue.yml', '--dry-run')).toBe(
      '~ deployment blue\n  ~ instance_count: 1 -> 2',
    );
    expect(await shown('deployments[].instance_count')).toEqual([1]);
    await az('ml', 'endpoint', 'update', '-n', name, '-f', '2-scale-blue.yml');
    expect(await shown('deployments[].instance_count')).toEqual([2]);
    expect(await apply('-f', '2-scale-blue.yml', '--dry-run')).toContain('nothing to change');
  });

  test('3 adds green without traffic, in the list form and in the mapping form alike', async () => {
    await az('ml', 'endpoint', 'update', '-n', name, '-f', '3-create-green.yml');
    expect(await state('green')).toBe('Succeeded');
    expect(await shown('traffic')).toEqual({ blue: 100, green: 0 });
    const request = join(root, 'examples/safe-rollout/sample-request.json');
    const answer = await az(
      'ml',
      'endpoint',
      'invoke',
      '--name',
      name,
      '--deployment',
      'green',
      '--request-file',
      request,
      '-o',
      'tsv',
    );
    expect(JSON.parse(answer)).toHaveLength(2);
    expect(await apply('-f', 'mapping-form.yml', '--dry-run')).toContain('nothing to change');
  });

  test('4 and 5 move the traffic and nothing else', async () => {
    expect(await apply('-f', '4-flight-green.yml', '--dry-run')).toBe(
      '~ traffic\n    blue: 100 -> 90\n    green: 0 -> 10',
    );
    await az('ml', 'endpoint', 'update', '-n', name, '-f', '4-flight-green.yml');
    expect(await shown('traffic')).toEqual({ blue: 90, green: 10 });
    await az('ml', 'endpoint', 'update', '-n', name, '-f', '5-full-green.yml');
    expect(await shown('traffic')).toEqual({ blue: 0, green: 100 });
  });

  test('6 deletes blue, which left the file', async () => {
    expect(await apply('-f', '6-delete-blue.yml', '--dry-run')).toBe('- deployment blue');
    await az('ml', 'endpoint', 'update', '-n', name, '-f', '6-delete-blue.yml');
    expect(await shown('deployments[].name')).toEqual(['green']);
    expect(await shown('traffic')).toEqual({ green: 100 });
  });

  test('a file whose traffic does not add up changes nothing', async () => {
    const bad = await run('az', ['ml', 'endpoint', 'update', '-n', name, '--traffic', 'green:80'], {
      env: teal.env,
      cwd,
    });
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('sums to 80');
    expect(await shown('traffic')).toEqual({ green: 100 });
  });

  test('the endpoint goes, and takes green along', async () => {
    expect(await az('ml', 'endpoint', 'delete', '-n', name, '--yes')).toBe('');
    const gone = await run('az', ['ml', 'endpoint', 'show', '-n', name], { env: teal.env, cwd });
    expect(gone.code).toBe(3);
  });
});
