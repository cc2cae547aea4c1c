import type { Operation, Progress } from '../../../../../src/sdk/operation.ts';
import { onEvent } from '../../../app/live.ts';
import { numbersEveryMs } from '../../../app/queries.ts';

/** Until the change has ended: looked at when the service tells of something, and now and then. Throws as its wait does. */
export async function settled(
  operation: Operation<void, void>,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  for (;;) {
    const isTold = nextNews();
    const progress = await operation.status();
    onProgress(progress);
    // What has ended is waited for no longer, but says so with its error.
    if (progress.status !== 'InProgress') return operation.wait();
    await isTold;
  }
}

function nextNews(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      off();
      resolve();
    };
    const timer = setTimeout(end, numbersEveryMs);
    const off = onEvent(({ kind }) => {
      if (kind !== 'metrics' && kind !== 'table') end();
    });
  });
}
