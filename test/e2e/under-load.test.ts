import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { must } from '../support/command.ts';
import { type Load, startLoad } from '../support/load.ts';
import { killed, pidsOf, rolesOf } from '../support/processes.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const cwd = join(root, 'examples/safe-rollout');
const name = 'steady';

describe('blue to green at 200 requests a second while control is killed again and again', () => {
  let teal: Teal;
  let load: Load;
  beforeAll(async () => {
    teal = await startTeal();
  });
  afterAll(async () => {
    await load?.stop();
    await teal?.close();
  });
  const az = (...words: string[]) => must('az', ['ml', ...words], { env: teal.env, cwd });
  const traffic = (map: string) => az('online-endpoint', 'update', '-n', name, '--traffic', map);
  const killControl = async () => {
    const { control } = await rolesOf(teal);
    await killed(control);
    await load.more(100);
    await rolesOf(teal);
    await until(
      'control',
      () => fetch(`${teal.server.url}/healthz`).catch(() => undefined),
      (reply) => reply?.ok === true,
    );
  };

  test('no request fails, and nothing healthy is restarted', async () => {
    await az('online-endpoint', 'create', '-n', name, '-f', 'endpoint.yml');
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
    const uri = await az('online-endpoint', 'show', '-n', name, '--query', 'scoring_uri', '-o', 'tsv');
    const key = await az(
      'online-endpoint',
      'get-credentials',
      '-n',
      name,
      '--query',
      'primaryKey',
      '-o',
      'tsv',
    );
    load = startLoad({
      uri,
      key,
      perSecond: 200,
      outstanding: 10,
      body: '{"data": [[1,2,3,4,5,6,7,8,9,10]]}',
    });
    await load.more(200);

    await az('online-deployment', 'update', '-n', 'blue', '-e', name, '--set', 'instance_count=2');
    const before = pidsOf(teal.home);
    await killControl();
    expect(pidsOf(teal.home)).toEqual(before);

    await az('online-deployment', 'create', '-n', 'green', '-e', name, '-f', 'green-deployment.yml');
    await az('online-endpoint', 'update', '-n', name, '--mirror-traffic', 'green=10');
    await load.more(200);
    await killControl();
    await az('online-endpoint', 'update', '-n', name, '--mirror-traffic', 'green=0');
    await traffic('blue=90 green=10');
    await load.more(400);
    await killControl();
    await traffic('blue=0 green=100');
    await az('online-deployment', 'delete', '-n', 'blue', '-e', name, '--yes');
    await killControl();
    await load.more(200);

    const tally = await load.stop();
    expect(tally.reasons).toEqual([]);
    expect(tally.failed).toBe(0);
    expect(tally.answered).toBe(tally.sent);
    expect((tally.deployments.blue ?? 0) + (tally.deployments.green ?? 0)).toBe(tally.sent);
    expect(tally.deployments.green).toBeGreaterThan(200);
  });
});
