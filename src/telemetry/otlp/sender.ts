/** Sends to one endpoint, again and again with growing pauses, but not for ever; what it gives up is counted. */
import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { type Posted, pack, post } from './post.ts';
import type { Message, Shape } from './protobuf.ts';
import type { Target } from './settings.ts';

export const outcomes = ['sent', 'rejected', 'undelivered'] as const;
/** undelivered: the endpoint could not be reached, or was busy, for too long. */
export type Outcome = (typeof outcomes)[number];

export type Sender = {
  /** `items` is how many spans or points the message holds. Never throws. */
  send(message: Message, items: number): Promise<Outcome>;
  /** Items since the start, by what became of them. */
  readonly items: Readonly<Record<Outcome, number>>;
  /** Ends pauses; from now on everything has one last try. */
  hurry(): void;
  /** Ends tries as well. */
  close(): void;
};

export type SenderOptions = {
  readonly signal: 'spans' | 'metrics';
  readonly target: Target;
  readonly shape: Shape;
  /** How long one message is tried for, in ms. */
  readonly patienceMs: number;
  /** The first pause before it is tried again, in ms; each is twice the one before. Default 1000. */
  readonly pauseMs?: number;
  readonly log: (line: string) => void;
  readonly steady: () => number;
};

const LONGEST_PAUSE_MS = 30_000;

export function createSender(options: SenderOptions): Sender {
  const { signal, target, shape, patienceMs, pauseMs = 1000, log, steady } = options;
  const Agent = target.url.startsWith('https:') ? TlsAgent : PlainAgent;
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  const items = { sent: 0, rejected: 0, undelivered: 0 };
  const trouble = createTrouble(`${signal} cannot be exported to ${nameOf(target.url)}`, log);
  const pauses = createPauses();
  let closed = false;

  const ended = (outcome: Outcome, count: number, refused: number): Outcome => {
    items[outcome] += count - refused;
    items.rejected += refused;
    if (outcome === 'sent') trouble.over(items.rejected + items.undelivered);
    return outcome;
  };
  const send = async (message: Message, count: number): Promise<Outcome> => {
    const parcel = pack(target, message, shape);
    const until = steady() + patienceMs;
    for (let pause = pauseMs; !closed; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
      const posted: Posted = await post(target, agent, parcel);
      if (posted.kind === 'taken') return ended('sent', count, Math.min(count, posted.refused));
      trouble.say(posted.reason);
      if (posted.kind === 'rejected') return ended('rejected', count, 0);
      const wait = Math.min(LONGEST_PAUSE_MS, posted.afterMs ?? pause * (0.5 + Math.random() / 2));
      if (pauses.hurried || steady() + wait > until) return ended('undelivered', count, 0);
      await pauses.pause(wait);
    }
    return ended('undelivered', count, 0);
  };
  return {
    send,
    items,
    hurry: pauses.hurry,
    close: () => {
      closed = true;
      pauses.hurry();
      agent.destroy();
    },
  };
}

/** Said when it begins and when it is over, not each time. */
function createTrouble(what: string, log: (line: string) => void) {
  let is = false;
  return {
    say: (reason: string) => {
      if (!is) log(`${what}: ${reason}; it is tried again, and what is lost is counted in /metrics`);
      is = true;
    },
    over: (lost: number) => {
      if (is)
        log(`${what.replace(' cannot be exported ', ' are exported again ')}; ${lost} were lost so far`);
      is = false;
    },
  };
}

function createPauses() {
  const waking = new Set<() => void>();
  const pauses = {
    hurried: false,
    pause: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waking.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waking.add(wake);
      }),
    hurry: () => {
      pauses.hurried = true;
      for (const wake of [...waking]) wake();
    },
  };
  return pauses;
}

/** Without what may be a secret. */
function nameOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
