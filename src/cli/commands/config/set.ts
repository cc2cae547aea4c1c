import type { Call } from '../../call.ts';
import { usage } from '../../failure.ts';

/** `az config set SECTION.KEY=VALUE …` */
export async function run({ args, config }: Call): Promise<unknown> {
  const scope = args.flag('local') ? 'local' : 'global';
  const settings = args.positionals.map((word) => {
    const [, section, key, value] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(word) ?? [];
    if (section !== undefined && key !== undefined) return { section, key, value: value ?? '' };
    throw usage(`'${word}' is not of the form SECTION.KEY=VALUE`);
  });
  for (const { section, key, value } of settings) config.set(section, key, value, scope);
  return undefined;
}
