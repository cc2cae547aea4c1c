/** Models that cannot be loaded, and scoring bodies that no script expects: said to whoever can do something about it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../src/cli/testing/temporary.suite.ts';
import { type Rest, restOf } from '../../support/rest.ts';
import { primaryKey, scoringUri, script } from '../../support/scoring.ts';
import { startTeal, type Teal } from '../../support/teal.ts';

let teal: Teal;
let rest: Rest;
const folder = temporaryFolder('bad-models');

/** As most scoring scripts begin. */
const loads = `import os, pickle
def init():
    global model
    with open(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "model.pkl"), "rb") as file:
        model = pickle.load(file)
def run(raw):
    return raw
`;

async function put(
  kind: 'models' | 'codes',
  name: string,
  file: string,
  content: string | Buffer,
): Promise<void> {
  const place = join(folder, name, kind === 'models' ? 'model' : name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, file), content);
  expect((await rest.register(kind, name, place)).status).toBe(201);
}

beforeAll(async () => {
  teal = await startTeal();
  rest = restOf(teal);
  await put('codes', 'loads', 'score.py', loads);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', '/onlineEndpoints/models', { properties: {} });
});
afterAll(() => teal?.close());

describe('a pickle', () => {
  test.each([
    ['cut-off', Buffer.from('80049501000000000000008c', 'hex'), 'truncated'],
    ['empty', Buffer.alloc(0), 'EOFError'],
    ['text', 'not a pickle', 'UnpicklingError'],
    ['of-a-missing-package', 'cnowhere_to_be_found\nModel\n.', "No module named 'nowhere_to_be_found'"],
  ])('%s: the deployment fails with the reason, the log has the rest', async (name, content, says) => {
    await put('models', name, 'model.pkl', content);
    const ended = await rest.deploy('models', name, 'loads', { model: `azureml:${name}:1` });
    expect(ended).toMatchObject({ status: 'Failed', error: { code: expect.stringMatching(/^UserScript/) } });
    expect(ended.error.message).toContain(says);
    expect(ended.error.message).toContain('score.py');
    const { body } = await rest.call('POST', `/onlineEndpoints/models/deployments/${name}/getLogs`, {});
    for (const words of [says, 'Traceback', 'pickle.load(file)']) expect(body.content).toContain(words);
    expect((await rest.call('DELETE', `/onlineEndpoints/models/deployments/${name}`)).status).toBe(202);
  });
});

test('a scoring body of any type and coding reaches the script as it came; nothing is unpacked', async () => {
  expect((await rest.deploy('models', 'echo', 'echo')).status).toBe('Succeeded');
  const authorization = `Bearer ${await primaryKey(rest, 'models')}`;
  const uri = await scoringUri(rest, 'models');
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, ' ')));
  const headers = { authorization, 'azureml-model-deployment': 'echo' };
  const packed = await fetch(uri, {
    method: 'POST',
    headers: { ...headers, 'content-encoding': 'gzip', 'content-type': 'application/json' },
    body: bomb,
  });
  // the script asked for text, which this is not
  expect(packed.status).toBe(424);
  const plain = await fetch(uri, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: '{}',
  });
  expect(plain.status).toBe(200);
});
