import type { Refusal } from '../count.ts';
import type { Standing } from './standing.ts';

/** For which endpoint a connection counts: that of its last request which was let in. */
export type Tenancy = { standing: Standing | undefined };

/** undefined when there is room for the connection; otherwise the limit that it is over. */
export function moveIn(tenancy: Tenancy, standing: Standing, now: number): Refusal | undefined {
  if (standing.connections + standing.connectionsElsewhere >= standing.mostConnections) {
    return 'active_connections';
  }
  if (standing.opening !== undefined && !standing.opening.take(now)) return 'new_connections';
  moveOut(tenancy);
  tenancy.standing = standing;
  standing.connections += 1;
  standing.add('opened', 1);
  return undefined;
}

/** The connection is closed, or goes to another endpoint. */
export function moveOut(tenancy: Tenancy): void {
  const standing = tenancy.standing;
  if (standing === undefined) return;
  tenancy.standing = undefined;
  standing.connections -= 1;
  standing.stir();
}
