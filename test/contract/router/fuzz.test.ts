/** The same inputs in every run; `npm run fuzz` tries others, and many more. */
import { describe, expect, test } from 'vitest';
import { properties } from './fuzz/properties.ts';

const INPUTS = 20_000;

describe('whatever is not left to llhttp is read as llhttp reads it', () => {
  test.each(properties)('$name', async ({ run, share }) => {
    const inputs = Math.ceil(INPUTS * share);
    const count = await run(inputs, 20_260_101);
    // A generator that makes only nonsense, or a reader that refuses everything, would prove nothing.
    expect(count.taken).toBeGreaterThan(inputs / 5);
  });
});
