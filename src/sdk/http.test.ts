import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { putBlob } from './blobs.ts';
import { type Client, connect } from './http.ts';
import { finished } from './operation.ts';
import { paged } from './paged.ts';

type Canned = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};
type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, unknown>;
  readonly body: string;
};

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that gives the answers of `answers` one after the other, the last one again and again. */
async function canned(
  answers: (base: string) => readonly Canned[],
): Promise<{ client: Client; asked: Asked[]; base: string }> {
  const asked: Asked[] = [];
  let queue: readonly Canned[] = [];
  const listening = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      asked.push({ method, url, headers, body });
      const answer = queue[Math.min(asked.length, queue.length) - 1] ?? {};
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  queue = answers(base);
  return { client: connect({ url: `${base}/`, token: 'secret', patienceMs: 200 }), asked, base };
}

describe('calls', () => {
  test('carry token, api-version and JSON', async () => {
    const { client, asked } = await canned(() => [{ body: { a: 1 } }]);
    const { body } = await client.call('PUT', '/x', { body: { b: 2 }, query: { y: 'a b', z: undefined } });
    expect(body).toEqual({ a: 1 });
    expect(asked[0]).toMatchObject({
      method: 'PUT',
      url: '/x?y=a+b&api-version=2024-10-01',
      body: '{"b":2}',
    });
    expect(asked[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
    });
  });

  test('an ARM error becomes ArmError with code, message, target and details', async () => {
    const details = [{ code: 'D', message: 'detail', target: 't' }, 'noise'];
    const { client } = await canned(() => [
      { status: 400, body: { error: { code: 'C', message: 'm', target: 'x', details } } },
    ]);
    await expect(client.call('GET', '/x')).rejects.toMatchObject({
      name: 'ArmError',
      status: 400,
      code: 'C',
      message: 'm',
      target: 'x',
      details: [{ code: 'D', message: 'detail', target: 't' }],
    });
  });

  test.each([
    ['just text', { code: 'HTTP502', message: 'just text' }],
    ['', { code: 'HTTP502', message: 'HTTP 502' }],
    [{ error: 'text' }, { code: 'Error', message: 'text' }],
  ])('an answer of another form is still an error: %j', async (body, expected) => {
    const { client } = await canned(() => [{ status: 502, body }]);
    await expect(client.call('GET', '/x')).rejects.toMatchObject({ status: 502, ...expected });
  });

  test('nobody there is a TransportError that names the other side', async () => {
    const { client, base } = await canned(() => []);
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    await expect(client.call('GET', '/x')).rejects.toMatchObject({
      name: 'TransportError',
      message: expect.stringContaining(`${base} cannot be reached: ECONNREFUSED`),
    });
  });

  test('a server that is back within a moment is not missed', async () => {
    const { client, asked, base } = await canned(() => [{ body: { a: 1 } }]);
    const first = server;
    await new Promise((resolve) => first?.close(resolve));
    const answer = client.call('GET', '/x');
    first?.listen(Number(new URL(base).port), '127.0.0.1');
    expect((await answer).body).toEqual({ a: 1 });
    expect(asked).toHaveLength(1);
  });

  test('lists follow nextLink to the end', async () => {
    const { client, asked } = await canned((base) => [
      { body: { value: [1, 2], nextLink: `${base}/x?api-version=2020-01-01&$skip=2` } },
      { body: { value: [3], nextLink: null } },
    ]);
    expect(await paged(client, '/x', { query: { a: 'b' } }).all()).toEqual([1, 2, 3]);
    expect(asked.map(({ url }) => url)).toEqual([
      '/x?a=b&api-version=2024-10-01',
      '/x?api-version=2020-01-01&$skip=2',
    ]);
  });
});

describe('long changes', () => {
  const soon = { 'x-ms-retry-after-ms': '1' };

  test('an operation is asked until it succeeded, and says how far it is', async () => {
    const { client, asked } = await canned((base) => [
      { status: 201, headers: { 'Azure-AsyncOperation': `${base}/op?v=1` } },
      { headers: soon, body: { status: 'InProgress', properties: { step: 'building', detail: 'numpy' } } },
      { body: { status: 'Succeeded' } },
    ]);
    const steps: string[] = [];
    const reply = await client.call('PUT', '/x');
    await finished(client, reply, { onProgress: ({ step, detail }) => steps.push(`${step}:${detail}`) });
    expect(steps).toEqual(['building:numpy', ':']);
    expect(asked.map(({ url }) => url.replace(/api-version.*/, ''))).toEqual(['/x?', '/op?v=1&', '/op?v=1&']);
  });

  test('a failed one throws its error, with status 200', async () => {
    const { client } = await canned((base) => [
      { status: 201, headers: { 'Azure-AsyncOperation': `${base}/op` } },
      { body: { status: 'Failed', error: { code: 'ImageBuildFailure', message: 'no such package' } } },
    ]);
    const reply = await client.call('PUT', '/x');
    await expect(finished(client, reply)).rejects.toMatchObject({
      status: 200,
      code: 'ImageBuildFailure',
      message: 'no such package',
    });
  });

  test('without an operation a 202 is followed by its Location', async () => {
    const { client, asked } = await canned((base) => [
      { status: 202, headers: { Location: `${base}/one` } },
      { status: 202, headers: { ...soon, Location: `${base}/two` } },
      { status: 200 },
    ]);
    await finished(client, await client.call('DELETE', '/x'));
    expect(asked.map(({ url }) => url.split('?')[0])).toEqual(['/x', '/one', '/two']);
  });

  test('an answer that announces nothing is done', async () => {
    const { client, asked } = await canned(() => [{ status: 204, body: '' }]);
    await finished(client, await client.call('DELETE', '/x'));
    expect(asked).toHaveLength(1);
  });

  test('waiting can be interrupted', async () => {
    const { client } = await canned((base) => [
      { status: 201, headers: { 'Azure-AsyncOperation': `${base}/op` } },
      { headers: { 'Retry-After': '60' }, body: { status: 'InProgress' } },
    ]);
    const abort = new AbortController();
    const reply = await client.call('PUT', '/x');
    const waiting = finished(client, reply, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a blob goes below the container of the link, its path encoded and the signature kept', async () => {
  const { asked, base } = await canned(() => [{ status: 201, body: '' }]);
  await putBlob(`${base}/blobs/c1?sig=a%2Bb`, {
    path: 'my code/a#b.py',
    size: 4,
    open: () => new Blob(['text']).stream(),
  });
  expect(asked[0]).toMatchObject({
    method: 'PUT',
    url: '/blobs/c1/my%20code/a%23b.py?sig=a%2Bb',
    body: 'text',
  });
  expect(asked[0]?.headers).toMatchObject({ 'x-ms-blob-type': 'BlockBlob', 'content-length': '4' });
});
