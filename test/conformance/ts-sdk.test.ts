/** The packed SDK in a project of its own, under Node.js, against a real Teal; in a browser: `ts-sdk-browser.test.ts`. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { must, run } from '../support/command.ts';
import { killed, rolesOf } from '../support/processes.ts';
import { type SdkProject, sdkProject } from '../support/sdk.ts';
import { startTeal, type Teal } from '../support/teal.ts';

type Sdk = typeof import('../../src/sdk/entry.ts');

const minutes = 300_000;
let project: SdkProject;
let teal: Teal;

beforeAll(async () => {
  // One after the other: what fails must not leave the other running behind the back of `afterAll`.
  project = await sdkProject();
  teal = await startTeal();
}, minutes);

afterAll(async () => {
  await teal?.close();
  project?.close();
});

describe('the package', () => {
  test('holds the SDK, its declarations, source maps, guide, examples and licence, and nothing else', async () => {
    const listed = await must('tar', ['-tzf', project.tarball], { env: process.env });
    const files = listed.split('\n').map((path) => path.replace(/^package\//, ''));
    // What is allowed in which state is the service's own table, with the shapes that it speaks of.
    const rules =
      /^lib\/(arm\/allowed|domain\/(allowed|data-collector|deployment|endpoint|errors|workspace))\.(js|js\.map|d\.ts)$/;
    const strangers = files.filter(
      (path) =>
        !/^(README\.md|LICENSE|package\.json|examples\/.*|lib\/sdk(-node)?\/[\w-]+\.(js|js\.map|d\.ts))$/.test(
          path,
        ) && !rules.test(path),
    );
    expect(strangers).toEqual([]);
    for (const path of [
      'lib/sdk/entry.js',
      'lib/sdk/entry.d.ts',
      'lib/sdk/entry.js.map',
      'README.md',
      'LICENSE',
    ]) {
      expect(files).toContain(path);
    }
  });

  test('depends on nothing, and only its part for Node.js on Node.js', () => {
    const manifest = JSON.parse(readFileSync(join(project.installed, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).toMatchObject({ type: 'module', sideEffects: false });
    expect(Object.keys(manifest.exports)).toEqual(['.', './node', './package.json']);
    const lib = join(project.installed, 'lib');
    const scripts = ['sdk', 'arm', 'domain'].flatMap((room) =>
      readdirSync(join(lib, room)).flatMap((name) => (name.endsWith('.js') ? [join(room, name)] : [])),
    );
    const words = scripts.filter((name) =>
      /node:|\bprocess\.|\bBuffer\b|\brequire\(/.test(code(readFileSync(join(lib, name), 'utf8'))),
    );
    expect(words).toEqual([]);
    const map = JSON.parse(readFileSync(join(lib, 'sdk', 'entry.js.map'), 'utf8'));
    expect(map).toMatchObject({
      sources: ['teal:///src/sdk/entry.ts'],
      sourcesContent: [expect.any(String)],
    });
  });
});

describe('the declarations, strictly', () => {
  const program = `
    import { ArmError, createTeal, type Operation, type DeploymentResource, pickedFiles } from 'teal-sdk';
    const workspace = { subscription: 's', resourceGroup: 'g', name: 'w' };
    const teal = createTeal({ url: 'http://127.0.0.1:1', token: async ({ refresh }) => (refresh ? 'b' : 'a'), workspace });
    export async function use(file: File): Promise<number> {
      for await (const { properties } of teal.endpoints.list()) properties.traffic['blue']?.toFixed();
      const begun: Operation<DeploymentResource, DeploymentResource> = await teal.deployments('e').beginUpdate('d', {
        properties: { description: null },
      });
      await begun.wait({ onProgress: ({ step }) => step.trim(), signal: AbortSignal.timeout(10), timeoutMs: 5 });
      const { id } = await teal.models.upload({ name: 'm' }, pickedFiles([file]), { properties: { modelType: 'custom_model' } });
      const answer = await teal.invoke<{ sum: number }>('e', { id }, { deployment: 'blue' });
      // @ts-expect-error traffic is percent by name
      await teal.endpoints.setTraffic('e', { blue: '100' });
      // @ts-expect-error there is no such member
      await teal.endpoints.put('e', { properties: { authmode: 'Key' } });
      return answer.sum;
    }
    export const isMissing = (error: unknown) => error instanceof ArmError && error.code === 'ResourceNotFound';
  `;

  test.each([
    ['in a browser', { lib: ['ES2023', 'DOM', 'DOM.Iterable'], types: [] }, ['consumer.ts']],
    [
      'in Node.js',
      { lib: ['ES2023'], types: ['node'] },
      ['consumer.ts', 'rollout.ts', 'waits-and-errors.ts', 'streaming.ts', 'browser/serve.ts'],
    ],
  ])('%s', async (_where, more, files) => {
    writeFileSync(join(project.folder, 'consumer.ts'), program);
    const compilerOptions = {
      target: 'ES2022',
      module: 'NodeNext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      typeRoots: [join(root, 'node_modules', '@types')],
      ...more,
    };
    writeFileSync(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    const { code, stdout } = await run(tsc, ['-p', '.'], { env: process.env, cwd: project.folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});

describe('the examples of the guide', () => {
  test.each<[string, readonly string[]]>([
    [
      'rollout.ts',
      [
        'uploaded 1 of 1 files',
        "blue answers { who: 'blue', echo: { rows: [ 1 ] } }",
        "green in isolation { who: 'green', echo: { rows: [ 2 ] } }",
        'traffic { green: 100 }',
        'left: green Succeeded',
        'done',
      ],
    ],
    [
      'waits-and-errors.ts',
      [
        "refused: 400 UserError properties.authMode properties.authMode is 'Password'; it must be one of Key, AMLToken, AADToken.",
        'aborted: AbortError InProgress',
        'timed out: true',
        'deployed: Succeeded',
        'overtaken: 412',
        'scoring failed: 424 500 model_error',
        'done',
      ],
    ],
    ['streaming.ts', ['one', 'two', 'three', 'four', 'it came in pieces', 'done']],
  ])(
    '%s',
    async (file, lines) => {
      const { code, stdout, stderr } = await run(process.execPath, [file], {
        env: teal.env,
        cwd: project.folder,
      });
      expect(stdout.split('\n'), stderr).toEqual(expect.arrayContaining([...lines]));
      expect(code).toBe(0);
    },
    minutes,
  );

  test(
    'the rollout of a folder from disk, without what it says to ignore',
    async () => {
      const folder = join(project.folder, 'own-code');
      mkdirSync(folder);
      writeFileSync(join(folder, '.amlignore'), '*.log\n');
      writeFileSync(join(folder, 'run.log'), 'not for Teal');
      writeFileSync(join(folder, 'score.py'), ownScript);
      const words = ['rollout.ts', 'sdk-folder', folder];
      const { stdout, stderr } = await run(process.execPath, words, { env: teal.env, cwd: project.folder });
      expect(stdout, stderr).toContain('uploaded 1 of 1 files');
      expect(stdout).toContain("blue answers { who: 'blue', files: [ 'score.py' ] }");
    },
    minutes,
  );
});

const ownScript = `
import os

def init():
    pass

def run(raw):
    here = os.path.dirname(os.path.abspath(__file__))
    return {"who": os.environ["WHO"], "files": [name for name in os.listdir(here) if name != "__pycache__"]}
`;

describe('what a program relies on', () => {
  test(
    'a wait goes on while the control plane is killed and comes back',
    async () => {
      const { client, sdk } = await opened();
      const code = await client.codes.upload(
        { name: 'slow-start' },
        sdk.folderOf('code', {
          'score.py': 'import time\ndef init():\n    time.sleep(3)\ndef run(raw):\n    return "up"\n',
        }),
      );
      await client.endpoints.put('outlive', { properties: {} });
      const operation = await client.deployments('outlive').beginPut('blue', {
        properties: {
          endpointComputeType: 'Managed',
          instanceType: 'local',
          codeConfiguration: { codeId: code.id, scoringScript: 'score.py' },
        },
      });
      const { control } = await rolesOf(teal);
      await killed(control);
      const resource = await operation.wait();
      expect(resource.properties.provisioningState).toBe('Succeeded');
      expect(await client.invoke('outlive', {}, { deployment: 'blue' })).toBe('up');
      await client.endpoints.remove('outlive');
    },
    minutes,
  );

  test('two programs that set traffic at once do not undo each other halfway', async () => {
    const { client } = await opened();
    await client.endpoints.put('shared', { properties: {} });
    const tags = ['a', 'b', 'c'].map((tag) => client.endpoints.update('shared', { tags: { [tag]: 'x' } }));
    const shares = [1, 2, 3].map(() => client.endpoints.setTraffic('shared', {}));
    const settled = await Promise.allSettled([...shares, ...tags]);
    expect(settled.slice(0, 3).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await client.endpoints.remove('shared');
  });

  test('a token that is refused is asked for anew, once', async () => {
    const { sdk, options } = await opened();
    const asked: boolean[] = [];
    const token = ({ refresh }: { refresh: boolean }) => {
      asked.push(refresh);
      return refresh ? teal.token : 'stale';
    };
    const client = sdk.createTeal({ ...options, token });
    expect((await client.workspaces.get(options.workspace)).name).toBe(options.workspace.name);
    expect(asked).toEqual([false, true]);
    const lost = sdk.createTeal({ ...options, token: 'wrong' });
    await expect(lost.endpoints.get('x')).rejects.toMatchObject({
      name: 'ArmError',
      status: 401,
      code: 'InvalidAuthenticationToken',
      requestId: expect.stringMatching(/./),
    });
  });

  test('a large file goes in blocks and comes back as it was', async () => {
    const { client, sdk } = await opened();
    const content = new Uint8Array(20 * 1024 * 1024).map((_, at) => at % 251);
    const sent: number[] = [];
    const model = await client.models.upload(
      { name: 'large' },
      sdk.pickedFiles([new File([content], 'weights.bin')]),
      { onProgress: ({ sentBytes }) => sent.push(sentBytes) },
    );
    expect(model.name).toBe('1');
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.at(-1)).toBe(content.byteLength);
    const at = { name: 'large', version: '1' };
    expect(await client.models.files(at).all()).toEqual([{ path: 'weights.bin', size: content.byteLength }]);
    const back = await (await client.models.openFile(at, 'weights.bin')).arrayBuffer();
    expect(Buffer.from(back).equals(Buffer.from(content))).toBe(true);
  });
});

async function opened() {
  const sdk: Sdk = await import(join(project.installed, 'lib', 'sdk', 'entry.js'));
  const { url, subscription, resourceGroup, workspace: name } = teal.server;
  const options = { url, token: teal.token, workspace: { subscription, resourceGroup, name } };
  return { sdk, options, client: sdk.createTeal(options) };
}

/** Without comments. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}
