import { describe, expect, test } from 'vitest';
import { median, tally } from './tally.ts';
import { fire, type Shot } from './volley.ts';

const shot = (deployment: string, status = 200, ms = 1): Shot => ({ deployment, status, ms });

describe('a volley', () => {
  test('sends each request once, and never more at once than it has lanes', async () => {
    let [going, most] = [0, 0];
    const shots: Shot[] = [];
    const shoot = async (): Promise<Shot> => {
      most = Math.max(most, ++going);
      await Promise.resolve();
      going--;
      return shot('blue');
    };
    await fire({
      count: 25,
      lanes: 4,
      signal: new AbortController().signal,
      shoot,
      onShot: (one) => shots.push(one),
    });
    expect([shots.length, most]).toEqual([25, 4]);
  });

  test('ends when it is stopped, without an error', async () => {
    const stop = new AbortController();
    let begun = 0;
    const shots: Shot[] = [];
    const shoot = async (signal: AbortSignal): Promise<Shot> => {
      begun++;
      if (begun === 10) stop.abort();
      signal.throwIfAborted();
      return shot('blue');
    };
    await fire({ count: 1000, lanes: 2, signal: stop.signal, shoot, onShot: (one) => shots.push(one) });
    expect(begun).toBeLessThan(13);
    expect(shots.length).toBeLessThan(10);
  });

  test('ends with the first request that nobody answers', async () => {
    let begun = 0;
    const shoot = async (): Promise<Shot> => {
      begun++;
      if (begun === 3) throw new Error('nobody is there');
      return shot('blue');
    };
    const running = fire({
      count: 100,
      lanes: 2,
      signal: new AbortController().signal,
      shoot,
      onShot: () => {},
    });
    await expect(running).rejects.toThrow('nobody is there');
    expect(begun).toBeLessThan(8);
  });
});

describe('who answered', () => {
  test('stands beside the split, failures by status', () => {
    const shots = [
      ...Array.from({ length: 18 }, () => shot('blue', 200, 4)),
      shot('green', 200, 2),
      shot('green', 424, 6),
      shot('', 401),
    ];
    expect(tally(shots, { blue: 90, green: 10 })).toEqual([
      {
        deployment: 'blue',
        answered: 18,
        failed: [],
        share: 85.71,
        configured: 90,
        expected: 18.9,
        medianMs: 4,
      },
      {
        deployment: 'green',
        answered: 2,
        failed: [{ status: 424, count: 1 }],
        share: 9.52,
        configured: 10,
        expected: 2.1,
        medianMs: 4,
      },
      {
        deployment: '',
        answered: 1,
        failed: [{ status: 401, count: 1 }],
        share: 4.76,
        configured: 0,
        expected: 0,
        medianMs: 1,
      },
    ]);
  });

  test('names who should have answered and did not', () => {
    const [, green] = tally([shot('blue')], { blue: 90, green: 10 });
    expect(green).toMatchObject({ deployment: 'green', answered: 0, share: 0, configured: 10 });
  });

  test('has no split to be beside when one deployment was asked by name', () => {
    expect(tally([shot('blue')], undefined)).toEqual([
      {
        deployment: 'blue',
        answered: 1,
        failed: [],
        share: 100,
        configured: undefined,
        expected: undefined,
        medianMs: 1,
      },
    ]);
  });

  test.each([
    [[], 0],
    [[3], 3],
    [[5, 1, 3], 3],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, middle) => expect(median(values)).toBe(middle));
});
