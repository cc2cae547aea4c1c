/** What is written down for people to read later: the shapes of logs and of their doors. */

/** The tables that Azure Monitor keeps of online endpoints. */
export const logKinds = ['traffic', 'console', 'event'] as const;
export type LogKind = (typeof logKinds)[number];

/** The last so many lines, or what comes after a place; places are bytes since the log began. */
export type LogPlace = { readonly tail: number } | { readonly from: number };

/** A part of a log that may be growing. */
export type LogPiece = {
  /** From a place on, whole lines: the last one may have no end only where no more will come. */
  readonly text: string;
  /** The place after it. */
  readonly next: number;
  /** How many bytes before it were asked for, but are kept no longer. */
  readonly lost: number;
};

export const noLog: LogPiece = { text: '', next: 0, lost: 0 };

/** Names of Azure Monitor, and two of ours: Ready and Failed. */
export type EventName =
  | 'Pulled'
  | 'Created'
  | 'Started'
  | 'Ready'
  | 'Killing'
  | 'BackOff'
  | 'Failed'
  | 'LivenessProbeFailed'
  | 'ReadinessProbeFailed';

/** Whose line it is. */
export type LogOrigin = {
  readonly workspaceUid: string;
  readonly endpoint: string;
  readonly deployment: string;
};

export type InstanceEvent = LogOrigin & {
  readonly instance: string;
  readonly name: EventName;
  readonly message: string;
};

/** Where events and the output of instances are written down. Neither ever throws. */
export type InstanceJournal = {
  /** Does not wait for the disk. */
  event(event: InstanceEvent): void;
  /** Takes in what is still unread of an instance's output, for it is about to be forgotten. */
  finish(instance: string): Promise<void>;
};

/** One line as it is kept, by the names of Azure Monitor's columns. */
export type LogLine = Readonly<Record<string, string | number | null>>;

/** Absent members keep everything. Times are milliseconds since 1970; `since` is in, `until` is not. */
export type LogFilter = {
  readonly endpoint?: string | undefined;
  readonly deployment?: string | undefined;
  readonly instance?: string | undefined;
  /** The first and last code of a range. */
  readonly status?: readonly [number, number] | undefined;
  /** The router's own id or the client's. */
  readonly requestId?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Somewhere in a value, whatever the case. */
  readonly contains?: string | undefined;
  readonly minDurationMs?: number | undefined;
};

export type LogQuery = {
  readonly kind: LogKind;
  readonly workspaceUid: string;
  readonly filter: LogFilter;
  /** At most so many lines. */
  readonly limit: number;
  /** Where an earlier page ended; undefined begins with the newest line. */
  readonly after: string | undefined;
};

/** Newest first. A page may be empty and yet have a next one: each reads a bounded part of the files. */
export type LogPage = { readonly lines: readonly LogLine[]; readonly next: string | null };

/** Throws bad-argument when `after` is no end of a page. */
export type LogRows = { read(query: LogQuery): Promise<LogPage> };
