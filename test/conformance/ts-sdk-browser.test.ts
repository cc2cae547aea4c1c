/** The packed SDK in a real browser: Debian's Chromium, a page that imports the package, a real Teal behind its origin. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type JSHandle, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../support/command.ts';
import { type SdkProject, sdkProject } from '../support/sdk.ts';
import { ended, startTeal, type Teal } from '../support/teal.ts';

type Sdk = typeof import('../../src/sdk/entry.ts');

const minutes = 300_000;
const mebibyte = 1024 * 1024;
let obstacle: string | undefined;
let project: SdkProject | undefined;
let teal: Teal;
let server: ChildProcess;
let browser: Browser | undefined;
let address: string;

beforeAll(async () => {
  const found = await run(process.execPath, ['scripts/browser.mjs'], { env: process.env });
  obstacle = found.code === 0 ? undefined : found.stderr.trim();
  if (obstacle !== undefined) return;
  // One after the other: what fails must not leave the other running behind the back of `afterAll`.
  project = await sdkProject();
  teal = await startTeal();
  const words = ['browser/serve.ts', '0'];
  server = spawn(process.execPath, words, {
    cwd: project.folder,
    env: teal.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  address = await firstLine(server);
  browser = await chromium.launch({
    executablePath: found.stdout.trim(),
    // Chromium refuses to run as root otherwise; the only pages it sees are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}, 2 * minutes);

afterAll(async () => {
  await browser?.close();
  if (server !== undefined) await ended(server);
  await teal?.close();
  project?.close();
});

test(
  'a page uploads picked files, deploys them, moves traffic, asks and lists',
  async (context) => {
    if (browser === undefined) return context.skip(obstacle);
    const { page, complaints } = await opened(browser);
    await page.fill('input[name=token]', teal.token);
    await page.setInputFiles('input[name=files]', [
      { name: 'score.py', mimeType: 'text/x-python', buffer: Buffer.from(script) },
      { name: 'weights.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(20 * mebibyte, 7) },
    ]);
    await page.click('button');
    await page
      .locator('output')
      .filter({ hasText: /^done$|Error/ })
      .waitFor({ timeout: minutes });
    expect(await page.textContent('output')).toBe('done');
    expect(JSON.parse((await page.textContent('#answer')) ?? '')).toEqual({ size: 20 * mebibyte, rows: [1] });
    expect(await page.locator('tbody tr td').allTextContents()).toEqual([
      'from-a-page',
      'Succeeded',
      '{"blue":100}',
    ]);
    expect(await page.locator('progress').evaluate((bar) => Reflect.get(bar, 'value'))).toBe(1);
    expect(complaints).toEqual([]);
    await page.close();
  },
  minutes,
);

test(
  'errors, aborts, logs and progress are in a page what they are in Node.js',
  async (context) => {
    if (browser === undefined) return context.skip(obstacle);
    const { page } = await opened(browser);
    // As text: the test runner would make the import its own.
    const sdk: JSHandle<Sdk> = await page.evaluateHandle("import('teal-sdk')");
    const seen = await page.evaluate(inPage, {
      sdk,
      url: new URL(address).origin,
      token: teal.token,
      name: 'from-a-page',
    });
    expect(seen).toEqual({
      missing: ['ArmError', 404, 'ResourceNotFound', true],
      refused: ['ArmError', 401, 'InvalidAuthenticationToken', true],
      badTraffic: ['ArmError', 400, 'UserError', true],
      scoring: ['ScoringError', 424, 500, true],
      aborted: 'AbortError',
      line: expect.stringContaining('asked for'),
      blocks: [8 * mebibyte, 16 * mebibyte, 20 * mebibyte],
      left: 0,
    });
    await page.close();
  },
  minutes,
);

test('Teal answers no page of another origin', async (context) => {
  if (browser === undefined) return context.skip(obstacle);
  const { page } = await opened(browser);
  const tried = await page.evaluate(
    async ({ control, scoring, token }) => {
      const tries = [`${control}/subscriptions?api-version=2024-10-01`, `${control}/healthz`, `${scoring}/`];
      const headers = { Authorization: `Bearer ${token}` };
      return Promise.all(
        tries.map((url) =>
          fetch(url, { headers }).then(
            ({ status }) => `${status}`,
            (error) => error.name,
          ),
        ),
      );
    },
    { control: teal.server.url, scoring: teal.server.scoringUrl, token: teal.token },
  );
  expect(tried).toEqual(['TypeError', 'TypeError', 'TypeError']);
  await page.close();
});

const script = `
import json, os

def init():
    pass

def run(raw):
    body = json.loads(raw)
    print("asked for", body, flush=True)
    size = os.path.getsize(os.path.join(os.path.dirname(os.path.abspath(__file__)), "weights.bin"))
    return {"size": size, "rows": body["rows"]}
`;

type InPage = { readonly sdk: Sdk; readonly url: string; readonly token: string; readonly name: string };

/** Runs in the page: what it needs comes as an argument, what it found goes back as plain data. */
async function inPage({ sdk, url, token, name }: InPage) {
  const [workspace] = await sdk.discover({ url, token });
  if (workspace === undefined) throw new Error('no workspace');
  const teal = sdk.createTeal({ url, scoringUrl: url, token, workspace });
  const said = async (what: Promise<unknown>, more: 'code' | 'modelStatus' = 'code') => {
    const error = await what.then(
      () => undefined,
      (reason) => reason,
    );
    const isOurs = error instanceof sdk.ArmError || error instanceof sdk.ScoringError;
    return [error?.name, error?.status, error?.[more], isOurs];
  };
  const stranger = sdk.createTeal({ url, token: 'wrong', workspace });
  const abort = new AbortController();
  const begun = await teal.deployments(name).beginUpdate('blue', { sku: { capacity: 2 } });
  const aborted = await begun
    .wait({ signal: abort.signal, onProgress: () => abort.abort() })
    .catch(({ name }) => name);
  await begun.wait();
  const scoring = await said(teal.invoke(name, {}), 'modelStatus');
  await teal.invoke(name, { rows: [] });
  let line = '';
  for await (const one of teal.deployments(name).followLogs('blue')) {
    if (one.includes('asked for')) {
      line = one;
      break;
    }
  }
  const blocks: number[] = [];
  const file = new File([new Uint8Array(20 * 1024 * 1024)], 'm.bin');
  await teal.models.upload({ name: 'from-a-page' }, sdk.pickedFiles([file]), {
    onProgress: ({ sentBytes, sentFiles }) => sentFiles === 0 && blocks.push(sentBytes),
  });
  const found = {
    missing: await said(teal.endpoints.get('nobody')),
    refused: await said(stranger.endpoints.get(name)),
    badTraffic: await said(teal.endpoints.setTraffic(name, { blue: 50 })),
  };
  await teal.endpoints.setTraffic(name, {});
  await teal.endpoints.remove(name);
  return { ...found, scoring, aborted, line, blocks, left: (await teal.endpoints.list().all()).length };
}

async function opened(by: Browser): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const page = await by.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('no output to read');
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the page server ended at once');
}
