/** What became of the requests of a soak, counted as they end: there are too many to keep. */
import { mixedUp, type Shot } from '../test/support/barrage.ts';
import { type Course, misrouted } from '../test/support/timeline.ts';

/** An instance was killed at some moment between these two; the second is not known at first. */
export type Crash = { readonly from: number; to: number };

export type Ledger = {
  readonly answered: number;
  /** Had been read by an instance that was killed; one a crash at most is right. */
  readonly lost: number;
  readonly failed: number;
  readonly misrouted: number;
  /** The first few that failed or went astray. */
  readonly examples: readonly string[];
  take(shots: readonly Shot[]): void;
  /** ms that the given share of the answers stayed under. */
  quantile(share: number): number;
};

const examplesKept = 10;
/** Buckets of answer times grow by this factor, from 0.01 ms. */
const step = 1.05;

export function createLedger(course: Course, crashes: readonly Crash[]): Ledger {
  const times = new Float64Array(400);
  const counts = { answered: 0, lost: 0, failed: 0, misrouted: 0 };
  const examples: string[] = [];
  const note = (shot: Shot, reason: string): void => {
    if (examples.length < examplesKept) examples.push(`${reason}: ${JSON.stringify(shot)}`);
  };
  const take = (shot: Shot): void => {
    if (shot.status !== 200) {
      const died = ({ from, to }: Crash) => shot.status === 424 && shot.start <= to && shot.end >= from;
      if (crashes.some(died)) counts.lost += 1;
      else {
        counts.failed += 1;
        note(shot, shot.status === mixedUp ? 'the answer of another request' : 'failed');
      }
      return;
    }
    counts.answered += 1;
    const bucket = Math.ceil(Math.log((shot.end - shot.start) * 100) / Math.log(step));
    const at = Math.min(times.length - 1, Math.max(0, bucket));
    times[at] = (times[at] ?? 0) + 1;
    const reason = misrouted(shot, course);
    if (reason === undefined) return;
    counts.misrouted += 1;
    note(shot, reason);
  };
  return {
    get answered() {
      return counts.answered;
    },
    get lost() {
      return counts.lost;
    },
    get failed() {
      return counts.failed;
    },
    get misrouted() {
      return counts.misrouted;
    },
    examples,
    take: (shots) => {
      for (const shot of shots) take(shot);
    },
    quantile: (share) => {
      let left = share * counts.answered;
      const at = times.findIndex((count) => {
        left -= count;
        return left <= 0;
      });
      return step ** at / 100;
    },
  };
}
