import { readFileSync } from 'node:fs';
import type { Call } from '../../call.ts';
import { contract } from './contract.ts';

/** `az version` and `teal version`. */
export async function run({ program }: Pick<Call, 'program'>): Promise<unknown> {
  const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  if (program.name === 'teal') return { teal: version };
  return {
    'azure-cli': contract.core,
    'azure-cli-core': contract.core,
    'azure-cli-telemetry': '1.1.0',
    extensions: { ml: contract.ml },
    teal: version,
  };
}
