/** What became of the lines of a log since this process began. */
export type LogCounts = {
  readonly log: 'traffic' | 'console' | 'event';
  readonly written: number;
  /** By reason. */
  readonly dropped: ReadonlyMap<string, number>;
};
