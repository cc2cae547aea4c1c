/** `az ml online-endpoint` against a real Teal; the traps of the contract by their names. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../src/cli/testing/temporary.suite.ts';
import { type Az, azOn } from '../support/az.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

let teal: Teal;
let az: Az;
const request = join(temporaryFolder('request'), 'request.json');
const echo = ['-f', 'echo-deployment.yml'];

beforeAll(async () => {
  writeFileSync(request, '{"a": [1, 2]}\n');
  teal = await startTeal();
  az = azOn(teal);
  await az.json('ml', 'online-endpoint', 'create', '-n', 'Endpt-1');
  await az.json('ml', 'online-deployment', 'create', '-n', 'Blue', '-e', 'endpt-1', ...echo, '--all-traffic');
});
afterAll(() => teal?.close());

const endpoint = <T = Record<string, unknown>>(...words: string[]) =>
  az.json<T>('ml', 'online-endpoint', ...words);
const refused = (code: number, words: readonly string[], message: string) =>
  az.refused(code, ['ml', ...words], message);

describe('endpoints', () => {
  test('trap 14: one is made from a name alone, in lower case, with keys and a system identity', async () => {
    const shown = await endpoint('show', '-n', 'endpt-1');
    expect(shown).toMatchObject({
      name: 'endpt-1',
      auth_mode: 'key',
      identity: { type: 'system_assigned' },
      kind: 'Managed',
      provisioning_state: 'Succeeded',
      resourceGroup: 'teal',
      tags: {},
      mirror_traffic: {},
      traffic: { blue: 100 },
    });
    expect(shown.scoring_uri).toMatch(/\/score$/);
  });

  test('trap 12: a list has reduced rows', async () => {
    const [row] = await endpoint<object[]>('list');
    expect(Object.keys(row ?? {})).toEqual([
      'kind',
      'location',
      'mirror_traffic',
      'name',
      'provisioning_state',
      'tags',
      'traffic',
    ]);
  });

  test('an existing one is not created again, with advice', async () => {
    await refused(1, ['online-endpoint', 'create', '-n', 'endpt-1'], '(UserError)');
  });

  test('names are checked before anything is sent', async () => {
    await refused(1, ['online-endpoint', 'create', '-n', 'ab'], 'at least 3 and at most 32');
    await refused(1, ['online-endpoint', 'create', '-n', 'a_b_c'], 'start with a letter');
  });

  test('trap 10: a missing endpoint is exit 3, a missing deployment exit 1', async () => {
    await refused(3, ['online-endpoint', 'show', '-n', 'missing'], 'ResourceNotFound');
    await refused(1, ['online-deployment', 'show', '-n', 'missing', '-e', 'endpt-1'], 'Met error');
    await refused(3, ['online-endpoint', 'delete', '-n', 'missing', '--yes'], 'ResourceNotFound');
    await refused(3, ['online-endpoint', 'update', '-n', 'missing', '--set', 'tags.a=b'], 'ResourceNotFound');
  });

  test('trap 8: --set, --add and --remove change what show prints; traffic stays', async () => {
    const updated = await endpoint('update', '-n', 'endpt-1', '--set', 'tags.n=1', 'description=new');
    expect(updated).toMatchObject({ tags: { n: '1' }, description: 'new', traffic: { blue: 100 } });
    expect(await endpoint('update', '-n', 'endpt-1', '--remove', 'tags.n')).toMatchObject({ tags: {} });
    await refused(
      1,
      ['online-endpoint', 'update', '-n', 'endpt-1', '--set', 'nope.x=1'],
      'Available options',
    );
    await refused(
      1,
      ['online-endpoint', 'update', '-n', 'endpt-1', '--set', 'auth_mod=key'],
      "Did you mean 'auth_mode'",
    );
  });

  test('an update from a file replaces tags and leaves traffic that it does not mention', async () => {
    await endpoint('update', '-n', 'endpt-1', '--set', 'tags.old=1');
    const updated = await endpoint('update', '-n', 'endpt-1', '-f', '../safe-rollout/endpoint.yml');
    expect(updated).toMatchObject({ tags: { example: 'safe-rollout' }, traffic: { blue: 100 } });
    expect(updated.name).toBe('endpt-1');
  });

  test('traffic in a file is not set at creation, with a warning', async () => {
    const file = join(temporaryFolder('yml'), 'e.YAML');
    writeFileSync(file, 'name: traffic-e\nauth_mode: AMLToken\ntraffic: {blue: 100}\n');
    const ran = await az.run('ml', 'online-endpoint', 'create', '-f', file, '--no-wait');
    expect(ran).toMatchObject({ code: 0, stdout: '' });
    expect(ran.stderr).toContain('WARNING: Traffic is not set at creation');
    await until(
      'the endpoint',
      () => endpoint('show', '-n', 'traffic-e'),
      (e) => e.provisioning_state === 'Succeeded',
    );
    const token = await endpoint('get-credentials', '-n', 'traffic-e');
    expect(Object.keys(token)).toEqual(['accessToken', 'expiryTimeUtc', 'refreshAfterTimeUtc', 'tokenType']);
    await refused(1, ['online-endpoint', 'regenerate-keys', '-n', 'traffic-e'], 'has no keys');
  });

  test('trap 3: credentials are camelCase; the key of another mode is nothing, with exit 0', async () => {
    expect(Object.keys(await endpoint('get-credentials', '-n', 'endpt-1'))).toEqual([
      'primaryKey',
      'secondaryKey',
    ]);
    const none = await az.run(
      'ml',
      'online-endpoint',
      'get-credentials',
      '-n',
      'endpt-1',
      '--query',
      'accessToken',
      '-o',
      'tsv',
    );
    expect(none).toMatchObject({ code: 0, stdout: '' });
  });

  test('trap 2: a regenerated key prints nothing and differs; the other one stays', async () => {
    const before = await endpoint('get-credentials', '-n', 'endpt-1');
    expect(await endpoint('regenerate-keys', '-n', 'endpt-1', '--key-type', 'Secondary')).toBeUndefined();
    const after = await endpoint('get-credentials', '-n', 'endpt-1');
    expect([after.primaryKey === before.primaryKey, after.secondaryKey === before.secondaryKey]).toEqual([
      true,
      false,
    ]);
  });

  test('trap 9: invoke prints the body as a JSON string, with tsv raw', async () => {
    const words = ['ml', 'online-endpoint', 'invoke', '-n', 'endpt-1', '--request-file', request] as const;
    const raw = (await az.run(...words, '-o', 'tsv')).stdout.replace(/\n$/, '');
    expect(JSON.parse(raw)).toBeTruthy();
    expect(await az.json(...words)).toBe(raw);
    expect((await az.run(...words, '--deployment', 'blue', '-o', 'tsv')).code).toBe(0);
  });

  test('invoke refuses what is no JSON, and deployments that are not there', async () => {
    await refused(
      1,
      ['online-endpoint', 'invoke', '-n', 'endpt-1', '-r', 'echo-deployment.yml'],
      'is not JSON',
    );
    await refused(
      1,
      ['online-endpoint', 'invoke', '-n', 'endpt-1', '-r', request, '-d', 'red'],
      'it has blue',
    );
    await refused(
      1,
      ['online-endpoint', 'invoke', '-n', 'traffic-e', '-r', request, '-d', 'red'],
      'has no deployments',
    );
    await refused(1, ['online-endpoint', 'invoke', '-n', 'traffic-e', '-r', request], 'answered 404');
  });
});
