/** A metric and all that is known of it, before it is written in anybody's format. */

export type Labels = Readonly<Record<string, string>>;
export type Line = readonly [suffix: string, labels: Labels, value: number];
export type Family = {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly lines: readonly Line[];
};
