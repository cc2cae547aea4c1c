/** The publisher with real router workers, and what it leaves on disk for those that start later. */
import { cp, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RouterWorker, startRouterWorker } from '../../router/worker.ts';
import type { Table, TableEndpoint } from '../../table/table.ts';
import { createPublisher } from '../publisher.ts';
import { readTable } from './shelf.ts';

let runDir: string;
const workers: RouterWorker[] = [];
const servers: Server[] = [];
beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'publish-'));
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop(0);
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await rm(runDir, { recursive: true });
});

async function worker(index: number): Promise<RouterWorker> {
  const log = () => undefined;
  const options = { index, host: '127.0.0.1', port: 0, runDir, reusePort: false, log };
  const started = await startRouterWorker(options);
  workers.push(started);
  return started;
}

function endpoint(name: string, audience = 'first'): TableEndpoint {
  return { name, auth: { kind: 'token', audience }, deployments: [], live: [], mirror: [] };
}

function content(...endpoints: TableEndpoint[]): Omit<Table, 'version'> {
  return { tokenKeys: {}, endpoints };
}

async function statusOf(index: number): Promise<{ version: number; endpoints: string[] }> {
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request({ socketPath: join(runDir, `router-${index}.sock`), path: '/status' }, (answer) => {
      answer.setEncoding('utf8');
      let whole = '';
      answer.on('data', (chunk: string) => {
        whole += chunk;
      });
      answer.on('end', () => resolve(whole));
    });
    asked.on('error', reject);
    asked.end();
  });
  const { version, endpoints } = JSON.parse(text);
  return { version, endpoints: endpoints.sort() };
}

/** Passes on to a worker what is sent to its door, and remembers it. */
async function spy(answer: (method: string) => number | readonly [number, number]): Promise<string[]> {
  const seen: string[] = [];
  const server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming) text += chunk;
    seen.push(`${incoming.method} ${text.trim()}`);
    const said = answer(incoming.method ?? '');
    if (typeof said === 'number') response.writeHead(said).end();
    else response.writeHead(said[0], { 'table-version': String(said[1]) }).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(join(runDir, 'router-9.sock'), resolve);
  });
  return seen;
}

function sent(seen: string | undefined): readonly unknown[] {
  const [, method, body = ''] = /^(\w+) (.*)$/s.exec(seen ?? '') ?? [];
  return [method, JSON.parse(body)];
}

test('a change of one endpoint sends and writes that endpoint alone', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a'), endpoint('b')));
  const whole = await readFile(join(runDir, 'table.json'), 'utf8');
  const seen = await spy(() => 200);
  expect(await publisher.publish(content(endpoint('b', 'second')), new Set(['b']))).toBe(2);
  expect(await publisher.publish(content(), new Set(['a']))).toBe(3);
  const deltas = [
    { base: 1, version: 2, put: [endpoint('b', 'second')], removed: [] },
    { base: 2, version: 3, put: [], removed: ['a'] },
  ];
  expect(seen.map(sent)).toEqual(deltas.map((delta) => ['PATCH', delta]));
  expect(await readFile(join(runDir, 'table.json'), 'utf8')).toBe(whole);
  expect((await stat(join(runDir, 'table.journal'))).mode & 0o777).toBe(0o600);
  expect(await readTable(runDir)).toEqual({ version: 3, ...content(endpoint('b', 'second')) });
});

