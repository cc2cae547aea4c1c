import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { applyOperations } from '../update/generic.ts';

/** An object after the `--set`, `--add` and `--remove` of an update command. */
export function edited(
  { args }: Pick<Call, 'args'>,
  object: Record<string, unknown>,
): Record<string, unknown> {
  const operations = args.occurrences.filter(({ key }) => ['set', 'add', 'remove'].includes(key));
  return applyOperations(object, operations, args.flag('force-string'));
}

/** `--no-wait` has no meaning with `--local`: refused, as `az` does. */
export function refuseNoWaitLocally({ args }: Pick<Call, 'args'>): void {
  if (args.flag('local') && args.flag('no-wait')) {
    throw new Failure('--no-wait and --local exclude each other.');
  }
}

/** What to run to follow a change that was not waited for. */
export function followHint({ terminal, program }: Pick<Call, 'terminal' | 'program'>, command: string): void {
  terminal.warn(`The change goes on. Follow it with: ${program.name} ${command}`);
}
