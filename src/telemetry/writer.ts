import { minuteMs, secondMs } from '../domain/metrics/ports.ts';
import type { Step } from './clock.ts';
import type { RecorderOptions } from './options.ts';
import type { Sums } from './sums.ts';

/**
 * What cannot be written (a full disk) waits for the next second, merged: one sample for each series, however long it lasts.
 * Should control end meanwhile, the marks on disk still say from where on the routers' numbers are missing.
 */
export function createWriter({ kept, steady, log }: Pick<RecorderOptions, 'kept' | 'steady' | 'log'>) {
  const pending: Sums = new Map();
  const marks = new Map<string, string>();
  let unwritten = 0;
  let complainedAt = Number.NEGATIVE_INFINITY;
  let tidied = 0;
  const write = ({ wall, trusted }: Step): void => {
    const minute = Math.floor(wall / minuteMs);
    try {
      // First what makes room.
      if (minute !== tidied) kept.tidy(wall, trusted);
      tidied = minute;
      kept.add(wall - (wall % secondMs), pending, marks);
      pending.clear();
      marks.clear();
    } catch (cause) {
      unwritten += 1;
      if (steady() - complainedAt < minuteMs) return;
      complainedAt = steady();
      log(`metrics cannot be written: ${String(cause)}`);
    }
  };
  return { pending, marks, write, unwritten: () => unwritten };
}
