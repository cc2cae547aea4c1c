import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bucket } from './bucket.ts';
import { Held } from './held.ts';
import { Standing, type Standings } from './standing.ts';
import { hear, newVoice, settleAll, type Voice } from './voices.ts';

test('over a long run a bucket gives its rate to the token, whatever the rhythm of those who take', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 20 }),
      (rate, pauses) => {
        const bucket = new Bucket(rate, 0.5);
        let now = 0.5;
        let taken = 0;
        let emptyAt = 0;
        // Emptied first; from then on nothing may be lost or won.
        while (bucket.take(now)) taken += 1;
        expect(taken).toBe(rate);
        for (let round = 0; round < 2000; round += 1) {
          now += pauses[round % pauses.length] ?? 0;
          while (bucket.take(now)) {
            taken += 1;
            emptyAt = now;
          }
        }
        expect(taken - rate).toBe(Math.floor((Math.floor(emptyAt) * rate) / 1000));
      },
    ),
    { numRuns: 50 },
  );
});

test('what is left unused is a second at most', () => {
  const bucket = new Bucket(10, 0);
  for (let at = 0; at < 10; at += 1) expect(bucket.take(0)).toBe(true);
  expect(bucket.take(99)).toBe(false);
  expect(bucket.take(100)).toBe(true);
  expect(takenAtOnce(bucket, 1e9)).toBe(10);
});

test('who is charged more than there is waits just until it would be there', () => {
  const bucket = new Bucket(1000, 0);
  expect(bucket.charge(1000, 0)).toBe(0);
  expect(bucket.charge(1, 0)).toBe(1);
  expect(bucket.charge(499, 0)).toBe(500);
  expect(bucket.charge(500, 250)).toBe(750);
  expect(bucket.covers(1, 1000)).toBe(false);
  expect(bucket.covers(1, 1001)).toBe(true);
});

test.each([
  [2000, true],
  [4000, false],
])(
  'who hears after five seconds that others spent %i at 500 a second has something left: %s',
  (spent, left) => {
    const bucket = new Bucket(500, 0);
    bucket.settle(0, { spent: 0, demand: 0, workers: 2 });
    bucket.settle(5000, { spent, demand: 16 * spent, workers: 2 });
    expect(bucket.take(5000)).toBe(left);
  },
);

/** How many are there at once. */
function takenAtOnce(bucket: Bucket, now: number): number {
  let taken = 0;
  while (bucket.take(now)) taken += 1;
  return taken;
}

test('another rate holds from now on; what was spent and what is owed stays so', () => {
  const bucket = new Bucket(1000, 0);
  bucket.adjust(10, 0);
  expect(takenAtOnce(bucket, 0)).toBe(10);
  bucket.charge(20, 0);
  bucket.adjust(1000, 0);
  expect(takenAtOnce(bucket, 0)).toBe(1000 - 10 - 20);
  bucket.charge(20, 0);
  bucket.adjust(1000, 0);
  expect(bucket.take(20)).toBe(false);
  expect(bucket.take(21)).toBe(true);
});

test('a lifted limit lets through at once what it has, at every worker that shares it', () => {
  const workers = workersOf(2, 1);
  share(workers, 0);
  run(workers, [20, 20], { from: 0, ms: 1000 });
  for (const { standing } of workers) standing.requests?.adjust(500, 1001);
  for (const { standing } of workers)
    expect(takenAtOnce(standing.requests as Bucket, 1001)).toBeGreaterThan(200);
  // And no more over time than the rate: what was too much is taken off what follows.
  expect(run(workers, [5, 5], { from: 1002, ms: 10_000 })).toBeLessThanOrEqual(10 * 500 + 100);
});

test('the largest rates are counted as exactly', () => {
  const bucket = new Bucket(1e10, 0);
  expect(bucket.charge(1e10, 0)).toBe(0);
  expect(bucket.charge(1, 0)).toBe(1);
  expect(bucket.charge(1e10 - 1, 0)).toBe(1000);
});

type Worker = {
  readonly standings: Standings;
  readonly standing: Standing;
  readonly voices: Map<number, Voice>;
};

