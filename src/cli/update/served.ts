import { usage } from '../failure.ts';
import { served } from '../yaml/schemas.ts';
import type { Segment } from './path.ts';

/** A file may carry along what `show` prints; who names such a key wants it changed. Throws exit 2. */
export function refuseServed([first]: readonly Segment[], option: string): void {
  if (first?.kind !== 'name' || !served.includes(first.name)) return;
  throw usage(`argument ${option}: '${first.name}' is filled in by the service and cannot be changed`);
}
