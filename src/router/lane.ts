/** One deployment's instances and the line before them; outlives table swaps under its slot. */
import type { TableDeployment } from '../table/table.ts';
import { type Bell, ring } from './bell.ts';
import { type Counters, LIVE, MIRROR, type Mode, type Row, rowOf } from './count.ts';
import { freest } from './freest.ts';
import {
  createInstance,
  employInstance,
  type Instance,
  retireInstance,
  sameAddress,
  startSlowly,
} from './instance.ts';
import type { Logged } from './logged.ts';

/** A request, or a copy of one, that wants an instance. */
export type Waiter = {
  readonly mode: Mode;
  lane: Lane;
  instance: Instance | undefined;
  /** True while it stands in the lane's line. */
  waiting: boolean;
  /** An instance is held for it (`instance`), after it waited or failed on another one. */
  begin(): void;
  /** The deployment sleeps: it waits for the first instance, up to `waitMs` from now on. */
  onAsleep(waitMs: number): void;
};

export type Lane = {
  readonly name: string;
  readonly slot: number;
  readonly counters: Counters;
  readonly bell: Bell;
  /** See `countersOf`. */
  row: Row | undefined;
  settings: TableDeployment;
  instances: readonly Instance[];
  /** No longer in the table, but with requests in flight when last looked at. */
  leaving: readonly Instance[];
  running: number;
  /** How many of `line` still wait; those that left are skipped. */
  waiting: number;
  line: Waiter[];
  lineHead: number;
  /** Where the round robin goes on. */
  cursor: number;
  /** The lane that took this one's place in the table. */
  successor: Lane | undefined;
  logged: Logged | undefined;
};

export type Entry = 'held' | 'waits' | 'busy' | 'no-instance';

export function createLane(
  settings: TableDeployment,
  { counters, bell }: Pick<Lane, 'counters' | 'bell'>,
): Lane {
  return {
    name: settings.name,
    slot: settings.slot,
    counters,
    bell,
    row: undefined,
    settings,
    instances: settings.instances.map((instance) => createInstance(instance)),
    leaving: [],
    running: 0,
    waiting: 0,
    line: [],
    lineHead: 0,
    cursor: 0,
    successor: undefined,
    logged: undefined,
  };
}

/** The counters of the lane, made when something is to be counted: most deployments of a large table rest. */
export function countersOf(lane: Lane): Row {
  lane.row ??= rowOf(lane.counters, lane.slot);
  return lane.row;
}

/** Takes over new settings; instances that stay keep their connections and what they run. */
export function adjustLane(lane: Lane, settings: TableDeployment): void {
  const before = lane.instances;
  lane.settings = settings;
  lane.instances = settings.instances.map((wanted) => {
    const kept = before.find((have) => have.id === wanted.id && sameAddress(have.address, wanted.address));
    if (kept === undefined) return createInstance(wanted);
    employInstance(kept);
    return kept;
  });
  if (lane.instances.some((instance) => before.includes(instance))) {
    for (const instance of lane.instances) if (!before.includes(instance)) startSlowly(instance);
  }
  const gone = before.filter((instance) => !lane.instances.includes(instance));
  for (const instance of gone) retireInstance(instance);
  lane.leaving = [...lane.leaving, ...gone].filter((instance) => instance.outstanding > 0);
  lane.cursor = 0;
  lane.successor = undefined;
  if (lane.instances.length === 0 && before.length > 0) putToSleep(lane);
}

/** Those that came to the last instance in its last moment wait like those that come after it. */
function putToSleep(lane: Lane): void {
  const { hold } = lane.settings;
  if (hold === undefined || lane.waiting === 0) return;
  for (let at = lane.lineHead; at < lane.line.length; at += 1) {
    const waiter = lane.line[at];
    if (waiter?.waiting === true && waiter.lane === lane) waiter.onAsleep(hold.waitMs);
  }
  lane.counters.standings.held.watch(lane);
  ring(lane.bell, lane.slot);
}

/** Holds an instance for the request, which the caller begins; or puts it in line, or says why not. */
export function enter(lane: Lane, waiter: Waiter): Entry {
  if (lane.instances.length === 0) return enterAsleep(lane, waiter);
  if (lane.running + lane.waiting >= lane.settings.pendingLimit) return 'busy';
  const instance = lane.waiting === 0 ? freest(lane, undefined) : undefined;
  if (instance !== undefined) {
    hold(lane, waiter, instance);
    return 'held';
  }
  wait(lane, waiter);
  return 'waits';
}

