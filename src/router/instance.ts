/** One instance as the router sees it: an address, a pool of kept connections, what is in flight. */
import type { TableAddress, TableInstance } from '../table/table.ts';
import type { Logged } from './logged.ts';
import { type Home, UpstreamConnection } from './wire/upstream.ts';

export type Instance = Home & {
  readonly id: string;
  readonly address: TableAddress;
  /** Free connections; the last one given back is the first one taken. */
  readonly idle: UpstreamConnection[];
  /** The fewest free connections there were since the last look: so many are more than it takes. */
  spare: number;
  outstanding: number;
  /** `performance.now()` until which it is the last choice, after a failed connection; 0 when it is not. */
  restUntil: number;
  /** `performance.now()` when it gets as many requests as the others; 0 when it does. */
  warmAt: number;
  retired: boolean;
  /** What a line of the traffic log says of the usual request to it. */
  logged: Logged | undefined;
};

const REST_MS = 1000;
/** How long an instance that joins others is spared, and the share of choices that it begins with. */
const SLOW_START_MS = 5000;
const FIRST_SHARE = 0.1;
const MOST_IDLE = 1024;
/** Servers on other machines close idle connections when they like; this is less than any of them waits. */
const FRESH_MS = 4000;

export function createInstance({ id, address }: TableInstance): Instance {
  return {
    id,
    address,
    idle: [],
    spare: 0,
    outstanding: 0,
    restUntil: 0,
    warmAt: 0,
    retired: false,
    logged: undefined,
    keep,
    forget,
  };
}

function keep(this: Instance, connection: UpstreamConnection): boolean {
  if (this.retired || this.idle.length >= MOST_IDLE) return false;
  if (this.address.kind === 'tcp') connection.idleSince = performance.now();
  this.idle.push(connection);
  return true;
}

function forget(this: Instance, connection: UpstreamConnection): void {
  const at = this.idle.indexOf(connection);
  if (at >= 0) this.idle.splice(at, 1);
}

/** A kept connection or a fresh one. */
export function connectionTo(instance: Instance): UpstreamConnection {
  const kept = instance.idle.pop();
  if (instance.idle.length < instance.spare) instance.spare = instance.idle.length;
  if (kept === undefined) return new UpstreamConnection(instance.address, instance);
  if (instance.address.kind === 'unix' || performance.now() - kept.idleSince < FRESH_MS) return kept;
  kept.drop();
  return connectionTo(instance);
}

/** Closes half of the connections that nobody needed since the last look, those that rested longest: a burst passes. */
export function trimInstance(instance: Instance): void {
  for (const connection of instance.idle.splice(0, Math.floor(instance.spare / 2))) connection.drop();
  instance.spare = instance.idle.length;
}

/** Idle connections are closed now, busy ones when they become idle. */
export function retireInstance(instance: Instance): void {
  instance.retired = true;
  for (const connection of instance.idle.splice(0)) connection.drop();
}

/** For an instance that is in the table (again). */
export function employInstance(instance: Instance): void {
  instance.retired = false;
}

/** For an instance that joins others which serve already. */
export function startSlowly(instance: Instance): void {
  instance.warmAt = performance.now() + SLOW_START_MS;
}

/** Whether this choice passes over an instance that is new: less and less often, until it takes part in all. */
export function isSpared(instance: Instance): boolean {
  const left = instance.warmAt - performance.now();
  if (left <= 0) {
    instance.warmAt = 0;
    return false;
  }
  return Math.random() >= Math.max(FIRST_SHARE, 1 - left / SLOW_START_MS);
}

export function restInstance(instance: Instance): void {
  instance.restUntil = performance.now() + REST_MS;
}

export function sameAddress(a: TableAddress, b: TableAddress): boolean {
  if (a.kind === 'unix') return b.kind === 'unix' && a.path === b.path;
  return b.kind === 'tcp' && a.host === b.host && a.port === b.port;
}
