import type { Waiting } from '../../sdk/operation.ts';
import type { Call } from '../call.ts';

/** Runs a long change and shows on standard error how it comes along. */
export async function watched<T>(
  { terminal, world }: Pick<Call, 'terminal' | 'world'>,
  what: string,
  change: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const progress = terminal.progress(what);
  try {
    const result = await change({
      signal: world.signal,
      onProgress: ({ status, step, detail }) => progress.at(step === '' ? status : step, detail),
    });
    progress.done('done');
    return result;
  } catch (error) {
    progress.done('failed');
    throw error;
  }
}
