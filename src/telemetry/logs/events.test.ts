import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEventLog } from './events.ts';
import { openSegments } from './segments.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'teal-events-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const said: string[] = [];
const opened = (folder: string) =>
  createEventLog({
    segments: openSegments({ folder, name: 'event', mostBytes: 1_000_000 }),
    now: () => Date.UTC(2026, 0, 2),
    log: (line) => void said.push(line),
  });
const event = (message: string) =>
  ({ workspaceUid: 'W', endpoint: 'e', deployment: 'd', instance: 'i', name: 'Ready', message }) as const;
const lines = (folder: string) =>
  readFileSync(join(folder, 'event-00000001.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string>);

test('events are lines, in the order in which they were told', async () => {
  const log = opened(home);
  for (const message of ['one', 'two', 'x'.repeat(20_000)]) log.event(event(message));
  await log.close();
  expect(lines(home)[0]).toEqual({
    TimeGenerated: '2026-01-02T00:00:00.000Z',
    OperationName: 'onlineEndpoints/deployments/event',
    AzureMLWorkspaceId: 'W',
    EndpointName: 'e',
    DeploymentName: 'd',
    InstanceId: 'i',
    Name: 'Ready',
    Message: 'one',
  });
  expect(lines(home).map(({ Message }) => Message?.length)).toEqual([3, 3, 16_384]);
});

test('while the disk takes none a thousand wait, the others are counted, and one sentence says so', async () => {
  const folder = join(home, 'events');
  writeFileSync(folder, 'in the way');
  const log = opened(folder);
  log.event(event('0'));
  await expect.poll(() => said).toHaveLength(1);
  for (let count = 1; count < 1200; count += 1) log.event(event(String(count)));
  rmSync(folder);
  await log.close();
  expect(log.counts()).toEqual({ log: 'event', written: 1000, dropped: new Map([['disk', 200]]) });
  expect(lines(folder).at(-1)?.Message).toBe('999');
  expect(said).toHaveLength(1);
});
