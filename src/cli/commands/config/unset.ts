import type { Call } from '../../call.ts';
import { usage } from '../../failure.ts';

/** `az config unset SECTION.KEY …` */
export async function run({ args, config }: Call): Promise<unknown> {
  const scope = args.flag('local') ? 'local' : 'global';
  for (const word of args.positionals) {
    const [, section, key] = /^([^.=]+)\.([^=]+)$/.exec(word) ?? [];
    if (section === undefined || key === undefined) throw usage(`'${word}' is not of the form SECTION.KEY`);
    config.set(section, key, undefined, scope);
  }
  return undefined;
}
