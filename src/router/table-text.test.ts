/** Large tables beside scoring: requests go on, changes stand in line, and what is wrong is refused whole. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeTable } from '../table/codec.ts';
import type { Table, TableEndpoint } from '../table/table.ts';
import {
  by,
  deployment,
  KEY,
  keyAuth,
  type Rig,
  says,
  shares,
  startRig,
  type TestInstance,
} from './rig.suite.ts';

const SIZE = 3000;

let rig: Rig;
let instances: readonly TestInstance[];
beforeEach(async () => {
  rig = await startRig();
  instances = [await rig.instance(says('blue'), 'blue'), await rig.instance(says('green'), 'green')];
});
afterEach(() => rig.close());

/** Endpoints `e0`, `e1`, ... that all go to one of the two instances. */
function large(version: number, colour: 'blue' | 'green', size = SIZE): Table {
  const endpoints = Array.from({ length: size }, (_, at): TableEndpoint => {
    const instance = instances[colour === 'blue' ? 0 : 1];
    const serving = deployment('only', instance === undefined ? [] : [instance], { slot: at });
    const live = shares({ only: 100 });
    return { name: `e${at}`, auth: keyAuth(KEY), deployments: [serving], live, mirror: [] };
  });
  return { version, tokenKeys: {}, endpoints };
}

const put = (table: Table) => rig.admin('PUT', '/table', encodeTable(table));
const ask = (at: number) => rig.ask({ path: `/api/v1/endpoint/e${at}/score` });

test('requests are answered while a table is taken in, and by it once it is acknowledged', async () => {
  expect((await put(large(1, 'blue'))).status).toBe(200);
  expect(by(await ask(7))).toBe('blue');
  let taken = false;
  let meanwhile = 0;
  const done = put(large(2, 'green')).finally(() => {
    taken = true;
  });
  while (!taken) {
    expect((await ask(meanwhile % SIZE)).status).toBe(200);
    meanwhile += 1;
  }
  expect((await done).status).toBe(200);
  // It could not be one, if nothing ran between the slices.
  expect(meanwhile).toBeGreaterThan(5);
  for (const at of [0, 7, SIZE - 1]) expect(by(await ask(at))).toBe('green');
});

test('changes that come together are carried out one after the other', async () => {
  await put(large(1, 'blue'));
  const [one] = large(4, 'blue').endpoints;
  const delta = { base: 3, version: 4, put: [one], removed: ['e5'] };
  const both = [put(large(3, 'green')), put(large(2, 'blue'))];
  const statuses = (await Promise.all(both)).map(({ status }) => status);
  expect(statuses[0]).toBe(200);
  expect([200, 409]).toContain(statuses[1]);
  expect(by(await ask(0))).toBe('green');
  const late = put(large(5, 'green'));
  const changed = rig.admin('PATCH', '/table', JSON.stringify(delta));
  const answers = await Promise.all([late, changed]);
  expect(answers[0].status).toBe(200);
  expect([200, 409]).toContain(answers[1].status);
  expect((await ask(5)).status).toBe(200);
  expect(JSON.parse((await rig.admin('GET', '/status')).text).version).toBe(5);
});

test('one mistake at the end of a large table, and none of it is served', async () => {
  await put(large(1, 'blue'));
  const text = encodeTable(large(2, 'green'));
  const wrong = [
    text.replace(`"slot":${SIZE - 1},`, '"slot":0,'),
    text.replace(`"name":"e${SIZE - 1}"`, '"name":"E0"'),
    text.slice(0, -4),
    `${text}x`,
  ];
  for (const body of wrong) {
    expect(body).not.toBe(text);
    const answer = await rig.admin('PUT', '/table', body);
    expect([answer.status, answer.headers['table-version']]).toEqual([400, '1']);
  }
  for (const at of [0, 1, SIZE - 1]) expect(by(await ask(at))).toBe('blue');
});

test('endpoints that were asked for and those that were not are served alike after changes and removals', async () => {
  await put(large(1, 'blue', 20));
  for (let at = 0; at < 20; at += 2) expect(by(await ask(at))).toBe('blue');
  const half = large(2, 'green', 20).endpoints.filter((_, at) => at % 3 === 0);
  const removed = ['e1', 'e2'];
  const delta = { base: 1, version: 2, put: half, removed };
  expect((await rig.admin('PATCH', '/table', JSON.stringify(delta))).status).toBe(200);
  for (let at = 0; at < 20; at += 1) {
    const answer = await ask(at);
    if (removed.includes(`e${at}`)) expect(answer.status).toBe(404);
    else expect(by(answer)).toBe(at % 3 === 0 ? 'green' : 'blue');
  }
});
