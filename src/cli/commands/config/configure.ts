import type { Call } from '../../call.ts';
import { openConfig } from '../../config/config.ts';
import { usage } from '../../failure.ts';

/** `az configure`: sets defaults (an empty value removes one), or lists them. */
export async function run({ args, world, config }: Call): Promise<unknown> {
  if (args.flag('list-defaults')) {
    if (args.has('defaults'))
      throw usage('argument --defaults/-d: not allowed with argument --list-defaults/-l');
    const asked = args.text('scope') === 'local' ? openConfig(world, 'local') : config;
    return asked.section('defaults').filter(({ value }) => value !== '');
  }
  if (!args.has('defaults')) {
    throw usage('one of the arguments --defaults/-d and --list-defaults/-l is required');
  }
  const scope = args.text('scope') === 'local' ? 'local' : 'global';
  const pairs = args.list('defaults').map((pair): [string, string] => {
    const sign = pair.indexOf('=');
    if (sign <= 0) throw usage(`argument --defaults/-d: '${pair}' is not of the form KEY=VALUE`);
    return [pair.slice(0, sign), pair.slice(sign + 1)];
  });
  for (const [key, value] of pairs) config.set('defaults', key, value === '' ? undefined : value, scope);
  return undefined;
}
