import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { must, run } from '../support/command.ts';
import { environment, newHome } from '../support/teal.ts';

const cwd = join(root, 'examples/safe-rollout');
const home = mkdtempSync(join(tmpdir(), 'teal-l-'));
const other = newHome();
const env = { ...environment(other), TEAL_LOCAL_HOME: home };

describe('--local', () => {
  afterAll(async () => {
    await run('teal', ['down', '--home', home], { env });
    rmSync(home, { recursive: true, force: true });
    rmSync(other, { recursive: true, force: true });
  });
  const az = (...words: string[]) => must('az', ['ml', ...words, '--local'], { env, cwd });

  test('starts a private Teal by itself, and the usual commands work against it', async () => {
    await az('online-endpoint', 'create', '-n', 'here', '-f', 'endpoint.yml');
    await az('online-deployment', 'create', '-n', 'blue', '-e', 'here', '-f', 'blue-deployment.yml');
    const shown = JSON.parse(await az('online-endpoint', 'show', '-n', 'here')) as Record<string, unknown>;
    expect(shown).toMatchObject({
      location: 'local',
      name: 'here',
      provisioning_state: 'Succeeded',
      traffic: { blue: 100 },
    });
    const answer = await az(
      'online-endpoint',
      'invoke',
      '-n',
      'here',
      '--request-file',
      'sample-request.json',
      '-o',
      'tsv',
    );
    expect(JSON.parse(answer)).toHaveLength(2);
    expect(await az('online-deployment', 'get-logs', '-n', 'blue', '-e', 'here')).toContain(
      'scored a request',
    );
  });

  test('scoring needs no credential', async () => {
    const uri = await az('online-endpoint', 'show', '-n', 'here', '--query', 'scoring_uri', '-o', 'tsv');
    const answer = await fetch(uri, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"data": [[1,2,3,4,5,6,7,8,9,10]]}',
    });
    expect(answer.status).toBe(200);
  });

  test('another deployment replaces the first', async () => {
    await az('online-deployment', 'create', '-n', 'green', '-e', 'here', '-f', 'green-deployment.yml');
    const shown = JSON.parse(await az('online-endpoint', 'show', '-n', 'here')) as Record<string, unknown>;
    expect(shown.traffic).toEqual({ green: 100 });
  });

  test('--no-wait and --local exclude each other', async () => {
    const both = await run(
      'az',
      ['ml', 'online-endpoint', 'delete', '-n', 'here', '--yes', '--no-wait', '--local'],
      { env, cwd },
    );
    expect(both.code).not.toBe(0);
    expect(both.stderr).toContain('--no-wait');
  });
});
