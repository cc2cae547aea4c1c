import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogFilter, LogLine } from '../../domain/logs.ts';
import { createLogRows } from './query.ts';
import { openSegments, segmentFile } from './segments.ts';
import { reachBytes } from './shared.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teal-shared-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begin = Date.parse('2026-01-02T03:04:05.000Z');
const at = (second: number) => new Date(begin + 1000 * second).toISOString();
const lineOf = (second: number, more: Readonly<Record<string, unknown>>) =>
  `${JSON.stringify({ TimeGenerated: at(second), ...more })}\n`;

/** All pages of what is asked for, newest first, each of which reads at most so many bytes. */
async function read(filter: LogFilter = {}, most = 8_000_000): Promise<LogLine[]> {
  const rows = createLogRows({ traffic: folder, console: folder, event: folder }, most);
  const found: LogLine[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 500; pages += 1) {
    const page = await rows.read({ kind: 'traffic', workspaceUid: 'W', filter, limit: 500, after });
    found.push(...page.lines);
    if (page.next === null) return found;
    after = page.next;
  }
  throw new Error('the pages do not end');
}

/** A writer's page as large as one may be; the same numbers mean something else on each. */
function pageOf(deployment: string, from: number, expected: object[]): string {
  const place = { AzureMLWorkspaceId: 'W', DeploymentName: deployment, ResponseCode: 200 };
  const client = { UserAgent: 'a', XMSClientRequestId: '' };
  let text = lineOf(from, { Shared: 1, ...place }) + lineOf(from, { Shared: 2, ...client });
  for (let second = from; text.length < reachBytes - 1000; second += 1) {
    const own = { XRequestId: `r-${second}`, ...(second % 9 === 0 ? { ResponseCode: 424 } : {}) };
    text += lineOf(second, { With: [1, 2], ...own, Path: 'x'.repeat(400) });
    expected.unshift({ ...place, ...client, ...own, TimeGenerated: at(second) });
  }
  return text;
}

test('lines are whole again, across blocks, pages, files and lines that share nothing', async () => {
  const writer = openSegments({ folder, name: 'router-0', mostBytes: 2_000_000 });
  const old = { AzureMLWorkspaceId: 'W', DeploymentName: 'old', XRequestId: 'r-old' };
  await writer.write(Buffer.from(lineOf(0, old)));
  const expected: object[] = [{ ...old, TimeGenerated: at(0) }];
  for (let page = 0; page < 14; page += 1) {
    await writer.write(Buffer.from(pageOf(`d-${page}`, expected.length, expected)));
  }
  await writer.close();
  for (const most of [1, 300_000, 8_000_000]) {
    const found = await read({}, most);
    expect(found).toHaveLength(expected.length);
    found.forEach((line, index) => {
      expect(line).toMatchObject(expected[index] ?? {});
    });
    expect(found.some((line) => 'With' in line || 'Shared' in line)).toBe(false);
  }
});

test('they are found by what they share as by what is their own, and their columns have one order', async () => {
  const file = join(folder, segmentFile('router-0', 1));
  const place = {
    AzureMLWorkspaceId: 'W',
    EndpointName: 'churn',
    InstanceId: 'i-1',
    ResponseDurationMs: null,
  };
  appendFileSync(file, lineOf(1, { Shared: 7, ...place }));
  appendFileSync(file, lineOf(1, { With: [7], XRequestId: 'r-1', TotalDurationMs: 5 }));
  appendFileSync(file, lineOf(2, { With: [7], XRequestId: 'r-2', ResponseDurationMs: 1.5 }));
  appendFileSync(file, lineOf(3, { ...place, InstanceId: 'i-3', XRequestId: 'r-3' }));
  const ids = async (filter: LogFilter) => (await read(filter)).map(({ XRequestId }) => XRequestId);
  expect(await ids({ instance: 'i-1' })).toEqual(['r-2', 'r-1']);
  expect(await ids({ endpoint: 'CHURN', requestId: 'r-2' })).toEqual(['r-2']);
  expect(await ids({ contains: 'i-1', minDurationMs: 5 })).toEqual(['r-1']);
  expect(await ids({ since: begin + 2000, until: begin + 3000 })).toEqual(['r-2']);
  expect((await read()).map((line) => line.ResponseDurationMs)).toEqual([null, 1.5, null]);
  const [, second, first] = await read();
  expect(Object.keys(second ?? {})).toEqual(Object.keys(first ?? {}));
  expect(Object.keys(first ?? {}).slice(0, 2)).toEqual(['TimeGenerated', 'OperationName']);
});

test('a line whose shared columns nobody has is passed over, not made up', async () => {
  const file = join(folder, segmentFile('router-0', 1));
  appendFileSync(file, lineOf(1, { With: [3], XRequestId: 'lost' }));
  appendFileSync(file, lineOf(1, { Shared: 3, AzureMLWorkspaceId: 'W' }));
  appendFileSync(file, lineOf(2, { With: [3], XRequestId: 'found' }));
  expect((await read()).map(({ XRequestId }) => XRequestId)).toEqual(['found']);
});
