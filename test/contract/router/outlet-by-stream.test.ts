/** Texts of a Node that has nothing below its streams for us. */
import { describe, expect, test } from 'vitest';

// Before the router is loaded: what it needs for more than the streams is gone.
Object.assign(process, { binding: undefined });
const { writesBelow } = await import('../../../src/router/wire/outlet.ts');
const { slowReaders } = await import('./outlet.ts');
const { startWire } = await import('./wire.ts');

test('without the way below, texts go by the streams', () => {
  expect(writesBelow).toBe(false);
});

describe('by the streams', () => slowReaders(startWire));
