/** The doors of Studio's pages on a server of their own, with a build made by hand. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { patterns } from '../../../web/src/app/paths.ts';
import { temporaryFolder } from '../../cli/testing/temporary.suite.ts';
import { openPages, studioRoots } from './pages.ts';

const script = 'console.log("studio");\n'.repeat(50);
const page = '<!doctype html>\n<html>\n  <head><title>Studio</title></head>\n  <body></body>\n</html>\n';

let folder: string;
let server: FastifyInstance;
let port: number;

beforeEach(async () => {
  const place = temporaryFolder('studio');
  folder = join(place, 'dist');
  writeFileSync(join(place, 'secret.txt'), 'not of Studio');
  server = Fastify({ routerOptions: { caseSensitive: false, ignoreTrailingSlash: true } });
  openPages(folder, server);
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(() => server.close());

function build(): void {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(folder, '.vite'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, '.vite', 'manifest.json'), '{}');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), script);
  writeFileSync(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'assets', 'plain-3c4d.css'), 'body {}');
}

type Got = {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  readonly body: Buffer;
};

/** The path is sent as it is written. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () => {
        const told = answer.headers as Record<string, string | undefined>;
        resolve({ status: answer.statusCode ?? 0, headers: told, body: Buffer.concat(chunks) });
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

test('before anybody built it, every page says how', async () => {
  for (const path of ['/', '/endpoints/churn']) {
    const { status, headers, body } = await get(path);
    expect({ status, type: headers['content-type'] }).toEqual({
      status: 200,
      type: 'text/html; charset=utf-8',
    });
    expect(body.toString()).toContain('npm run web');
  }
  expect((await get('/assets/app-1a2b.js')).status).toBe(404);
  build();
  expect((await get('/')).body.toString()).toContain('<title>Studio</title>');
});

test('the page is at every path of Studio, with a policy and a nonce of this answer alone', async () => {
  build();
  const nonces = new Set<string>();
  for (const path of [
    '/',
    '/sign-in',
    '/endpoints',
    '/endpoints/',
    '/endpoints/churn/monitor?x=1',
    '/models/a/1',
  ]) {
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    const policy = headers['content-security-policy'] ?? '';
    const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(body.toString()).toContain(`<meta property="csp-nonce" nonce="${nonce}" />`);
    nonces.add(nonce);
    expect(policy.replace(nonce, 'N')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; connect-src 'self'; font-src 'self'; img-src 'self' data:; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
  }
  expect(nonces.size).toBe(6);
});

test('every address of Studio is served, and only those', () => {
  const roots = Object.values(patterns).map((pattern) => pattern.split('/')[1] ?? '');
  expect([...new Set(roots)].filter((root) => root !== '').sort()).toEqual([...studioRoots]);
});

test('a link leads to a page of its own, whether Studio is built or not', async () => {
  const { body, headers } = await get('/studio/link');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(body.toString()).toContain('<script type="module" src="/studio/link.js">');
  const script = await get('/studio/link.js');
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(script.body.toString()).toContain('prerenderingchange');
});

test('what has its content in its name is kept for a year, the rest is asked for again', async () => {
  build();
  const lasting = await get('/assets/plain-3c4d.css');
  expect(lasting).toMatchObject({
    status: 200,
    headers: {
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
    },
  });
  const icon = await get('/favicon.svg');
  expect(icon.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'image/svg+xml' });
  const again = await get('/favicon.svg', { 'if-none-match': icon.headers.etag ?? '' });
  expect({ status: again.status, bytes: again.body.length }).toEqual({ status: 304, bytes: 0 });
  const head = await get('/assets/plain-3c4d.css', {}, 'HEAD');
  expect({ status: head.status, length: head.headers['content-length'], bytes: head.body.length }).toEqual({
    status: 200,
    length: '7',
    bytes: 0,
  });
});

test('what the build packed goes packed to whoever takes it', async () => {
  build();
  const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'br, gzip' });
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
  expect(packed.body).toEqual(gzipSync(script));
  for (const accepted of ['', 'br', 'gzip;q=0, identity']) {
    const plain = await get('/assets/app-1a2b.js', { 'accept-encoding': accepted });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(script);
    expect(plain.headers.etag).not.toBe(packed.headers.etag);
  }
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets//../../secret.txt',
  '/%2e%2e%2fsecret.txt',
  '/secret.txt',
  '/.vite/manifest.json',
  '/assets/app-1a2b.js.gz',
  '/assets/',
  '/assets',
  '/index.html',
  '/constructor',
])('no file is at %s', async (path) => {
  build();
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body.toString()).not.toContain('not of Studio');
});

test.each(['/subscriptions', '/metrics', '/blobs/x', '/identity/token', '/studio', '/nobody/knows'])(
  'Studio takes nothing at %s',
  async (path) => {
    build();
    expect((await get(path)).headers['content-type']).toContain('application/json');
  },
);

test('a new build is served at once, without what it dropped', async () => {
  build();
  expect((await get('/assets/app-1a2b.js')).status).toBe(200);
  rmSync(join(folder, 'assets', 'app-1a2b.js'));
  writeFileSync(join(folder, 'assets', 'app-5e6f.js'), 'new');
  writeFileSync(join(folder, 'index.html'), page.replace('Studio', 'Studio, new'));
  expect((await get('/')).body.toString()).toContain('<title>Studio, new</title>');
  expect((await get('/assets/app-5e6f.js')).body.toString()).toBe('new');
  expect((await get('/assets/app-1a2b.js')).status).toBe(404);
});
