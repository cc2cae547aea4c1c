import type { Ask, Client } from './http.ts';
import { type Paged, paged } from './paged.ts';
import { paths } from './paths.ts';
import type { WorkspaceKey } from './wire.ts';

export type LogKind = 'traffic' | 'console' | 'event';

/** A line by the columns of Azure Monitor's table; null where a column has no value. */
export type LogLine = { readonly TimeGenerated: string } & Readonly<Record<string, string | number | null>>;

/** What is left out keeps everything. `status`, `requestId` and `minDurationMs` are of the traffic log only. */
export type LogQuery = Pick<Ask, 'signal'> & {
  /** traffic unless given. */
  readonly kind?: LogKind | undefined;
  readonly endpoint?: string | undefined;
  readonly deployment?: string | undefined;
  readonly instance?: string | undefined;
  /** A code (200; 0 for answers that broke off), a class (5xx) or a range (400-499). */
  readonly status?: string | number | undefined;
  /** The router's (`x-request-id`) or the client's own. */
  readonly requestId?: string | undefined;
  /** From this time on, and before that one. */
  readonly since?: Date | string | undefined;
  readonly until?: Date | string | undefined;
  /** Somewhere in a value, whatever the case. */
  readonly contains?: string | undefined;
  readonly minDurationMs?: number | undefined;
};

/** The logs of a workspace (Teal's own; Azure has them in Log Analytics). Throw ArmError with 400 for a wrong filter. */
export type Logs = {
  /** Newest first, page by page; a page may be empty. */
  query(query?: LogQuery): Paged<LogLine>;
  /** The newest `limit` lines, in the order of their times. */
  last(limit: number, query?: LogQuery): Promise<readonly LogLine[]>;
};

const largestPage = 1000;

/** The logs of a workspace. */
export function logs(client: Client, workspace: WorkspaceKey): Logs {
  const pagesOf = ({ signal, ...filter }: LogQuery, top?: number) =>
    paged<LogLine>(client, `${paths.workspace(workspace)}/logs`, {
      query: { ...texts(filter), $top: top?.toString() },
      signal,
    });
  return {
    query: (query = {}) => pagesOf(query),
    last: async (limit, query = {}) => {
      const found: LogLine[] = [];
      if (limit < 1) return found;
      for await (const page of pagesOf(query, Math.min(limit, largestPage)).pages()) {
        found.push(...page.slice(0, limit - found.length));
        if (found.length >= limit) break;
      }
      // Writers are told apart by their times, and those of one instance's lines may lie before those of another's.
      return found.reverse().sort((one, other) => compare(one.TimeGenerated, other.TimeGenerated));
    },
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function texts(filter: Omit<LogQuery, 'signal'>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value?.toString(),
    ]),
  );
}
