/** Somebody sets the clock of the machine while a Teal runs: nothing is lost or counted twice, and no request fails. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movableClock } from '../support/clock.ts';
import { must } from '../support/command.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { freshScorer, route, type Score, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const hourMs = 3_600_000;
const clock = movableClock();
const blue = '/onlineEndpoints/churn/deployments/blue';
let teal: Teal;
let rest: Rest;
let score: Score;

beforeAll(async () => {
  // One worker: what it writes down stands in the order in which it was done.
  teal = await startTeal(['--router-workers', '1'], undefined, clock.variables);
  rest = restOf(teal);
  await rest.register('codes', 'slow', script('slow'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  await rest.deploy('churn', 'blue', 'slow', { requestSettings: { requestTimeout: 'PT90S' } });
  await route(rest, 'churn', { blue: 100 });
  score = await freshScorer(rest, 'churn');
});
afterAll(async () => {
  await teal?.close();
  clock.close();
});

/** The ids of all requests that were made, in their order, and how far the clock was moved at the time. */
const made: { readonly id: string; readonly ahead: number }[] = [];

const logged = async (more = ''): Promise<Json[]> =>
  (await rest.call('GET', `/logs?kind=traffic&endpoint=churn&$top=500${more}`)).body.value;
const idsOf = (lines: readonly Json[]): string[] => lines.map(({ XMSClientRequestId: id }) => id);
const events = async (from: number, to: number): Promise<string[]> => {
  const span = ['--since', new Date(from).toISOString(), '--until', new Date(to).toISOString()];
  const words = ['logs', 'query', '--kind', 'event', '-e', 'churn', ...span];
  return JSON.parse(await must('teal', words, { env: teal.env })).map(({ Name }: Json) => Name);
};

async function ask(ahead: number): Promise<void> {
  const id = `request-${made.length}`;
  made.push({ id, ahead });
  expect((await score({ seconds: 0 }, { 'x-ms-client-request-id': id })).status).toBe(200);
}

async function jumps(): Promise<number> {
  const { body: text } = await rest.call('GET', `${teal.server.url}/metrics`);
  return Number(/^teal_metrics_clock_jumps_total (\d+)$/m.exec(text)?.[1]);
}

/** Sets the clock, and asks until what is written down and what is counted goes by it; then some more. */
async function at(ahead: number, count: number): Promise<void> {
  const before = await jumps();
  clock.set(ahead);
  // Looked at once a second, so that a clock which is set again before would be one jump.
  if (ahead !== 0 || before > 0) await until('its jump', jumps, (seen) => seen > before);
  await until(
    `the clock of ${ahead / hourMs} h`,
    async () => {
      // Whether it goes by the old clock or the new one is seen afterwards.
      await ask(Number.NaN);
      const last = await until(
        'its line',
        async () => (await logged()).find(({ XMSClientRequestId: id }) => id === made.at(-1)?.id),
        (line) => line !== undefined,
      );
      return Date.parse(last.TimeGenerated) - Date.now();
    },
    (apart) => Math.abs(apart - ahead) < hourMs / 4,
  );
  for (let asked = 0; asked < count; asked += 1) await ask(ahead);
}

async function scaledTo(capacity: number): Promise<void> {
  await rest.finished(await rest.call('PATCH', blue, { sku: { capacity } }));
}

/** What is found by the time that the clock said, and in which order. */
async function found(ahead: number): Promise<readonly string[]> {
  const [since, until] = [-1, 1].map((minutes) =>
    new Date(Date.now() + ahead + minutes * 60_000).toISOString(),
  );
  const ids = idsOf(await logged(`&since=${since}&until=${until}`));
  return ids.filter((id) => made.some((one) => one.id === id && one.ahead === ahead)).toReversed();
}

const wanted = (ahead: number) => made.flatMap((one) => (one.ahead === ahead ? [one.id] : []));

test('forward and back by hours: every line is there once, under the time that the clock said', async () => {
  await at(0, 3);
  for (const [ahead, capacity, names] of [
    [hourMs, 2, ['Created', 'Started', 'Ready']],
    [-2 * hourMs, 1, ['Killing']],
  ] as const) {
    await at(ahead, 4);
    await until(
      'its lines',
      () => found(ahead),
      (ids) => ids.length >= 4,
    );
    expect(await found(ahead)).toEqual(wanted(ahead));
    await scaledTo(capacity);
    const span = [Date.now() + ahead - 600_000, Date.now() + ahead + 60_000] as const;
    expect(await events(...span)).toEqual(expect.arrayContaining([...names]));
  }
  await at(0, 2);
  const all = await until(
    'all lines',
    () => logged(),
    (lines) => lines.length >= made.length,
  );
  expect(idsOf(all).sort()).toEqual(made.map(({ id }) => id).sort());
});

test('what is counted is every request, whatever the clock said at the time', async () => {
  const { body } = await rest.call('GET', '/onlineEndpoints/churn');
  const span = [new Date(Date.now() - 4 * hourMs), new Date(Date.now() + 4 * hourMs)];
  const words = [
    ...['monitor', 'metrics', 'list', '--resource', body.id, '--metrics', 'RequestsPerMinute'],
    ...['--aggregation', 'Total', '--interval', 'PT1M'],
    ...['--start-time', span[0]?.toISOString() ?? '', '--end-time', span[1]?.toISOString() ?? ''],
  ];
  const total = async (): Promise<number> => {
    const { value } = JSON.parse(await must('az', words, { env: teal.env }));
    const points: { total?: number }[] = value[0].timeseries.flatMap(({ data }: Json) => data);
    return points.reduce((sum, point) => sum + (point.total ?? 0), 0);
  };
  expect(await until('all requests', total, (seen) => seen >= made.length)).toBe(made.length);
  expect(await jumps()).toBe(3);
});

test('an instance that drains is not cut short when the clock is put forward', async () => {
  await scaledTo(2);
  const before = await events(0, Date.now() + hourMs);
  const killings = (names: readonly string[]) => names.filter((name) => name === 'Killing').length;
  const running = Array.from({ length: 2 }, () => score({ seconds: 8 }));
  await until(
    'both requests at Teal',
    async () => (await rest.call('GET', '/onlineEndpoints/churn/limits')).body.properties.activeConnections,
    ({ current }) => current >= 2,
  );
  const reply = await rest.call('PATCH', blue, { sku: { capacity: 1 } });
  await until(
    'an instance that is told to end',
    () => events(0, Date.now() + hourMs),
    (names) => killings(names) > killings(before),
  );
  clock.set(3 * hourMs);
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  await rest.finished(reply);
});

test('the history goes on in its order, and its chain holds', async () => {
  clock.set(-3 * hourMs);
  await rest.call('PATCH', '/onlineEndpoints/churn', { tags: { set: 'back' } });
  const words = ['history', '-n', 'churn'];
  const entries = JSON.parse(await must('teal', words, { env: teal.env }));
  const sequences = entries.map(({ sequence }: Json) => sequence);
  expect(sequences).toEqual(sequences.toSorted((one: number, other: number) => other - one));
  expect(entries[0].change).toBe('tags.set');
  expect(JSON.parse(await must('teal', [...words, '--verify'], { env: teal.env }))).toMatchObject({
    intact: true,
  });
});
