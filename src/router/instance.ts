/** One instance as the router sees it: an address, a pool of kept connections, what is in flight. */
import { Agent, type ClientRequest, request } from 'node:http';
import type { TableAddress, TableDeployment, TableInstance } from '../table/table.ts';

export type Instance = {
  readonly id: string;
  readonly address: TableAddress;
  readonly agent: Agent;
  outstanding: number;
  /** `performance.now()` until which it is the last choice, after a failed connection; 0 when it is not. */
  restUntil: number;
  retired: boolean;
};

const REST_MS = 1000;
const MOST_IDLE = 1024;

export function createInstance(instance: TableInstance, settings: TableDeployment): Instance {
  const most = settings.maxConcurrentPerInstance;
  // The lane admits at most `maxSockets` at a time: nothing ever waits inside the agent.
  const agent = new Agent({
    keepAlive: true,
    maxSockets: most,
    maxFreeSockets: MOST_IDLE,
    scheduling: 'lifo',
  });
  return { id: instance.id, address: instance.address, agent, outstanding: 0, restUntil: 0, retired: false };
}

/** Idle connections are closed now, busy ones when they become idle. */
export function retireInstance(instance: Instance): void {
  instance.retired = true;
  instance.agent.maxFreeSockets = 0;
  for (const sockets of Object.values(instance.agent.freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}

/** For an instance that is in the table (again). */
export function employInstance(instance: Instance, settings: TableDeployment): void {
  instance.retired = false;
  instance.agent.maxSockets = settings.maxConcurrentPerInstance;
  instance.agent.maxFreeSockets = MOST_IDLE;
}

export function restInstance(instance: Instance): void {
  instance.restUntil = performance.now() + REST_MS;
}

export function sameAddress(a: TableAddress, b: TableAddress): boolean {
  if (a.kind === 'unix') return b.kind === 'unix' && a.path === b.path;
  return b.kind === 'tcp' && a.host === b.host && a.port === b.port;
}

/** Opens a request on a kept or a fresh connection; `headers` are names and values in turn. */
export function openUpstream(
  instance: Instance,
  line: { readonly method: string; readonly path: string },
  headers: readonly string[],
): ClientRequest {
  const { agent, address } = instance;
  const { method, path } = line;
  return address.kind === 'unix'
    ? request({ agent, socketPath: address.path, method, path, headers })
    : request({ agent, host: address.host, port: address.port, method, path, headers });
}
