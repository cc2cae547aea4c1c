import type { LimitsPatch, LimitValue } from '../../sdk/wire.ts';
import type { Call } from '../call.ts';
import { usage } from '../failure.ts';
import { change } from './change.ts';
import { limitOptions } from './options.ts';

/** `teal limits set`: at least one limit; a value that cannot be is refused before anything is asked. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const entries = limitOptions.flatMap(({ name, option }) => {
    const text = args.text(option);
    if (text === undefined) return [];
    return [[name, name === 'bandwidthBytesPerSecond' ? bytesOf(text) : numberOf(option, text)] as const];
  });
  if (entries.length === 0) {
    throw usage(`one of ${limitOptions.map(({ option }) => `--${option}`).join(', ')} is required`);
  }
  return change(call, Object.fromEntries(entries) as LimitsPatch);
}

function numberOf(option: string, text: string): LimitValue {
  if (text.toLowerCase() === 'none') return 'none';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw usage(`argument --${option}: '${text}' is not a whole number, or none`);
}

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** `5MB`, `0.5MiB/s`, `800KBps`: what a bare number would mean is too easily got wrong by a factor of a million. */
function bytesOf(text: string): LimitValue {
  if (text.toLowerCase() === 'none') return 'none';
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?i?b)(?:ps|\/s)?$/i.exec(text) ?? [];
  const scale = units[unit.toLowerCase()];
  if (scale !== undefined) return Math.round(Number(number) * scale);
  throw usage(
    `argument --bandwidth: '${text}' is not a number of bytes a second with a unit (B, KB, MB, GB, KiB, MiB, GiB), such as 5MB, or none`,
  );
}
