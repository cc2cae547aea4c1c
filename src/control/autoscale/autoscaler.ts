/** The loop: looks at every deployment that is governed, each in its time, and changes the number of its instances. */
import type { Memory } from '../../domain/autoscale/ports.ts';
import type { Parts } from '../parts.ts';
import { createDoorbell } from './doorbell.ts';
import { createRecent } from './recent.ts';
import { type Target, targetsOf } from './targets.ts';
import { lookAt, type Means } from './turn.ts';

export type Autoscaler = {
  /** Settings or policies were changed: they are read again, and everything is looked at soon. */
  changed(): void;
  /** What is remembered of a deployment, to the last look. */
  memoryOf(deploymentUid: string): Memory | undefined;
  /** Ends after the look that is under way. */
  close(): Promise<void>;
};

export type AutoscaleOptions = Omit<Means, 'recent'> & {
  /** Folder of the router workers' doors. */
  readonly doors: string;
  /** In ms; never jumps. */
  readonly steady: () => number;
};

const tickMs = 1000;
/** Azure Monitor looks every 30 to 60 seconds. */
const rulesEveryMs = 15_000;
/** Changes that nobody told of, such as deployments that came or went. */
const readAgainMs = 10_000;
/** More between two ticks is a clock that was set. */
const jumpMs = 5000;
/** How long a lack of numbers says nothing: after a start, and after a jump of the clock. */
const blindMs = { start: 60_000, jump: 300_000 } as const;

type Watched = Target & { dueAt: number };

export function createAutoscaler(parts: Parts, options: AutoscaleOptions): Autoscaler {
  const { steady, doors } = options;
  const means: Means = { ...options, recent: createRecent(options.reader) };
  let watched = new Map<string, Watched>();
  let slots = new Map<number, string>();
  let readAt = Number.NEGATIVE_INFINITY;
  let trustedAt = steady() + blindMs.start;
  let last = { wall: parts.clock.now(), steady: steady() };
  let busy: Promise<void> = Promise.resolve();

  const readTargets = async (): Promise<void> => {
    const before = watched;
    readAt = steady();
    const found = await targetsOf(parts.store.rows);
    watched = new Map(
      found.map((target) => {
        const known = before.get(target.deploymentUid);
        const goesOn = known !== undefined && sameHow(known, target);
        const memory = goesOn ? known.memory : target.memory;
        return [target.deploymentUid, { ...target, memory, dueAt: goesOn ? known.dueAt : 0 }];
      }),
    );
    const sleepers = found.filter(({ how }) => how.kind === 'own').map(({ deploymentUid }) => deploymentUid);
    const revisions = sleepers.length === 0 ? [] : await parts.store.rows.revisions.list(sleepers);
    slots = new Map(revisions.map(({ slot, deploymentUid }) => [slot, deploymentUid]));
  };

  const look = async (target: Watched, waiting: number | null): Promise<void> => {
    target.dueAt = steady() + everyMs(target);
    const occasion = { trusted: steady() >= trustedAt, waiting };
    const memory = await lookAt(parts, means, target, occasion).catch((cause: unknown) => {
      parts.log('warn', 'autoscale could not look', { deployment: target.deployment, cause: String(cause) });
      return target.memory;
    });
    if (memory === undefined) watched.delete(target.deploymentUid);
    else watched.set(target.deploymentUid, { ...target, memory });
  };

  const tick = async (): Promise<void> => {
    if (jumped()) return;
    if (steady() - readAt >= readAgainMs) await readTargets();
    for (const target of [...watched.values()]) if (target.dueAt <= steady()) await look(target, null);
  };

  const jumped = (): boolean => {
    const now = { wall: parts.clock.now(), steady: steady() };
    const apart = now.wall - last.wall - (now.steady - last.steady);
    last = now;
    if (Math.abs(apart) <= jumpMs) return false;
    means.recent.clear();
    trustedAt = steady() + blindMs.jump;
    parts.log('warn', 'the clock was moved; autoscale begins its windows anew', { ms: Math.round(apart) });
    return true;
  };

  /** One at a time: decisions about a number that changes meanwhile would be about another one. */
  const then = (work: () => Promise<void>): void => {
    busy = busy.then(work).catch((cause: unknown) => {
      parts.log('warn', 'autoscale failed and goes on', { cause: String(cause) });
    });
  };

  const wake = async (waiting: ReadonlyMap<number, number>): Promise<void> => {
    if ([...waiting.keys()].some((slot) => !slots.has(slot))) await readTargets();
    for (const [slot, count] of waiting) {
      const target = watched.get(slots.get(slot) ?? '');
      // A copy rings, too, and does not wait.
      if (target !== undefined) await look(target, Math.max(1, count));
    }
  };

  const bell = createDoorbell(doors, (waiting) => then(() => wake(waiting)));
  let ticking = false;
  const timer = setInterval(() => {
    if (ticking) return;
    ticking = true;
    then(() => tick().finally(() => (ticking = false)));
  }, tickMs);
  return {
    changed: () => {
      readAt = Number.NEGATIVE_INFINITY;
      then(tick);
    },
    memoryOf: (uid) => watched.get(uid)?.memory,
    close: async () => {
      clearInterval(timer);
      await bell.close();
      await busy;
    },
  };
}

function everyMs({ how }: Target): number {
  if (how.kind === 'rules') return rulesEveryMs;
  return how.kind === 'utilization' ? Math.max(tickMs, how.everyMs) : tickMs;
}

/** The same policy: what was read of it may go on. A setting that was written again begins anew. */
function sameHow(one: Target, other: Target): boolean {
  return JSON.stringify(one.how) === JSON.stringify(other.how);
}
