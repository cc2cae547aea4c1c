/** What an instance finds around it: files, variables, sockets. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { InstanceOrder } from '../../domain/ports.ts';
import { find, instance, score } from '../driver.suite.ts';
import { makeProcessRig, type ProcessRig } from './rig.suite.ts';

const patience = { timeout: 60_000, interval: 10 };

/** Answers with what it sees of the place in which it runs. */
const lookAround = `
import json, os
def init(): pass
def run(raw_data):
    model = os.environ.get("AZUREML_MODEL_DIR")
    return {
        "cwd": os.getcwd(),
        "env": dict(os.environ),
        "model": sorted(os.listdir(model)) if model and os.path.isdir(model) else None,
    }
`;

describe('an instance as a process', () => {
  let rig: ProcessRig;
  beforeEach(() => {
    rig = makeProcessRig();
    process.env.TEAL_TEST_SECRET = 'never passed on';
  });
  afterEach(async () => {
    delete process.env.TEAL_TEST_SECRET;
    await rig.close();
  });

  const ask = async (changes: Partial<InstanceOrder> = {}): Promise<Seen> => {
    await rig.driver.start(rig.orderOf('i1', lookAround, changes));
    await expect.poll(async () => (await find(rig.driver, 'i1'))?.said, patience).toEqual({ kind: 'ready' });
    return JSON.parse((await score((await instance(rig.driver, 'i1')).address, '{}')).body) as Seen;
  };

  const model = () => {
    const root = join(rig.home, '..', 'sealed-model');
    mkdirSync(root);
    writeFileSync(join(root, 'model.pkl'), 'weights');
    return { root, name: 'churn-model', version: '7' };
  };

  test('runs in its own copy of the code, which it may write to', async () => {
    const { code } = rig.orderOf('i1', lookAround);
    if ('builtIn' in code) throw new Error('The rig orders code of its own.');
    const sealed = join(code.root, 'onlinescoring');
    chmodSync(join(sealed, 'score.py'), 0o444);
    chmodSync(sealed, 0o555);
    const { cwd, env } = await ask({ code }).finally(() => chmodSync(sealed, 0o755));
    expect(cwd).toBe(join(rig.folder('i1'), 'azureml-app', 'onlinescoring'));
    expect(env).toMatchObject({ AML_APP_ROOT: cwd, AZUREML_ENTRY_SCRIPT: 'score.py' });
    expect(env.AZUREML_MODEL_DIR).toBeUndefined();
    expect(statSync(cwd).mode & 0o777).toBe(0o700);
    expect(statSync(join(cwd, 'score.py')).mode & 0o200).toBe(0o200);
  });

  test.each(['mlflow', 'onnx'] as const)(
    'runs the built-in script for %s models alone in a folder',
    async (kind) => {
      await rig.driver.start(rig.orderOf('i1', '', { code: { builtIn: kind } }));
      await expect.poll(async () => (await find(rig.driver, 'i1'))?.said?.kind, patience).toBe('failed');
      expect((await instance(rig.driver, 'i1')).said).toMatchObject({
        failure: { message: expect.stringContaining('AZUREML_MODEL_DIR must name') },
      });
      const scripts = readdirSync(join(rig.folder('i1'), 'azureml-app', 'no_code'));
      expect(scripts.filter((name) => name !== '__pycache__')).toEqual([`${kind}_score.py`]);
    },
  );

  test('finds its model where Azure puts it, and the model outlives the instance', async () => {
    const sealed = model();
    const seen = await ask({ model: sealed });
    expect(seen.env.AZUREML_MODEL_DIR).toBe(
      join(rig.folder('i1'), 'azureml-app', 'azureml-models', 'churn-model', '7'),
    );
    expect(seen.model).toEqual(['model.pkl']);
    await rig.driver.stop('i1', 5000);
    await rig.driver.forget('i1');
    expect(existsSync(rig.folder('i1'))).toBe(false);
    expect(readFileSync(join(sealed.root, 'model.pkl'), 'utf8')).toBe('weights');
  });

  test('finds its model below the mount path, inside its folder, and the log says so', async () => {
    const seen = await ask({ model: model(), modelMountPath: '/var/models/../models/' });
    const expected = join(rig.folder('i1'), 'mount', 'var', 'models', 'churn-model', '7');
    expect(seen.env.AZUREML_MODEL_DIR).toBe(expected);
    expect(seen.model).toEqual(['model.pkl']);
    expect((await rig.driver.output('i1', { tail: 100 })).text).toContain(`AZUREML_MODEL_DIR=${expected}`);
  });

  test('gets the variables of the deployment on top and no secret of ours', async () => {
    const { env } = await ask({
      model: model(),
      environmentVariables: { LANG: 'de_DE.UTF-8', GREETING: 'grüezi', AZUREML_MODEL_DIR: '/elsewhere' },
    });
    expect(env).toMatchObject({ LANG: 'de_DE.UTF-8', GREETING: 'grüezi', AZUREML_MODEL_DIR: '/elsewhere' });
    expect(env.PATH?.split(':')[0]).toMatch(/\/bin$/);
    expect(Object.keys(env).filter((name) => name.startsWith('TEAL_'))).toEqual([]);
  });

  test('keeps its files from others', async () => {
    await ask();
    expect(statSync(rig.folder('i1')).mode & 0o777).toBe(0o700);
    for (const name of ['config.json', 'instance.json', 'inference-server.log']) {
      expect(statSync(join(rig.folder('i1'), name)).mode & 0o777, name).toBe(0o600);
    }
  });

  test('says once in its log which limits this host cannot keep', async () => {
    await ask({ memoryBytes: 8 * 2 ** 30, cpus: 1 });
    expect(
      (await rig.driver.output('i1', { tail: 100 })).text.match(/limits of this instance/g)?.length ?? 0,
    ).toBeLessThan(2);
    expect(readFileSync(join(rig.folder('i1'), 'config.json'), 'utf8')).toContain(String(8 * 2 ** 30));
  });

  test('whose interpreter is missing failed with a clear sentence', async () => {
    const told: string[] = [];
    rig.driver.watch((id) => told.push(id));
    await rig.driver.start(rig.orderOf('i1', lookAround, { python: '/nowhere/bin/python' }));
    expect(await instance(rig.driver, 'i1')).toMatchObject({
      alive: false,
      said: {
        kind: 'failed',
        failure: {
          code: 'BadArgument',
          message: 'The Python interpreter /nowhere/bin/python does not exist.',
        },
      },
    });
    expect(told).toEqual(['i1']);
    expect(await instance(rig.restart(), 'i1')).toMatchObject({ alive: false, said: { kind: 'failed' } });
  });

  test.each([
    ['variables', { environmentVariables: { HUGE: 'x'.repeat(1 << 20) } }, 'too long'],
    ['a NUL in a variable', { environmentVariables: { BAD: 'a\0b' } }, 'cannot be started'],
  ])('that the system refuses for its %s failed', async (_name, changes, message) => {
    await rig.driver.start(rig.orderOf('i1', lookAround, changes));
    const { said } = await instance(rig.driver, 'i1');
    expect(said?.kind === 'failed' ? said.failure.message : '').toContain(message);
  });

  test('that cannot be laid out leaves nothing', async () => {
    const order = rig.orderOf('i1', lookAround);
    const escaping = { ...order.code, leaf: '../..' };
    await expect(rig.driver.start({ ...order, code: escaping })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    await expect(rig.driver.start({ ...order, id: '../i1' })).rejects.toMatchObject({ code: 'bad-argument' });
    const missing = { ...order.code, root: '/nowhere' };
    await expect(rig.driver.start({ ...order, code: missing })).rejects.toThrow('/nowhere');
    expect(await rig.driver.list()).toEqual([]);
    expect(existsSync(rig.folder('i1'))).toBe(false);
  });
});

test('a home with a long path puts the sockets into a short private folder and removes it', async () => {
  const rig = makeProcessRig(`${'long'.repeat(30)}`);
  try {
    await rig.driver.start(rig.orderOf('i1', lookAround));
    await expect.poll(async () => (await find(rig.driver, 'i1'))?.said, patience).toEqual({ kind: 'ready' });
    const { address } = await instance(rig.driver, 'i1');
    const path = address.kind === 'unix' ? address.path : '';
    const place = join(path, '..');
    expect(path.startsWith(rig.home)).toBe(false);
    expect(lstatSync(place).mode & 0o777).toBe(0o700);
    const next = rig.restart();
    expect((await instance(next, 'i1')).address).toEqual(address);
    expect(await next.probe('i1', 2000)).toBe(true);
    expect((await score(address, '{}')).status).toBe(200);
    await next.stop('i1', 5000);
    expect(existsSync(place)).toBe(false);
  } finally {
    await rig.close();
  }
});

type Seen = {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly model: readonly string[] | null;
};
