import type { Operation, Waiting } from './operation.ts';
import { reasonHeaders } from './reason.ts';

/** `ifMatch` makes the write fail with 412 when the resource changed since its `etag` was read; `ifNone` '*' when it exists. */
export type Guard = { readonly ifMatch?: string; readonly ifNone?: '*' };

/** How to make a change: waited for, unless `wait` is false (then the result is what was accepted). */
export type Change = Waiting & {
  readonly guard?: Guard;
  readonly wait?: boolean;
  /** Why, for the history: 1 to 500 printable characters. */
  readonly reason?: string;
};

/** The headers of a write: its guard and its reason. */
export function changeHeaders({ guard, reason }: Pick<Change, 'guard' | 'reason'>): Record<string, string> {
  return {
    ...reasonHeaders(reason),
    ...(guard?.ifMatch === undefined ? {} : { 'If-Match': guard.ifMatch }),
    ...(guard?.ifNone === undefined ? {} : { 'If-None-Match': guard.ifNone }),
  };
}

/** What a change results in, waited for unless it is not to be. */
export async function settled<T>(begun: Promise<Operation<T, T>>, change: Change): Promise<T> {
  const operation = await begun;
  return change.wait === false ? operation.accepted : operation.wait(change);
}
