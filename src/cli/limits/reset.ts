import type { LimitsPatch } from '../../sdk/wire.ts';
import type { Call } from '../call.ts';
import { change } from './change.ts';
import { limitOptions } from './options.ts';

/** `teal limits reset`. */
export async function run(call: Call): Promise<unknown> {
  const { args } = call;
  const named = args.list('limit');
  const isEndpoint = args.has('name');
  const reset = limitOptions.filter(({ name, option }) =>
    named.length > 0 ? named.includes(option) : !(isEndpoint && name === 'endpointsPerSubscription'),
  );
  return change(call, Object.fromEntries(reset.map(({ name }) => [name, null])) as LimitsPatch);
}
