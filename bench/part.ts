/** What every benchmark is: a name on the command line, and sections that it measures in one run. */

export type Context = {
  /** Seconds instead of minutes: shows that it runs, not what is true. */
  readonly smoke: boolean;
  /** Whether Python peers that are missing may be installed; programs of Debian always may. */
  readonly install: boolean;
  /** Progress, on standard error. */
  readonly say: (line: string) => void;
};

export type Section = {
  readonly title: string;
  /** What is compared, with what set-up; one paragraph. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What was left out, with the reason; versions; goals. */
  readonly notes: readonly string[];
  /** What a program of its own printed, instead of rows. */
  readonly text?: string;
};

export type Part = {
  readonly name: string;
  readonly does: string;
  readonly run: (context: Context) => Promise<readonly Section[]>;
};
