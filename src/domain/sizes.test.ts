import { expect, test } from 'vitest';
import { sizeOf } from './sizes.ts';

test.each([
  ['local', null, null],
  ['defaultinstancetype', null, null],
  ['Standard_DS1_v2', 1, 3.5],
  ['Standard_DS3_v2', 4, 14],
  ['Standard_F2s_v2', 2, 4],
  ['Standard_F72s_v2', 72, 144],
  ['Standard_D4as_v4', 4, 16],
  ['Standard_E64s_v3', 64, 432],
  ['Standard_LA1_v4', 1, 2],
  ['Standard_NC24ads_A100_v4', 24, 220],
])('%s has %d cores and %d GiB', (name, cpus, memoryGiB) => {
  expect(sizeOf(name)).toEqual({ cpus, memoryGiB });
  expect(sizeOf(name.toUpperCase())).toEqual({ cpus, memoryGiB });
  expect(sizeOf(name.toLowerCase())).toEqual({ cpus, memoryGiB });
});

test('an unknown size is refused with those of its family', () => {
  const refused = expect.objectContaining({
    code: 'bad-argument',
    target: 'properties.instanceType',
    message: expect.stringMatching(/instance_type 'Standard_DS9_v2' is not known.*local, Standard_DS1_v2/),
  });
  expect(() => sizeOf('Standard_DS9_v2')).toThrow(refused);
});

test.each(['', 'big', 'constructor', '__proto__'])('%j is not a size', (name) => {
  expect(() => sizeOf(name)).toThrow('is not known; allowed are for instance local,');
});
