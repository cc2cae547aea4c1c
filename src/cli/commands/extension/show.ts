import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';
import { mlExtension } from './list.ts';

/** `az extension show`. */
export async function run({ args }: Call): Promise<unknown> {
  const name = args.text('name') ?? 'ml';
  if (name === 'ml') return mlExtension;
  throw new Failure(`The extension '${name}' is not installed; there is ml.`);
}
