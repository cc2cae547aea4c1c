import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';
import { mlExtension } from './list.ts';

/** `az extension show`. */
export async function run({ args }: Call): Promise<unknown> {
  checkName(args);
  return mlExtension;
}

/** `az extension add`, `update` and `remove`: nothing to do for `ml`. Throws exit 1 for any other. */
export async function known({ args }: Call): Promise<undefined> {
  checkName(args);
}

function checkName(args: Call['args']): void {
  const name = args.text('name') ?? 'ml';
  if (name !== 'ml') throw new Failure(`The extension '${name}' is not available on Teal; there is ml.`);
}
