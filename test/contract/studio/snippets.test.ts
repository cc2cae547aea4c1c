/** The code that the Consume tab shows, run as somebody would who copies it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTeal, type Teal as Sdk } from '../../../src/sdk/teal.ts';
import { discover } from '../../../src/sdk/workspaces.ts';
import { type Call, languages, variableOf } from '../../../web/src/pages/endpoint/consume/snippets.ts';
import { must } from '../../support/command.ts';
import { startTeal, type Teal } from '../../support/teal.ts';
import { churnIn, playedBy } from './endpoint-rig.ts';

let teal: Teal;
let sdk: Sdk;
let folder: string;
beforeAll(async () => {
  teal = await startTeal([], undefined, { TEAL_COMPUTE: 'fake' });
  const connection = { url: teal.server.url, token: teal.token };
  const [workspace] = await discover(connection);
  if (workspace === undefined) throw new Error('no workspace');
  sdk = createTeal({ ...connection, workspace });
  const code = await churnIn(sdk);
  await sdk.endpoints.put('tokens', { properties: { authMode: 'AMLToken' } });
  await sdk.deployments('tokens').put('blue', playedBy(code));
  await sdk.endpoints.setTraffic('tokens', { blue: 100 });
  folder = mkdtempSync(join(tmpdir(), 'teal-snippets-'));
});
afterAll(async () => {
  await teal?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** What no string of these languages may be broken by. */
const input = JSON.stringify(
  { text: `"quoted", 'single', \`ticks\`, $HOME, \${x}, {y}, back\\slash, """, ü` },
  null,
  2,
);

/** Of a language, a file of it, and what runs that. */
type Program = readonly [id: string, file: string, program: string];

const programs: readonly Program[] = [
  ['curl', 'call.sh', 'bash'],
  ['python', 'call.py', 'python3'],
  ['javascript', 'call.mjs', process.execPath],
];

async function callOf(endpoint: string, some: Partial<Call> = {}): Promise<Call> {
  const { scoringUri, authMode } = (await sdk.endpoints.get(endpoint)).properties;
  return {
    endpoint,
    uri: scoringUri,
    authMode,
    deployment: undefined,
    input,
    credential: undefined,
    ...some,
  };
}

const codeIn = (id: string, call: Call) =>
  languages.find((language) => language.id === id)?.write(call) ?? '';

async function ran([id, name, program]: Program, call: Call, credential: string) {
  const path = join(folder, name);
  // The command that fetches the credential is the CLI's, which has its own tests: here the variable is set.
  writeFileSync(path, codeIn(id, call).replace(/^export .*$/m, ''));
  return must(program, [path], { env: { ...teal.env, [variableOf(call)]: credential } });
}

test.each(programs)('%s reaches the endpoint with its key, whatever is in the input', async (...program) => {
  const { primaryKey } = await sdk.endpoints.keys('churn');
  const said = await ran(program, await callOf('churn'), primaryKey);
  expect(said).toMatch(/["']?deployment["']?: ?["']blue["']/);
  expect(said).toContain('ticks');
});

test.each(programs)('%s asks one deployment by its name', async (...program) => {
  const { primaryKey } = await sdk.endpoints.keys('churn');
  const call = await callOf('churn', { deployment: 'green', credential: primaryKey });
  expect(await ran(program, call, '')).toMatch(/["']?deployment["']?: ?["']green["']/);
});

test.each(programs)('%s reaches an endpoint with tokens', async (...program) => {
  const { accessToken } = await sdk.endpoints.token('tokens');
  expect(await ran(program, await callOf('tokens'), accessToken)).toMatch(
    /["']?endpoint["']?: ?["']tokens["']/,
  );
});

test('C# is told the same: address, header, variable, and a raw string that holds the input', async () => {
  const code = codeIn('csharp', await callOf('churn', { deployment: 'green' }));
  expect(code).toContain('Environment.GetEnvironmentVariable("ENDPOINT_KEY")');
  expect(code).toContain('request.Headers.Add("azureml-model-deployment", "green");');
  expect(code).toContain(`var body = """\n${input}\n""";`);
});

test('no code holds a credential unless it was given', async () => {
  const { primaryKey } = await sdk.endpoints.keys('churn');
  const call = await callOf('churn');
  for (const { write } of languages) {
    expect(write(call)).not.toContain(primaryKey);
    expect(write({ ...call, credential: primaryKey })).toContain(primaryKey);
  }
});
