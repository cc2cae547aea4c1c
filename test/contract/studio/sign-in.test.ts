/** Studio's session at a real Teal: how it begins and ends, and who cannot use it. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../src/cli/testing/temporary.suite.ts';
import { studio } from '../../../src/sdk/studio.ts';
import { root } from '../../architecture/sources.ts';
import { must, run } from '../../support/command.ts';
import { cookieOf, ownPage, type PageReply, sent } from '../../support/page.ts';
import { killed, rolesOf } from '../../support/processes.ts';
import { type Rest, restOf } from '../../support/rest.ts';
import { startTeal, type Teal, until } from '../../support/teal.ts';

let teal: Teal;
let rest: Rest;
let list: string;

beforeAll(async () => {
  teal = await startTeal(['--studio-host', 'teal.example.com']);
  rest = restOf(teal);
  list = `${rest.workspace}/onlineEndpoints?api-version=2024-10-01`;
});
afterAll(() => teal?.close());

const signIn = (body: unknown, headers: Record<string, string | undefined> = {}) =>
  sent(teal.server.url, 'POST', '/studio/session', {
    body,
    headers: { ...ownPage(teal.server.url), ...headers },
  });
const get = (path: string, cookie: string, headers: Record<string, string | undefined> = {}) =>
  sent(teal.server.url, 'GET', path, { headers: { ...ownPage(teal.server.url, cookie), ...headers } });
const newLink = async () => {
  const { url } = await studio({ url: teal.server.url, token: teal.token }).createLink();
  return new URL(url).hash.slice(1);
};

describe('a session', () => {
  test('begins with the admin token, opens the API and ends', async () => {
    const begun = await signIn({ token: teal.token });
    expect(begun.status).toBe(201);
    expect(begun.body).toMatchObject({ actor: 'studio', workspace: { name: teal.server.workspace } });
    const [given = ''] = begun.headers['set-cookie'] ?? [];
    expect(given).toMatch(/^teal-[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(begun);
    expect(await get(list, cookie)).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect((await get('/studio/session', cookie)).body).toMatchObject({ actor: 'studio' });
    const ended = await sent(teal.server.url, 'DELETE', '/studio/session', {
      headers: ownPage(teal.server.url, cookie),
    });
    expect(ended.status).toBe(204);
    expect(ended.headers['set-cookie']?.[0]).toMatch(/^teal-[0-9a-f]{8}=; Path=\/; Max-Age=0;/);
    expect((await get(list, cookie)).status).toBe(401);
  });

  test('is told from a token in the history', async () => {
    const cookie = cookieOf(await signIn({ token: teal.token }));
    const path = `${rest.workspace}/onlineEndpoints/by-page`;
    const made = await sent(teal.server.url, 'PUT', `${path}?api-version=2024-10-01`, {
      headers: ownPage(teal.server.url, cookie),
      body: { location: 'local', properties: { authMode: 'Key' } },
    });
    expect(made.status).toBe(201);
    const { body } = await rest.call('GET', '/onlineEndpoints/by-page/history');
    expect(body.value[0].properties).toMatchObject({ who: 'studio', operation: 'create' });
  });

  test('over TLS has a Secure cookie that is bound to the host', async () => {
    const said = await must(
      'curl',
      [
        ...['-s', '-D', '-', '-o', '/dev/null', '--cacert', teal.server.caFile],
        ...['-X', 'POST', '-H', 'content-type: application/json', '-H', 'x-teal-studio: 1'],
        ...['-H', `origin: ${teal.server.httpsUrl}`, '-d', JSON.stringify({ token: teal.token })],
        `${teal.server.httpsUrl}/studio/session`,
      ],
      { env: process.env },
    );
    expect(said).toMatch(
      /set-cookie: __Host-teal-[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure\r/i,
    );
  });

  test('survives a restart of the control plane, and its secret is nowhere in the home', async () => {
    const begun = await signIn({ token: teal.token });
    const cookie = cookieOf(begun);
    const link = await newLink();
    await killed((await rolesOf(teal)).control);
    const again = await until(
      'the session is still there',
      () => get(list, cookie).catch(() => undefined),
      (reply) => reply !== undefined,
    );
    expect(again?.status).toBe(200);
    for (const secret of [cookie.split('=')[1] ?? '', link]) {
      expect(secret).toHaveLength(43);
      expect(filesWith(teal.home, secret)).toEqual([]);
    }
    expect((await signIn({ link })).status).toBe(201);
  });
});

describe('a link', () => {
  test('signs in once, and is not in the address that a server sees', async () => {
    const { url, expiresAt } = await studio({ url: teal.server.url, token: teal.token }).createLink();
    expect(new URL(url)).toMatchObject({ origin: teal.server.url, pathname: '/studio/link', search: '' });
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    const link = new URL(url).hash.slice(1);
    // Whoever looks ahead gets a page and uses nothing up.
    expect((await sent(teal.server.url, 'GET', '/studio/link')).status).toBe(200);
    const [one, other] = await Promise.all([signIn({ link }), signIn({ link })]);
    expect([one.status, other.status].sort()).toEqual([201, 401]);
    const late = await signIn({ link });
    expect(late.body.error).toMatchObject({ code: 'InvalidAuthenticationToken', target: 'link' });
    expect(late.headers['set-cookie']).toBeUndefined();
  });

  test('is opened by the browser of this machine', async () => {
    const folder = temporaryFolder('browser');
    const opened = join(folder, 'opened');
    writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > ${opened}\n`, { mode: 0o755 });
    const env = { ...teal.env, PATH: `${folder}:${teal.env.PATH}` };
    const { url } = JSON.parse(await must('teal', ['studio', '--open'], { env }));
    await until(
      'the browser',
      () => readFileSync(opened, { encoding: 'utf8', flag: 'a+' }),
      (seen) => seen === url,
    );
  });

  test('is not printed where nobody looks', () => {
    expect(teal.said()).toContain(`Studio: ${teal.server.url} (sign in with the link that`);
    expect(teal.said()).not.toContain('/studio/link#');
  });

  test('comes from `teal studio`, and from nobody without the token', async () => {
    const { url } = JSON.parse(await must('teal', ['studio', '--home', teal.home], { env: teal.env }));
    expect((await signIn({ link: new URL(url).hash.slice(1) })).status).toBe(201);
    const cookie = cookieOf(await signIn({ token: teal.token }));
    const asked = await sent(teal.server.url, 'POST', '/studio/links', {
      headers: ownPage(teal.server.url, cookie),
      body: {},
    });
    expect(asked.status).toBe(401);
  });
});

describe('refused', () => {
  test.each<[string, unknown, number]>([
    ['a wrong token', { token: 'guessed' }, 401],
    ['a wrong link', { link: 'guessed' }, 401],
    ['nothing', {}, 400],
    ['both', { token: 'a', link: 'b' }, 400],
    ['an unknown field', { password: 'a' }, 400],
    ['a field of another type', { token: 7 }, 400],
  ])('to sign in with %s', async (_what, body, status) => {
    const reply = await signIn(body);
    expect(reply.status).toBe(status);
    expect(reply.headers['set-cookie']).toBeUndefined();
  });

  test('a session that nobody has, and none', async () => {
    const name = cookieOf(await signIn({ token: teal.token })).split('=')[0];
    expect((await get(list, `${name}=${'x'.repeat(43)}`)).status).toBe(401);
    expect((await get(list, '')).status).toBe(401);
    expect((await get('/studio/session', '')).status).toBe(401);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['a page of another site', { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['a page that hides its origin', { origin: 'null', 'sec-fetch-site': undefined }],
    ['an Origin that Sec-Fetch-Site belies', { 'sec-fetch-site': 'cross-site' }],
    ['a form, which cannot send the header', { 'x-teal-studio': undefined }],
    ['nobody knows whom', { origin: undefined, 'sec-fetch-site': undefined }],
    [
      'a name that was bound to this address',
      { host: 'evil.example:8585', origin: 'http://evil.example:8585' },
    ],
  ])('changes and signing in for %s', async (_who, headers) => {
    const cookie = cookieOf(await signIn({ token: teal.token }));
    const mine = { ...ownPage(teal.server.url, cookie), ...headers };
    const path = `${rest.workspace}/onlineEndpoints/never?api-version=2024-10-01`;
    const body = { location: 'local', properties: { authMode: 'Key' } };
    const replies: PageReply[] = [
      await sent(teal.server.url, 'PUT', path, { headers: mine, body }),
      await sent(teal.server.url, 'DELETE', path, { headers: mine }),
      await sent(teal.server.url, 'DELETE', '/studio/session', { headers: mine }),
      await signIn({ token: teal.token }, headers),
    ];
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(replies.map((reply) => reply.body.error.code)).toEqual(Array(4).fill('Forbidden'));
    expect((await get(list, cookie)).status).toBe(200);
  });

  test.each<[string, Record<string, string | undefined>, number]>([
    ['another site', { origin: undefined, 'sec-fetch-site': 'cross-site' }, 403],
    ['an address that somebody typed', { origin: undefined, 'sec-fetch-site': 'none' }, 403],
    [
      'a browser that does not say, without the header',
      { 'sec-fetch-site': undefined, 'x-teal-studio': undefined },
      403,
    ],
    ['a browser that does not say', { 'sec-fetch-site': undefined, origin: undefined }, 200],
    ['a link on an own page', { origin: undefined, 'x-teal-studio': undefined }, 200],
    ['a name that was bound to this address', { host: 'evil.example', origin: undefined }, 403],
    ['localhost through a tunnel', { host: 'localhost:9000', origin: 'http://localhost:9000' }, 200],
    ['the name of a proxy', { host: 'teal.example.com', origin: 'https://teal.example.com' }, 200],
  ])('or not, reading for %s', async (_who, headers, status) => {
    const cookie = cookieOf(await signIn({ token: teal.token }));
    expect((await get(list, cookie, headers)).status).toBe(status);
  });

  test('a program with the token is asked for none of it', async () => {
    const { status } = await sent(teal.server.url, 'GET', list, {
      headers: { authorization: `Bearer ${teal.token}`, host: 'evil.example', origin: 'http://evil.example' },
    });
    expect(status).toBe(200);
  });

  test('a name for --studio-host that is none', async () => {
    const words = ['up', '--studio-host', 'a b/c'];
    const { code, stderr } = await run(join(root, 'bin/teal'), words, { env: teal.env });
    expect(code).toBe(2);
    expect(stderr).toContain("--studio-host is 'a b/c'; it must be a name");
  });

  test('guessing on and on, while who is signed in goes on', async () => {
    const cookie = cookieOf(await signIn({ token: teal.token }));
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries++)
      statuses.push((await signIn({ token: `guess ${tries}` })).status);
    expect(statuses.at(-1)).toBe(429);
    const right = await signIn({ token: teal.token });
    expect(right.status).toBe(429);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
    expect((await get(list, cookie)).status).toBe(200);
  });
});

function filesWith(folder: string, secret: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => contentOf(path)?.includes(secret));
}

/** Undefined for what is no file, or none any more: the home is in use. */
function contentOf(path: string): Buffer | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
