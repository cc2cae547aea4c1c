/**
 * The history of endpoints: one append-only chain of records for the whole Teal.
 *
 * - Recorded: creation, update and deletion of endpoints and deployments, traffic and mirror, undo, limits, who decides by what
 *   rules how many instances there are (`autoscale`), a regenerated key (which one, never the key), the switch to a new revision and an update that was given up (both `who` = system), and
 *   workspaces that were added. Not recorded: instances that come and go, and the end of a deletion, which cannot fail.
 * - `before` and `after` are what was asked for, in the words of a PUT body, as it was then: rendering old rows with
 *   newer code would change the past. Values of environment variables stand as keyed digests, which tell a change from
 *   none and cannot be guessed from a list.
 * - A record is written in the transaction of its change: there is neither without the other.
 * - The hash of a record is the SHA-256 of the hash before it, a line feed and the record's canonical JSON. The chain
 *   spans all endpoints, so that not even the whole history of one can be taken out.
 * - Nothing is ever pruned: a record is about a kilobyte, and people change endpoints a few times a day.
 */
import type { Percentages } from './endpoint.ts';

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [member: string]: Json | undefined };

/** Who it was when nobody asked: Teal itself. */
export const system = 'system';

/** The hash before the first record. */
export const origin = '0'.repeat(64);

export type HistoryVerb =
  | 'create'
  | 'update'
  | 'delete'
  | 'undo'
  | 'limit'
  | 'autoscale'
  | 'regenerate-key'
  | 'switch'
  | 'give-up';

/** Live and mirrored percentages together: what undo puts back. */
export type Shares = { readonly traffic: Percentages; readonly mirror: Percentages };

/** One change, before it has its place in the chain. */
export type HistoryRecord = {
  readonly at: number;
  readonly who: string;
  readonly verb: HistoryVerb;
  /** ARM id of what was changed. */
  readonly objectId: string;
  /** Null for what belongs to no endpoint: workspaces. The uid tells endpoints of the same name apart. */
  readonly endpoint: { readonly id: string; readonly uid: string } | null;
  readonly deployment: string | null;
  readonly operationId: string | null;
  readonly reason: string | null;
  /** Set when the change moved live or mirrored traffic. */
  readonly shares: { readonly before: Shares; readonly after: Shares } | null;
  readonly before: Json;
  readonly after: Json;
};

/** A record in its place; `sequence` counts from 1 without gaps. */
export type HistoryEntry = HistoryRecord & {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
};

/** A link as it is kept, whatever became of it. `content` is the canonical JSON that was hashed. */
export type KeptLink = {
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly content: string;
};

/** JSON whose members are in order, at any depth: equal values have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

/** What the hash of a link is taken of. */
export function hashedText(previousHash: string, content: string): string {
  return `${previousHash}\n${content}`;
}

/** What is wrong with a link that follows `last`; undefined when it holds. */
export function flawOf(
  last: Pick<KeptLink, 'sequence' | 'hash'>,
  link: KeptLink,
  hash: (text: string) => string,
): string | undefined {
  if (link.sequence !== last.sequence + 1) return `the records from ${last.sequence + 1} are missing`;
  if (link.previousHash !== last.hash) return 'it does not follow the record before it';
  if (link.hash !== hash(hashedText(link.previousHash, link.content))) return 'its content was changed';
  return undefined;
}

/** Live and mirrored traffic before and after; null when they are the same. */
export function sharesMoved(before: Shares, after: Shares): HistoryRecord['shares'] {
  const [one, other] = [before, after].map(({ traffic, mirror }) => ({ traffic, mirror }));
  if (one === undefined || other === undefined || canonical(one) === canonical(other)) return null;
  return { before: one, after: other };
}

/** One member that differs; `before` or `after` is absent when the member is. */
export type Difference = { readonly path: string; readonly before?: Json; readonly after?: Json };

/** The members in which two pictures differ, by path; none when there is only one, for then all of it is new or gone. */
export function differences(before: Json, after: Json): readonly Difference[] {
  return before === null || after === null ? [] : within('', before, after);
}

function within(path: string, before: Json | undefined, after: Json | undefined): readonly Difference[] {
  if (isMap(before) && isMap(after)) {
    const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return members.flatMap((member) => within(step(path, member), own(before, member), own(after, member)));
  }
  if (isRow(before) && isRow(after) && before.length === after.length) {
    return before.flatMap((one, at) => within(`${path}[${at}]`, one, after[at]));
  }
  if (before !== undefined && after !== undefined && canonical(before) === canonical(after)) return [];
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

function step(path: string, member: string): string {
  if (!/^[\w-]+$/.test(member)) return `${path}[${JSON.stringify(member)}]`;
  return path === '' ? member : `${path}.${member}`;
}

/** `constructor` is a tag's name as good as any. */
function own(map: Readonly<Record<string, Json | undefined>>, member: string): Json | undefined {
  return Object.hasOwn(map, member) ? map[member] : undefined;
}

/** A list of things that have members, such as profiles and their rules; one of plain values is a value itself. */
function isRow(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => isMap(one));
}

function isMap(value: Json | undefined): value is { readonly [member: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
