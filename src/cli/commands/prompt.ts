import { createInterface } from 'node:readline/promises';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';

/** Asks before `what` is deleted. Throws exit 1 when the answer is no, or when nobody can answer. */
export async function confirm({ args, world }: Pick<Call, 'args' | 'world'>, what: string): Promise<void> {
  if (args.flag('yes')) return;
  if (world.stdin.isTTY !== true) {
    throw new Failure(
      `Deleting ${what} needs a confirmation, and there is no terminal to ask on. Pass --yes.`,
    );
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const answer = await lines.question(`Delete ${what}? (y/n): `, { signal: world.signal });
      if (/^\s*(y|yes)\s*$/i.test(answer)) return;
      if (/^\s*(n|no)?\s*$/i.test(answer)) throw new Failure('Cancelled.');
    }
  } finally {
    lines.close();
  }
}