test('names that nobody spoke for stay, and nothing is sent for what is as it was', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a'), endpoint('b')));
  expect(await publisher.publish(content(endpoint('b')), new Set(['b', 'c']))).toBe(1);
  expect(await publisher.publish(content(endpoint('c')), new Set(['c']))).toBe(2);
  expect((await readTable(runDir))?.endpoints.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('workers that run, that start later and that start without control serve the same', async () => {
  await worker(0);
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a')));
  await publisher.publish(content(endpoint('b')), new Set(['b']));
  await worker(1);
  await publisher.publish(content(endpoint('c')), new Set(['c']));
  await publisher.publish(content(), new Set(['a']));
  await publisher.close();
  await worker(2);
  for (const index of [0, 1, 2]) expect(await statusOf(index)).toEqual({ version: 4, endpoints: ['b', 'c'] });
  const next = createPublisher(runDir);
  await next.publish(content(endpoint('c'), endpoint('d')));
  for (const index of [0, 1, 2]) expect(await statusOf(index)).toEqual({ version: 5, endpoints: ['c', 'd'] });
});

test('a worker that missed a change gets what it lacks, one that is too far behind the whole table', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a'), endpoint('b')));
  await publisher.publish(content(endpoint('a', 'second')), new Set(['a']));
  let first = true;
  const behind = await spy(() => {
    const answer = first ? ([409, 1] as const) : 200;
    first = false;
    return answer;
  });
  await publisher.publish(content(endpoint('b', 'second')), new Set(['b']));
  const put = [endpoint('a', 'second'), endpoint('b', 'second')];
  expect(sent(behind[1])).toEqual(['PATCH', { base: 1, version: 3, put, removed: [] }]);
  const far = createPublisher(runDir);
  behind.length = 0;
  servers.splice(0).map((server) => server.close());
  const lost = await spy((method) => (method === 'PATCH' ? [409, 0] : 200));
  expect(await far.publish(content(endpoint('z')), new Set(['z']))).toBe(4);
  expect(lost.map((sent) => sent.split(' ')[0])).toEqual(['PATCH', 'PUT']);
  expect(JSON.parse(lost[1]?.slice(4) ?? '')).toMatchObject({
    version: 4,
    endpoints: [...put, endpoint('z')],
  });
});

test('a worker with versions that nobody here published is overtaken with the whole table', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a')));
  const seen = await spy((method) => (seen.length <= 2 ? [409, 70] : method === 'PUT' ? 200 : 500));
  await expect(publisher.publish(content(endpoint('b')))).rejects.toThrow('serves version 70');
  expect(await publisher.publish(content(endpoint('b')))).toBe(71);
  expect(await readTable(runDir)).toEqual({ version: 71, ...content(endpoint('b')) });
});

test('new token keys are a whole table', async () => {
  await worker(0);
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a'), endpoint('b')));
  const tokenKeys = { k1: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
  await publisher.publish({ tokenKeys, endpoints: [] }, new Set(['b']));
  expect(await statusOf(0)).toEqual({ version: 2, endpoints: ['a'] });
  expect(await readTable(runDir)).toEqual({ version: 2, tokenKeys, endpoints: [endpoint('a')] });
});

test('a journal that outgrew the table is taken into it, whatever is published meanwhile', async () => {
  const publisher = createPublisher(runDir, 1);
  await publisher.publish(content());
  for (let round = 0; round < 40; round += 1) {
    const name = `e${round % 7}`;
    await publisher.publish(content(endpoint(name, `round ${round}`)), new Set([name]));
    const kept = await readTable(runDir);
    expect(kept?.version).toBe(round + 2);
    expect(kept?.endpoints.find((one) => one.name === name)).toEqual(endpoint(name, `round ${round}`));
  }
  await publisher.close();
  const whole = JSON.parse(await readFile(join(runDir, 'table.json'), 'utf8'));
  expect(whole.version).toBeGreaterThan(2);
  expect((await readTable(runDir))?.version).toBe(41);
});

test('a control that died between the new table and the shorter journal loses nothing', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a')));
  await publisher.publish(content(endpoint('b')), new Set(['b']));
  await cp(join(runDir, 'table.journal'), join(runDir, 'kept'));
  await publisher.publish({ tokenKeys: { k: 'A'.repeat(43) }, endpoints: [] }, new Set(['a']));
  await cp(join(runDir, 'kept'), join(runDir, 'table.journal'));
  expect((await readTable(runDir))?.endpoints).toEqual([endpoint('b')]);
  expect(await createPublisher(runDir).publish(content(endpoint('b')))).toBe(4);
});

test('a record that could not be written is not continued', async () => {
  const publisher = createPublisher(runDir);
  await publisher.publish(content(endpoint('a')));
  const journal = join(runDir, 'table.journal');
  await mkdir(journal);
  await expect(publisher.publish(content(endpoint('b')), new Set(['b']))).rejects.toThrow('EISDIR');
  await rm(journal, { recursive: true });
  expect(await publisher.publish(content(endpoint('c')), new Set(['c']))).toBe(3);
  const whole = JSON.parse(await readFile(join(runDir, 'table.json'), 'utf8'));
  expect(whole.endpoints.map(({ name }: TableEndpoint) => name)).toEqual(['a', 'b', 'c']);
});
