import type { Waiting } from '../../sdk/operation.ts';
import type { Call } from '../call.ts';

/** Runs a long change and shows on standard error how it comes along; with --no-wait it only begins. */
export async function watched<T>(
  { args, terminal, world }: Pick<Call, 'args' | 'terminal' | 'world'>,
  what: string,
  change: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const progress = terminal.progress(what);
  try {
    const result = await change({
      signal: world.signal,
      onProgress: ({ step, detail }) => progress.at(step, detail),
    });
    progress.done(args.given('no-wait') ? 'accepted' : 'done');
    return result;
  } catch (error) {
    progress.done('failed');
    throw error;
  }
}
