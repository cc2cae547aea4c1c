/** A request that gets past the router would be seen by the instance, which records every byte. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import type { Client } from './client.ts';
import { bait, corpus } from './fuzz/corpus.ts';
import { cut } from './fuzz/edits.ts';
import { readRequests } from './fuzz/llhttp-requests.ts';
import { clientStream } from './fuzz/streams.ts';
import { startWire, type Wire } from './wire.ts';

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
});
afterAll(() => wire.close());

const good = 'POST /good HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}';

/** Sends the pieces and waits until the router is done with the connection: its client has nothing more to say. */
async function deliver(pieces: readonly string[]): Promise<Client> {
  const client = wire.client();
  for (const piece of pieces) {
    client.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  client.socket.end();
  await client.closed;
  return client;
}

async function routedOf(pieces: readonly string[]) {
  const before = wire.instance.seen.length;
  const client = await deliver(pieces);
  // Nothing of it may still be under way.
  await until(async () => {
    const { outstanding } = JSON.parse((await wire.rig.admin('GET', '/status')).text);
    // Not even there while nothing was routed.
    return (outstanding.wire ?? 0) === 0;
  });
  return { client, routed: wire.instance.seen.slice(before) };
}

describe.each(corpus)('$name', ({ text, routes }) => {
  test('by itself', async () => {
    const { client, routed } = await routedOf([text]);
    expect(routed.length).toBe(routes);
    expect(client.heard).toMatch(routes > 0 ? /^HTTP\/1\.1 [24]/ : /^(?:HTTP\/1\.1 4|$)/);
  });

  test('behind a good request and before another one, in pieces', async () => {
    const { routed } = await routedOf(cut(good + text + bait, [0.3, 0.5, 0.6, 0.8]));
    expect(routed[0]).toMatchObject({ target: '/good', body: '{}' });
    const behind = readRequests([text + bait]).messages.filter(({ whole }) => whole);
    for (const request of routed.slice(1)) expect(behind.some((read) => isSame(request, read))).toBe(true);
    expect(routed.length - 1).toBeLessThanOrEqual(behind.length);
    expect(routed.length - 1).toBeGreaterThanOrEqual(routes);
  });
});

test('random streams: the instance sees what llhttp reads of them, in that order, and nothing else', async () => {
  // The instance may hear of a request whose client has gone when the next stream is on its way.
  const late: Request[] = [];
  await fc.assert(
    fc.asyncProperty(clientStream, async ({ pieces }) => {
      const { routed } = await routedOf(pieces);
      const read = readRequests(pieces).messages.filter(({ whole }) => whole);
      for (const request of routed) {
        const at = read.findIndex((message) => isSame(request, message));
        if (at >= 0) late.push(...read.splice(0, at + 1).slice(0, -1));
        else {
          const before = late.findIndex((message) => isSame(request, message));
          expect(before, `${request.method} ${request.target} is in no stream`).toBeGreaterThanOrEqual(0);
          late.splice(before, 1);
        }
      }
      late.push(...read);
    }),
    { numRuns: 600, seed: 20_260_102 },
  );
});

type Request = { readonly method: string; readonly target: string; readonly body: string };

function isSame(routed: Request, read: Request): boolean {
  if (routed.method !== read.method || routed.body !== read.body) return false;
  return read.target.endsWith(routed.target) || (read.target === '*' && routed.target === '/');
}
