import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Table } from '../table/table.ts';
import { createPublisher } from './publisher.ts';

type Content = Omit<Table, 'version'>;
const empty: Content = { tokenKeys: {}, endpoints: [] };
const other: Content = { tokenKeys: { k1: 'A'.repeat(43) }, endpoints: [] };

let runDir: string;
let workers: Server[];
beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'publisher-'));
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) worker.closeAllConnections();
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.close(resolve))));
  await rm(runDir, { recursive: true });
});

const kept = async (): Promise<unknown> => JSON.parse(await readFile(join(runDir, 'table.json'), 'utf8'));

/** Answers like a worker of the router and remembers what it was sent. */
async function worker(index: number, status: () => number = () => 200): Promise<unknown[]> {
  const received: unknown[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push({ asked: `${request.method} ${request.url}`, ...JSON.parse(text), kept: await kept() });
    response.writeHead(status()).end();
  });
  workers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(join(runDir, `router-${index}.sock`), resolve);
  });
  return received;
}

test('a table is kept on disk for its owner alone, and its versions count up', async () => {
  const publisher = createPublisher(runDir);
  expect(await publisher.publish(empty)).toBe(1);
  expect(await kept()).toEqual({ version: 1, ...empty });
  expect(await publisher.publish(other)).toBe(2);
  expect(await kept()).toEqual({ version: 2, ...other });
  expect((await stat(join(runDir, 'table.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(runDir)).toEqual(['table.json']);
});

test('every worker gets it, after it is on disk', async () => {
  const received = [await worker(0), await worker(1)];
  await createPublisher(runDir).publish(empty);
  const table = { version: 1, ...empty };
  for (const one of received) expect(one).toEqual([{ asked: 'PUT /table', ...table, kept: table }]);
});

test('the same content is not sent again', async () => {
  const received = await worker(0);
  const publisher = createPublisher(runDir);
  expect(await publisher.publish(empty)).toBe(1);
  expect(await publisher.publish({ ...empty })).toBe(1);
  expect(received).toHaveLength(1);
});

test('versions go on after a restart, and the table is sent again', async () => {
  await createPublisher(runDir).publish(empty);
  const received = await worker(0);
  expect(await createPublisher(runDir).publish(empty)).toBe(2);
  expect(received).toHaveLength(1);
});

test('a worker that refuses fails the publication, and the next try has a newer version', async () => {
  let status = 500;
  const received = await worker(0, () => status);
  const publisher = createPublisher(runDir);
  await expect(publisher.publish(empty)).rejects.toThrow(/router-0\.sock answered 500/);
  status = 200;
  expect(await publisher.publish(empty)).toBe(2);
  expect(received).toMatchObject([{ version: 1 }, { version: 2 }]);
});

test('a worker that died is not waited for', async () => {
  await writeFile(join(runDir, 'router-3.sock'), '');
  await writeFile(join(runDir, 'router-x.sock'), '');
  expect(await createPublisher(runDir).publish(empty)).toBe(1);
});