/** A copy wakes the deployment but does not wait: nobody waits for a copy. */
function enterAsleep(lane: Lane, waiter: Waiter): Entry {
  const { hold } = lane.settings;
  if (hold === undefined) return 'no-instance';
  ring(lane.bell, lane.slot);
  if (waiter.mode === MIRROR) return 'no-instance';
  const { held } = lane.counters.standings;
  if (lane.waiting + held.elsewhere(lane.slot) >= hold.limit) return 'busy';
  wait(lane, waiter);
  held.watch(lane);
  waiter.onAsleep(hold.waitMs);
  return 'waits';
}

/** How many may run and wait at once, as things are. */
export function limitOf({ instances, settings }: Pick<Lane, 'instances' | 'settings'>): number {
  return instances.length === 0 && settings.hold !== undefined ? settings.hold.limit : settings.pendingLimit;
}

function wait(lane: Lane, waiter: Waiter): void {
  // Those that gave up are skipped when their turn comes; it may never come while an instance hangs.
  if (lane.line.length > 2 * lane.waiting + 1024) tidyLine(lane);
  waiter.waiting = true;
  lane.waiting += 1;
  lane.line.push(waiter);
}

/** For one that gives up while in line. */
export function leave(waiter: Waiter): void {
  if (!waiter.waiting) return;
  waiter.waiting = false;
  waiter.lane.waiting -= 1;
}

function tidyLine(lane: Lane): void {
  lane.line = lane.line.slice(lane.lineHead).filter((waiter) => waiter.waiting && waiter.lane === lane);
  lane.lineHead = 0;
}

/** Gives the instance back and lets the next in line begin. */
export function release(waiter: Waiter): void {
  const instance = waiter.instance;
  if (instance === undefined) return;
  waiter.instance = undefined;
  instance.outstanding -= 1;
  waiter.lane.running -= 1;
  advance(waiter.lane);
}

/**
 * Exchanges the failed instance for another one, or the same when it is alone, or a place in line; a lane that is
 * gone from the table is followed to the one that took its place. `begin` is called when there is an instance.
 */
export function again(waiter: Waiter): boolean {
  const failed = waiter.instance;
  const lane = latest(waiter.lane);
  if (failed === undefined || lane.instances.every((instance) => instance.retired)) return false;
  const alone = lane.instances.length === 1 && lane.instances[0] === failed;
  const next = alone ? failed : freest(lane, failed);
  failed.outstanding -= 1;
  waiter.lane.running -= 1;
  waiter.instance = undefined;
  waiter.lane = lane;
  if (next === undefined) {
    wait(lane, waiter);
    return true;
  }
  hold(lane, waiter, next);
  waiter.begin();
  return true;
}

function latest(lane: Lane): Lane {
  let last = lane;
  while (last.successor !== undefined) last = last.successor;
  return last;
}

/** Begins as many of the line as there are free instances. */
export function advance(lane: Lane): void {
  while (lane.waiting > 0) {
    const instance = freest(lane, undefined);
    if (instance === undefined) return;
    const waiter = nextInLine(lane);
    if (waiter === undefined) return;
    waiter.waiting = false;
    lane.waiting -= 1;
    hold(lane, waiter, instance);
    waiter.begin();
  }
}

function nextInLine(lane: Lane): Waiter | undefined {
  while (lane.lineHead < lane.line.length) {
    const waiter = lane.line[lane.lineHead];
    lane.lineHead += 1;
    if (lane.lineHead >= 1024 || lane.lineHead === lane.line.length) {
      lane.line = lane.line.slice(lane.lineHead);
      lane.lineHead = 0;
    }
    if (waiter?.waiting === true) return waiter;
  }
  return undefined;
}

/** Moves the line to the lane that takes this one's place: nothing of it has been sent anywhere yet. */
export function succeed(from: Lane, to: Lane): void {
  from.successor = to;
  for (let at = from.lineHead; at < from.line.length; at += 1) {
    const waiter = from.line[at];
    if (waiter === undefined || !waiter.waiting) continue;
    waiter.lane = to;
    wait(to, waiter);
  }
  from.line = [];
  from.lineHead = 0;
  from.waiting = 0;
}

/** Moves those in line that came by the split to where it sends them now; the others stay. */
export function disperse(from: Lane, drawn: () => Lane | undefined): void {
  for (let at = from.lineHead; at < from.line.length; at += 1) {
    const waiter = from.line[at];
    if (waiter === undefined || !waiter.waiting || waiter.mode !== LIVE) continue;
    const to = drawn();
    if (to === undefined || to.instances.length === 0) continue;
    leave(waiter);
    waiter.lane = to;
    wait(to, waiter);
  }
  tidyLine(from);
}

function hold(lane: Lane, waiter: Waiter, instance: Instance): void {
  instance.outstanding += 1;
  lane.running += 1;
  waiter.instance = instance;
}