/** Workers that share one limit; what they tell is heard a look later. */
function workersOf(count: number, rate: number): Worker[] {
  return Array.from({ length: count }, () => {
    const news: Standing[] = [];
    const standing = new Standing('churn', news);
    standing.requests = new Bucket(rate, 0);
    standing.stir();
    const standings = { byEndpoint: new Map([['churn', standing]]), news, held: new Held() };
    return { standings, standing, voices: new Map<number, Voice>() };
  });
}

function share(workers: readonly Worker[], now: number): void {
  for (const { voices } of workers) {
    for (let at = voices.size; at < workers.length; at += 1) voices.set(at, newVoice());
  }
  const told = workers.map(({ standings, voices }, at) =>
    settleAll(
      standings,
      [...voices].flatMap(([from, voice]) => (from === at ? [] : [voice])),
      now,
    ),
  );
  for (const [to, { standings, voices }] of workers.entries()) {
    for (const [from, voice] of voices) {
      if (from !== to) for (const word of told[from] ?? []) hear(standings, voice, word);
    }
  }
}

/** What is let through in `ms`, when each worker is asked `wishes` times a millisecond. */
function run(
  workers: readonly Worker[],
  wishes: readonly number[],
  { from, ms }: { from: number; ms: number },
) {
  let taken = 0;
  for (let now = from; now < from + ms; now += 1) {
    if (now % 100 === 0) share(workers, now);
    for (const [at, { standing }] of workers.entries()) {
      for (let wish = 0; wish < (wishes[at] ?? 0); wish += 1) {
        standing.stir();
        if (standing.requests?.take(now) === true) taken += 1;
      }
    }
  }
  return taken;
}

test.each([
  [2, [3, 3]],
  [2, [5, 0]],
  [2, [9, 1]],
  [8, [1, 1, 1, 1, 1, 1, 1, 1]],
  [8, [4, 0, 0, 1, 0, 0, 0, 0]],
])('%i workers that are asked %j times a millisecond let through what one would', (count, wishes) => {
  const workers = workersOf(count, 500);
  share(workers, 0);
  const seconds = 20;
  const taken = run(workers, wishes, { from: 0, ms: seconds * 1000 });
  const alone = 500 + seconds * 500;
  // Within what passes between two looks.
  expect(Math.abs(taken - alone)).toBeLessThanOrEqual(100);
});

test('at once at most two seconds of it pass, and what was too much is taken off what follows', () => {
  for (const count of [2, 4, 8]) {
    const workers = workersOf(count, 500);
    share(workers, 0);
    share(workers, 1);
    const wishes = workers.map(() => 50);
    const first = run(workers, wishes, { from: 2, ms: 98 });
    expect(first).toBeGreaterThanOrEqual(500);
    expect(first).toBeLessThanOrEqual(1100);
    const rest = run(workers, wishes, { from: 100, ms: 10_000 });
    expect(Math.abs(first + rest - (500 + 10.1 * 500))).toBeLessThanOrEqual(100);
  }
});

test('a worker that gets all of the clients from another one gets what that one had', () => {
  const workers = workersOf(4, 500);
  share(workers, 0);
  run(workers, [2, 0, 0, 0], { from: 0, ms: 5000 });
  run(workers, [0, 0, 2, 0], { from: 5000, ms: 1000 });
  expect(run(workers, [0, 0, 2, 0], { from: 6000, ms: 5000 })).toBeGreaterThan(2400);
});

test('workers that are left alone have the whole of it again', () => {
  const [one, other] = workersOf(2, 500);
  if (one === undefined || other === undefined) throw new Error('there are two');
  share([one, other], 0);
  run([one, other], [2, 2], { from: 0, ms: 2000 });
  settleAll(one.standings, [], 2000);
  let taken = 0;
  for (let now = 2001; now <= 12_000; now += 1) if (one.standing.requests?.take(now) === true) taken += 1;
  expect(taken).toBeGreaterThanOrEqual(4900);
  expect(taken).toBeLessThanOrEqual(5100);
});
