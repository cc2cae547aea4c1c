import type { Moments } from '../../../parts/chart/moments.ts';
import type { Range } from './ranges.ts';

/** What all charts of the page have in common. */
export type View = {
  readonly endpoint: string;
  readonly range: Range;
  /** By deployment; '' for what reached none. */
  readonly colours: ReadonlyMap<string, string>;
  readonly moments: Moments;
};
