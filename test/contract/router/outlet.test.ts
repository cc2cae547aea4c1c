/** Texts that leave by the handle below a socket's stream. */
import { describe, expect, test } from 'vitest';
import { writesBelow } from '../../../src/router/wire/outlet.ts';
import { slowReaders } from './outlet.ts';
import { startWire } from './wire.ts';

test('this Node lets texts leave below its streams', () => {
  expect(writesBelow).toBe(true);
});

describe('below the streams', () => slowReaders(startWire));
