import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogFilter, LogLine, LogQuery } from '../../domain/logs.ts';
import { createLogRows } from './query.ts';
import { openSegments, segmentFile } from './segments.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-query-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = Date.parse('2026-01-02T03:04:05.000Z');
const at = (second: number) => new Date(start + 1000 * second).toISOString();
const lineOf = (second: number, more: Readonly<Record<string, unknown>> = {}) =>
  `${JSON.stringify({ TimeGenerated: at(second), AzureMLWorkspaceId: 'W', EndpointName: 'churn', second, ...more })}\n`;

const seconds = (lines: readonly LogLine[]) => lines.map(({ second }) => second);
const rows = (most?: number) =>
  createLogRows({ traffic: folder, console: join(folder, 'none'), event: join(folder, 'none') }, most);
const ask = (more: Partial<LogQuery> = {}): LogQuery => ({
  kind: 'traffic',
  workspaceUid: 'W',
  filter: {},
  limit: 1000,
  after: undefined,
  ...more,
});

/** All pages, one after the other; `between` runs before each but the first. */
async function walk(
  more: Partial<LogQuery>,
  { most, between = async () => {} }: { readonly most?: number; readonly between?: () => Promise<void> } = {},
): Promise<{ readonly found: unknown[]; readonly pages: number }> {
  const found: unknown[] = [];
  let after: string | undefined;
  for (let pages = 1; pages < 500; pages += 1) {
    const { lines, next } = await rows(most).read(ask({ ...more, after }));
    found.push(...seconds(lines));
    if (next === null) return { found, pages };
    after = next;
    await between();
  }
  throw new Error('the pages do not end');
}

async function writeSpread(count: number, mostBytes: number): Promise<void> {
  const writers = ['router-0', 'router-1', 'router-2'].map((name) =>
    openSegments({ folder, name, mostBytes }),
  );
  for (let second = 0; second < count; second += 1) {
    await writers[second % writers.length]?.write(Buffer.from(lineOf(second)));
  }
  for (const writer of writers) await writer.close();
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, step) => from - step);

describe('a log of several writers', () => {
  test('is one, from the newest line to the oldest, over all their files', async () => {
    await writeSpread(300, 1_000_000);
    expect(await walk({})).toEqual({ found: down(299, 0), pages: 1 });
  });

  test('comes in pages by lines or by what is read, each where the last one ended', async () => {
    await writeSpread(300, 1_000_000);
    const { found, pages } = await walk({ limit: 7 });
    expect(found).toEqual(down(299, 0));
    expect(pages).toBe(43);
    expect((await walk({}, { most: 1 })).found).toEqual(down(299, 0));
  });

  test('is read while it grows and its oldest files go', async () => {
    const writer = openSegments({ folder, name: 'router-0', mostBytes: 8000 });
    let second = 0;
    const write = async (count: number) => {
      for (const end = second + count; second < end; second += 1)
        await writer.write(Buffer.from(lineOf(second)));
    };
    await write(70);
    const { found } = await walk({ limit: 5 }, { between: () => write(3) });
    await writer.close();
    const last = Number(found.at(-1));
    // Nothing twice, nothing left out before the point where the files are gone, and nothing that came later.
    expect(found).toEqual(down(69, last));
    expect(last).toBeGreaterThan(0);
  });

  test('keeps every line when the clock was set back', async () => {
    const writer = openSegments({ folder, name: 'router-0', mostBytes: 1_000_000 });
    for (const second of [10, 11, 12, 3, 4, 5]) await writer.write(Buffer.from(lineOf(second)));
    await writer.close();
    expect((await walk({})).found).toEqual([5, 4, 3, 12, 11, 10]);
    expect((await walk({ filter: { since: start + 11_000 } })).found).toEqual([12, 11]);
    expect((await walk({ filter: { until: start + 5000 } })).found).toEqual([4, 3]);
  });

  test('passes over what is no line', async () => {
    appendFileSync(
      join(folder, segmentFile('router-0', 1)),
      `${lineOf(1)}garbage\n\n{"half":\n${lineOf(2)}{"cut`,
    );
    appendFileSync(join(folder, 'notes.txt'), lineOf(3));
    expect((await walk({})).found).toEqual([2, 1]);
  });

  test('is empty when there is none', async () => {
    expect(await rows().read(ask({ kind: 'event' }))).toEqual({ lines: [], next: null });
  });
});

describe('what is asked for', () => {
  const filtered = async (filter: LogFilter) => (await walk({ filter })).found;

  test('is what every filter lets through', async () => {
    const file = join(folder, segmentFile('router-0', 1));
    appendFileSync(file, lineOf(1, { DeploymentName: 'blue', ResponseCode: 200, TotalDurationMs: 5.5 }));
    appendFileSync(file, lineOf(2, { DeploymentName: 'green', ResponseCode: 424, XRequestId: 'r-2' }));
    appendFileSync(file, lineOf(3, { EndpointName: 'other', ResponseCode: 0, XMSClientRequestId: 'r-3' }));
    appendFileSync(file, lineOf(4, { InstanceId: 'i-4', Message: 'Ein "Übel"' }));
    appendFileSync(file, lineOf(5, { AzureMLWorkspaceId: 'X' }));
    appendFileSync(file, lineOf(6, { AzureMLWorkspaceId: '', EndpointName: '', ResponseCode: 404 }));
    expect(await filtered({})).toEqual([6, 4, 3, 2, 1]);
    expect(await filtered({ endpoint: 'Churn' })).toEqual([4, 2, 1]);
    expect(await filtered({ deployment: 'green' })).toEqual([2]);
    expect(await filtered({ instance: 'i-4' })).toEqual([4]);
    expect(await filtered({ status: [400, 499] })).toEqual([6, 2]);
    expect(await filtered({ status: [0, 0] })).toEqual([3]);
    expect(await filtered({ requestId: 'r-2' })).toEqual([2]);
    expect(await filtered({ requestId: 'r-3' })).toEqual([3]);
    expect(await filtered({ contains: '"üBEL' })).toEqual([4]);
    expect(await filtered({ contains: 'Message' })).toEqual([]);
    expect(await filtered({ minDurationMs: 5.5 })).toEqual([1]);
    expect(await filtered({ minDurationMs: 6 })).toEqual([]);
    expect(await filtered({ since: start + 2000, until: start + 4000 })).toEqual([3, 2]);
    expect(await filtered({ endpoint: 'churn', status: [200, 299] })).toEqual([1]);
  });

  test.each([
    'x',
    'e30K',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('{"../x":[1,2]}').toString('base64url'),
  ])('goes on from no %j', async (after) => {
    await expect(rows().read(ask({ after }))).rejects.toThrow('$skipToken');
  });
});
