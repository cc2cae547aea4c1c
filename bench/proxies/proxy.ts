/** What is asked of each proxy, so that all of them do the same work. */
import { readFileSync } from 'node:fs';
import type { Running } from '../processes.ts';

export const KEY = 'bench-key';
export const PATH = '/api/v1/endpoint/bench/score';
export const BODY = '{"data":[[1,2,3,4,5,6,7,8,9,10],[10,9,8,7,6,5,4,3,2,1]]}';
/** Shares in percent. */
export const GREEN = 10;
export const MIRRORED = 10;

export type Order = {
  /** A folder of its own. */
  readonly folder: string;
  /** Where blue, green and the shadow answer. */
  readonly upstream: string;
  readonly mirror: boolean;
  readonly cores: string | undefined;
  /** Whether it writes a line of each request; each as it does so best. */
  readonly log: boolean;
};

export type Entrant = {
  readonly name: string;
  readonly port: number;
  /** The process that does the work; a master beside it is not counted. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

export function proxyOf(name: string, port: number, running: Running, pid = running.pid): Entrant {
  return { name, port, pid, stop: running.stop };
}

/** The only child of a master. */
export async function onlyChild(pid: number): Promise<number | undefined> {
  const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return first === undefined || first === '' ? undefined : Number(first);
}
