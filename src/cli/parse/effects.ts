import { said } from '../effect.ts';
import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal.ts';
import type { Arguments } from './arguments.ts';
import type { OptionSpec } from './spec.ts';

/** Warns of options that have no effect here. Throws exit 1 for one that is refused. */
export function heedEffects(
  args: Arguments,
  options: readonly OptionSpec[],
  terminal: Pick<Terminal, 'warn'>,
): void {
  for (const { names, kind, effect } of options) {
    const [name] = names;
    if (effect === undefined || !args.has(name) || (kind === 'tristate' && !args.flag(name))) continue;
    if (effect.kind === 'refused') throw new Failure(`--${name} ${said(effect)}`);
    if (effect.kind === 'none') terminal.warn(`--${name} ${said(effect)}`);
  }
}
