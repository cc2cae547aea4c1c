/** The loop: looks at every deployment that is governed, each in its time, and changes the number of its instances. */
import type { Memory } from '../../domain/autoscale/ports.ts';
import type { Parts } from '../parts.ts';
import { createDoorbell } from './doorbell.ts';
import { createRecent } from './recent.ts';
import { createTrust } from './trust.ts';
import { lookAt, type Means } from './turn.ts';
import { createWatch, type Watched } from './watched.ts';

export type Autoscaler = {
  /** Settings or policies were changed: they are read again, and what is new is looked at. */
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

export function createAutoscaler(parts: Parts, options: AutoscaleOptions): Autoscaler {
  const { steady } = options;
  const means: Means = { ...options, recent: createRecent(options.reader) };
  const watch = createWatch(parts.store.rows);
  const trust = createTrust({ now: parts.clock.now, steady });
  const failed = (cause: unknown): void =>
    parts.log('warn', 'autoscale failed and goes on', { cause: String(cause) });
  const then = inTurn(failed);
  let readAt = Number.NEGATIVE_INFINITY;

  const look = async (target: Watched, waiting: number | null): Promise<void> => {
    const occasion = { trusted: trust.holds(), waiting };
    const memory = await lookAt(parts, means, target, occasion).catch((cause: unknown) => {
      failed(cause);
      return target.memory;
    });
    watch.keep(target, memory, steady() + everyMs(target));
  };

  const tick = async (): Promise<void> => {
    const ms = trust.step();
    if (ms !== 0) {
      means.recent.clear();
      return parts.log('warn', 'the clock was moved; autoscale begins its windows anew', { ms });
    }
    if (steady() - readAt >= readAgainMs) {
      readAt = steady();
      await watch.read();
      means.recent.tidy(parts.clock.now());
    }
    for (const target of watch.due(steady())) await look(target, null);
  };

  const wake = async (waiting: ReadonlyMap<number, number>): Promise<void> => {
    if ([...waiting.keys()].some((slot) => watch.bySlot(slot) === undefined)) await watch.read();
    for (const [slot, count] of waiting) {
      const target = watch.bySlot(slot);
      // A copy for a mirror rings, too, and does not wait.
      if (target !== undefined) await look(target, Math.max(1, count));
    }
  };

  const bell = createDoorbell(options.doors, (waiting) => void then(() => wake(waiting)));
  const timer = setInterval(
    unlessBusy(() => then(tick)),
    tickMs,
  );
  return {
    changed: () => {
      readAt = Number.NEGATIVE_INFINITY;
      void then(tick);
    },
    memoryOf: (uid) => watch.get(uid)?.memory,
    close: async () => {
      clearInterval(timer);
      await bell.close();
      await then(async () => undefined);
    },
  };
}

function everyMs({ how }: Watched): number {
  if (how.kind === 'rules') return rulesEveryMs;
  return how.kind === 'utilization' ? Math.max(tickMs, how.everyMs) : tickMs;
}

function unlessBusy(work: () => Promise<void>): () => void {
  let busy = false;
  return () => {
    if (busy) return;
    busy = true;
    void work().then(() => {
      busy = false;
    });
  };
}

/** One at a time: decisions about a number that changes meanwhile would be about another one. */
function inTurn(failed: (cause: unknown) => void): (work: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(work).catch(failed);
    return last;
  };
}
