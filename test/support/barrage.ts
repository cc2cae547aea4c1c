/** Scoring requests at a fixed rate, or as many as there can be, from a process of its own, with what became of each. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { pause } from './teal.ts';

/** One request. Times are ms on the clock that all processes of the machine share; see `clock`. */
export type Shot = {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Of the answer; or one of `cut`, `mixedUp`. */
  readonly status: number;
  /** Who answered, in the words of the script; the beginning of the body of whatever is not 200. */
  readonly by: string;
  /** The client's port: which connection it was. */
  readonly port: number;
};

/** The connection ended before the answer did. */
export const cut = 0;
/** 200, with the answer to another request or with the name of another deployment in its head. */
export const mixedUp = -1;

export type Aim = {
  /** The scoring URI. */
  readonly uri: string;
  readonly key: string;
  /** Undefined: each connection sends the next request when it has its answer. */
  readonly perSecond?: number;
  /** Kept connections to begin with; at a fixed rate there are more when all of them are busy. */
  readonly connections?: number;
};

/** What the process says of itself at the end. */
export type Kept = {
  readonly sent: number;
  readonly seconds: number;
  /** Left out because the process itself was not run in time; the rate was that much lower. */
  readonly skipped: number;
  readonly connections: number;
};

export type Order = { readonly kind: 'start'; readonly aim: Aim } | { readonly kind: 'stop' };
export type Report =
  /** `shots`: rows of `width` numbers; `names`: who answered, those that were not named before. */
  | {
      readonly kind: 'shots';
      readonly sent: number;
      readonly names: readonly string[];
      readonly shots: Float64Array;
    }
  | { readonly kind: 'ended'; readonly kept: Kept };
/** id, start, end, status, index of the name or -1, port. */
export const width = 6;

export type Barrage = {
  /** Resolves when `count` more requests were answered. */
  more(count: number): Promise<void>;
  /** Resolves when `count` requests have no answer yet. */
  underway(count: number): Promise<void>;
  /** Sends nothing more and waits for what is under way. */
  stop(): Promise<Kept>;
};

const patienceMs = 60_000;

/** ms, the same for all processes of this machine. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** `take` is given every request soon after its end. */
export function startBarrage(aim: Aim, take: (shots: readonly Shot[]) => void): Barrage {
  const child = fork(join(import.meta.dirname, 'barrage-process.ts'), [], { serialization: 'advanced' });
  const names: string[] = [];
  let sent = 0;
  let answered = 0;
  let kept: Kept | undefined;
  child.on('message', (report: Report) => {
    if (report.kind === 'ended') kept = report.kept;
    else {
      names.push(...report.names);
      sent = report.sent;
      const shots = shotsOf(report.shots, names);
      answered += shots.length;
      take(shots);
    }
  });
  order(child, { kind: 'start', aim });
  const wait = async (what: string, holds: () => boolean): Promise<void> => {
    for (let waited = 0; !holds(); waited += 10) {
      if (child.exitCode !== null || waited > patienceMs) throw new Error(`${what} did not come about`);
      await pause(10);
    }
  };
  return {
    more: (count) => {
      const wanted = answered + count;
      return wait(`the answers to ${count} more requests`, () => answered >= wanted);
    },
    underway: (count) => wait(`${count} requests under way`, () => sent - answered >= count),
    stop: async () => {
      try {
        if (kept === undefined) order(child, { kind: 'stop' });
        await wait('an end of the load', () => kept !== undefined);
      } finally {
        child.kill('SIGKILL');
      }
      if (kept === undefined) throw new Error('the load said nothing of itself');
      return kept;
    },
  };
}

function order(child: ChildProcess, message: Order): void {
  child.send(message);
}

function shotsOf(rows: Float64Array, names: readonly string[]): Shot[] {
  return Array.from({ length: rows.length / width }, (_, row) => {
    const [id = 0, start = 0, end = 0, status = 0, name = -1, port = 0] = rows.subarray(row * width);
    return { id, start, end, status, by: names[name] ?? '', port };
  });
}
