import type { Percentages } from './wire-endpoint.ts';

/** Anything that JSON can say. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [member: string]: Json | undefined };

/** Live and mirrored traffic, percent by deployment. */
export type Shares = { readonly traffic: Percentages; readonly mirrorTraffic: Percentages };

/** One change of an endpoint, its traffic or a deployment of it. Entries are never changed or removed. */
export type HistoryEntry = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: {
    /** Its place in the chain of the whole Teal, from 1. */
    readonly sequence: number;
    /** ISO 8601. */
    readonly at: string;
    /** `admin`, the subject of an access token, `autoscale`, or `system` for what else Teal did by itself. */
    readonly who: string;
    /**
     * `create`, `update`, `delete`, `undo`, `limit`, `autoscale` (who decides about the instances, and how),
     * `regenerate-key`, or by Teal itself `switch` (revision) and `give-up`.
     */
    readonly operation: string;
    /** Id of what was changed. */
    readonly target: string;
    readonly deployment: string | null;
    readonly reason: string | null;
    readonly operationId: string | null;
    /** Set when live or mirrored traffic moved. */
    readonly traffic: { readonly before: Shares; readonly after: Shares } | null;
    /** What differs between `before` and `after`, by path. */
    readonly changes: readonly { readonly path: string; readonly before?: Json; readonly after?: Json }[];
    /** As the body of a PUT, without secrets; values of variables stand as digests. */
    readonly before: Json;
    readonly after: Json;
    readonly previousHash: string;
    readonly hash: string;
  };
};

/** What an undo would do; `etag` as a guard makes it do just that. */
export type UndoPlan = {
  readonly etag: string;
  /** The change of traffic that would be taken back. */
  readonly undone: HistoryEntry;
  readonly before: Shares;
  readonly after: Shares;
};

/** Whether the chain of this Teal's history holds. */
export type HistoryVerdict = {
  readonly intact: boolean;
  /** How many records hold, from the first, and the hash of the last of them. */
  readonly records: number;
  readonly head: string;
  /** The first that does not; its sequence is null when a noted head is nowhere in the chain. */
  readonly broken: { readonly sequence: number | null; readonly why: string } | null;
};
