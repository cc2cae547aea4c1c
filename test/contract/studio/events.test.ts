/** What a real Teal tells of changes, as the SDK hears it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TealEvent } from '../../../src/sdk/events.ts';
import { createTeal, type Teal as Sdk } from '../../../src/sdk/teal.ts';
import { cookieOf, ownPage, sent } from '../../support/page.ts';
import { killed, rolesOf } from '../../support/processes.ts';
import { restOf } from '../../support/rest.ts';
import { startTeal, type Teal, until } from '../../support/teal.ts';

let teal: Teal;
let sdk: Sdk;

beforeAll(async () => {
  teal = await startTeal();
  const { url, subscription, resourceGroup, workspace: name } = teal.server;
  sdk = createTeal({ url, token: teal.token, workspace: { subscription, resourceGroup, name } });
});
afterAll(() => teal?.close());

type Ear = { readonly heard: TealEvent[]; stop(): Promise<void> };

/** Listens from now on. */
async function listen(): Promise<Ear> {
  const heard: TealEvent[] = [];
  const end = new AbortController();
  const listening = (async () => {
    for await (const event of sdk.events({ signal: end.signal })) heard.push(event);
  })();
  await until(
    'the stream',
    () => heard,
    ([first]) => first?.kind === 'open',
  );
  return {
    heard,
    stop: () => {
      end.abort();
      return listening;
    },
  };
}

const about = (heard: readonly TealEvent[], endpoint: string) =>
  heard.filter((event) => 'endpoint' in event && event.endpoint === endpoint);

test('an endpoint is made, changed and deleted, and what is sent to routers', async () => {
  const { heard, stop } = await listen();
  await sdk.endpoints.put('told', { properties: { authMode: 'Key' } });
  await sdk.endpoints.update('told', { tags: { a: 'b' } });
  await sdk.endpoints.remove('told');
  await until(
    'its end',
    () => heard,
    (seen) =>
      about(seen, 'told').some((one) => 'state' in one && one.state === 'Deleted') &&
      seen.some((one) => one.kind === 'operation' && one.verb === 'delete' && one.status === 'Succeeded'),
  );
  const states = about(heard, 'told').map((event) => ('state' in event ? event.state : undefined));
  expect(states[0]).toBe('Creating');
  expect(states).toContain('Succeeded');
  expect(states.slice(-2)).toEqual(['Deleting', 'Deleted']);
  const operations = heard.filter((event) => event.kind === 'operation');
  expect(operations.map(({ verb, status }) => `${verb} ${status}`)).toEqual([
    'create InProgress',
    'create Succeeded',
    'update InProgress',
    'update Succeeded',
    'delete InProgress',
    'delete Succeeded',
  ]);
  const tables = heard.filter((event) => event.kind === 'table');
  expect(tables.length).toBeGreaterThanOrEqual(2);
  expect(tables.every(({ endpoints }) => endpoints === null || endpoints.includes('told'))).toBe(true);
  expect(tables.map(({ version }) => version)).toEqual(
    tables.map(({ version }) => version).toSorted((a, b) => a - b),
  );
  await stop();
});

test('an asset, and the pulse of the routers', async () => {
  const { heard, stop } = await listen();
  await sdk.environments.put({ name: 'plain', version: '1' }, { properties: { image: 'any' } });
  await until(
    'the asset',
    () => heard,
    (seen) => seen.some(({ kind }) => kind === 'asset'),
  );
  expect(heard).toContainEqual({ kind: 'asset', assetKind: 'environments', name: 'plain', version: '1' });
  await sdk.endpoints.put('asked', { properties: { authMode: 'Key' } });
  // Refused by the router: there is no deployment.
  await fetch(`${teal.server.scoringUrl}/api/v1/endpoint/asked/score`, { method: 'POST', body: '{}' });
  const beat = await until(
    'a pulse',
    () => heard.find((event) => event.kind === 'metrics' && 'asked' in event.endpoints),
    (event) => event !== undefined,
  );
  expect(beat).toMatchObject({ endpoints: { asked: { requests: 1, errors: 1 } } });
  await stop();
});

test('a killed control plane is heard of, and what was missed is told by a reset', async () => {
  const { heard, stop } = await listen();
  await killed((await rolesOf(teal)).control);
  await until(
    'a reset',
    () => heard,
    (seen) => seen.some(({ kind }) => kind === 'reset'),
  );
  expect(heard.map(({ kind }) => kind).filter((kind) => kind === 'lost' || kind === 'reset')).toEqual(
    expect.arrayContaining(['lost', 'reset']),
  );
  await sdk.endpoints.put('afterwards', { properties: { authMode: 'Key' } });
  await until(
    'the new endpoint',
    () => about(heard, 'afterwards'),
    (seen) => seen.length > 0,
  );
  await stop();
});

test('a session hears them, a stranger does not, and leaving the loop ends the stream', async () => {
  const rest = restOf(teal);
  const stranger = { authorization: 'Bearer nobody' };
  expect((await rest.call('GET', '/events', undefined, stranger)).status).toBe(401);
  const path = `${rest.workspace}/events?api-version=2024-10-01`;
  const signedIn = await sent(teal.server.url, 'POST', '/studio/session', {
    headers: ownPage(teal.server.url),
    body: { token: teal.token },
  });
  const end = new AbortController();
  const stream = await fetch(`${teal.server.url}${path}`, {
    headers: { cookie: cookieOf(signedIn), 'x-teal-studio': '1', 'sec-fetch-site': 'same-origin' },
    signal: end.signal,
  });
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('cache-control')).toBe('no-store, no-transform');
  const first = await stream.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toContain('retry: 2000');
  end.abort();
  for await (const event of sdk.events()) {
    expect(event).toEqual({ kind: 'open' });
    break;
  }
});

test('what the service refuses ends the loop', async () => {
  const wrong = createTeal({ ...sdk.client.connection, token: 'wrong', workspace: sdk.workspace });
  await expect(wrong.events()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ status: 401 });
});
