/** Tables of any size for the growth benchmark: 20 deployments an endpoint, traffic on two of them. */
import { createHash } from 'node:crypto';
import type { TableDeployment, TableEndpoint } from '../src/table/table.ts';

export const KEY = 'bench-key';
export const DEPLOYMENTS = 20;

const hashes = [createHash('sha256').update(KEY).digest('hex')];

/** `blue` is the share of the first deployment in percent; every instance is the same socket. */
export function endpointAt(at: number, socket: string, blue = 90): TableEndpoint {
  const deployments = Array.from({ length: DEPLOYMENTS }, (_, index): TableDeployment => {
    const slot = at * DEPLOYMENTS + index;
    return {
      name: `d${index}`,
      revision: 1,
      slot,
      timeoutMs: 5000,
      maxConcurrentPerInstance: 64,
      pendingLimit: 128,
      scoringPath: '/score',
      instances: [{ id: `i-${slot}`, address: { kind: 'unix', path: socket } }],
    };
  });
  const live = [
    { deployment: 'd0', hundredths: 100 * blue },
    { deployment: 'd1', hundredths: 10_000 - 100 * blue },
  ];
  return { name: `e${at}`, auth: { kind: 'key', hashes }, deployments, live, mirror: [] };
}
