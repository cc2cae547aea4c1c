import type { Call } from '../../call.ts';
import { openConfig } from '../../config/config.ts';
import { Failure } from '../../failure.ts';

/** `az config get`: everything by section, one section, or one setting; with --local only what the folder says. */
export async function run({ args, world, config: all }: Call): Promise<unknown> {
  const config = args.flag('local') ? openConfig(world, 'local') : all;
  const [key] = args.positionals;
  if (key === undefined) {
    return Object.fromEntries(config.sections().map((section) => [section, config.section(section)]));
  }
  const dot = key.indexOf('.');
  if (dot < 0) {
    const settings = config.section(key);
    if (settings.length === 0) throw new Failure(`The configuration has no section '${key}'.`);
    return settings;
  }
  const setting = config.get(key.slice(0, dot), key.slice(dot + 1).toLowerCase());
  if (setting === undefined) throw new Failure(`The configuration has no setting '${key}'.`);
  return setting;
}
