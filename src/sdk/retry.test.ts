import { describe, expect, test } from 'vitest';
import { TransportError } from './errors.ts';
import { sentPatiently } from './retry.ts';

const refused = new TransportError('x', { cause: new Error('x', { cause: { code: 'ECONNREFUSED' } }) });
const lost = new TransportError('x', { cause: new Error('x', { cause: { code: 'ECONNRESET' } }) });

type Outcome = number | Error;
const soon = { 'x-ms-retry-after-ms': '1' };

/** Sends with these outcomes, one a try, the last one again and again; how it ended and after how many. */
async function sent(
  outcomes: readonly Outcome[],
  repeatable: boolean,
  headers: Record<string, string> = soon,
) {
  let tries = 0;
  const once = async () => {
    const outcome = outcomes[Math.min(tries++, outcomes.length - 1)] ?? 200;
    if (typeof outcome !== 'number') throw outcome;
    return new Response(null, { status: outcome, headers });
  };
  const ended = await sentPatiently(once, { repeatable, patienceMs: 300 }).then(
    ({ status }) => status,
    (error) => error,
  );
  return [ended, tries];
}

describe('what is sent again', () => {
  test.each<[string, readonly Outcome[], boolean, readonly unknown[]]>([
    ['an answer that counts is not', [404], true, [404, 1]],
    ['what did not arrive is, whatever it does', [refused, 200], false, [200, 2]],
    ['what was turned away with 429 is, whatever it does', [429, 429, 200], false, [200, 3]],
    ['a lost answer is, when that does no harm', [lost, 200], true, [200, 2]],
    ['a lost answer is not, when it may do harm', [lost, 200], false, [lost, 1]],
    ['503 is, when that does no harm', [503, 200], true, [200, 2]],
    ['503 is not, when it may do harm', [503, 200], false, [503, 1]],
    ['any other error is not', [new TypeError('x'), 200], true, [expect.any(TypeError), 1]],
  ])('%s', async (_name, outcomes, repeatable, expected) => {
    expect(await sent(outcomes, repeatable)).toEqual(expected);
  });

  test('patience has an end', async () => {
    const [ended, tries] = await sent([refused], true);
    expect(ended).toBe(refused);
    expect(tries).toBeGreaterThan(1);
  });

  test('who asks to wait longer than there is patience is taken at his word', async () => {
    expect(await sent([503, 200], true, { 'retry-after': '60' })).toEqual([503, 1]);
  });

  test('an abort ends the pause with its reason', async () => {
    const abort = new AbortController();
    const once = async () => {
      abort.abort(new Error('enough'));
      return new Response(null, { status: 503 });
    };
    const sending = sentPatiently(once, { repeatable: true, patienceMs: 60_000, signal: abort.signal });
    await expect(sending).rejects.toThrow('enough');
  });
});
