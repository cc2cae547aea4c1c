import { useState } from 'react';
import type { ListedOperation } from '../../../../src/sdk/operations.ts';

/** How many failed since somebody looked. Those from before this page was opened do not count. */
export function useUnseen(operations: readonly ListedOperation[] | undefined): readonly [number, () => void] {
  const [seen, setSeen] = useState<ReadonlySet<string>>();
  const failures = (operations ?? []).filter(({ status }) => status === 'Failed').map(({ id }) => id);
  const look = (): void => setSeen(new Set(failures));
  if (seen === undefined && operations !== undefined) look();
  return [failures.filter((id) => seen?.has(id) === false).length, look];
}
