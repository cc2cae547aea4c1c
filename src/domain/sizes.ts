import { DomainError } from './errors.ts';

/** What an instance may use; null means all that the machine has. */
export type Size = { readonly cpus: number | null; readonly memoryGiB: number | null };

/** `local` is the whole machine; the others are Azure's general, compute and memory sizes, by cores and memory. */
const sizes: Readonly<Record<string, Size>> = {
  local: { cpus: null, memoryGiB: null },
  defaultinstancetype: { cpus: null, memoryGiB: null },
  ...series('Standard_DS', 'v2', { 1: [1, 3.5], 2: [2, 7], 3: [4, 14], 4: [8, 28], 5: [16, 56] }),
  ...series(
    'Standard_F',
    's_v2',
    {
      2: [2, 4],
      4: [4, 8],
      8: [8, 16],
      16: [16, 32],
      32: [32, 64],
      48: [48, 96],
      64: [64, 128],
      72: [72, 144],
    },
    '',
  ),
  ...series('Standard_D', 's_v3', { 2: [2, 8], 4: [4, 16], 8: [8, 32], 16: [16, 64], 32: [32, 128] }, ''),
  ...series('Standard_D', 'as_v4', { 2: [2, 8], 4: [4, 16], 8: [8, 32], 16: [16, 64], 32: [32, 128] }, ''),
  ...series('Standard_D', 's_v5', { 2: [2, 8], 4: [4, 16], 8: [8, 32], 16: [16, 64], 32: [32, 128] }, ''),
  ...series(
    'Standard_E',
    's_v3',
    { 2: [2, 16], 4: [4, 32], 8: [8, 64], 16: [16, 128], 32: [32, 256], 64: [64, 432] },
    '',
  ),
  ...series('Standard_E', 's_v5', { 2: [2, 16], 4: [4, 32], 8: [8, 64], 16: [16, 128], 32: [32, 256] }, ''),
  ...series(
    'Standard_L',
    's_v2',
    { 8: [8, 64], 16: [16, 128], 32: [32, 256], 48: [48, 384], 64: [64, 512], 80: [80, 640] },
    '',
  ),
  ...series('Standard_LA', '_v4', { 1: [1, 2], 2: [2, 4], 4: [4, 8], 8: [8, 16] }, ''),
  Standard_FX4mds: { cpus: 4, memoryGiB: 84 },
  Standard_NC4as_T4_v3: { cpus: 4, memoryGiB: 28 },
  Standard_NC6s_v3: { cpus: 6, memoryGiB: 112 },
  Standard_NC24ads_A100_v4: { cpus: 24, memoryGiB: 220 },
};

export type InstanceType = Size & { readonly name: string };

/** All that are known, the whole machine first. */
export function instanceTypes(): readonly InstanceType[] {
  return Object.entries(sizes).map(([name, size]) => ({ name, ...size }));
}

const byLowerCase = new Map(Object.entries(sizes).map(([name, size]) => [name.toLowerCase(), size]));

/** The size of an instance type, whatever the case of its name. Throws bad-argument with the nearest names. */
export function sizeOf(instanceType: string): Size {
  const found = byLowerCase.get(instanceType.toLowerCase());
  if (found !== undefined) return found;
  const family = instanceType.slice(0, 11).toLowerCase();
  const near = Object.keys(sizes).filter((name) => name.toLowerCase().startsWith(family));
  const some = (near.length > 0 ? near : Object.keys(sizes)).slice(0, 8).join(', ');
  throw new DomainError(
    'bad-argument',
    `The instance_type '${instanceType}' is not known; allowed are for instance local, ${some}.`,
    { target: 'properties.instanceType' },
  );
}

function series(
  prefix: string,
  suffix: string,
  members: Readonly<Record<number, readonly [cpus: number, memoryGiB: number]>>,
  separator = '_',
): Record<string, Size> {
  return Object.fromEntries(
    Object.entries(members).map(([number, [cpus, memoryGiB]]) => [
      `${prefix}${number}${separator}${suffix}`,
      { cpus, memoryGiB },
    ]),
  );
}
