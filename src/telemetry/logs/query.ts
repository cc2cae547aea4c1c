/** Reads logs for people: newest first, a bounded part of the files at a time. */
import { readdir } from 'node:fs/promises';
import { DomainError } from '../../domain/errors.ts';
import type { LogKind, LogLine, LogPage, LogQuery, LogRows } from '../../domain/logs.ts';
import { Backward, type Line, type Position, type TimeRange } from './backward.ts';
import { matcherOf } from './match.ts';
import { segmentOf } from './segments.ts';

/** Bytes that are read for one page. */
const pageBytes = 8 * 1024 * 1024;

type Cursor = Readonly<Record<string, readonly [number, number]>>;

/** `folders` has one for each kind. */
export function createLogRows(folders: Readonly<Record<LogKind, string>>, most = pageBytes): LogRows {
  return {
    read: async (query) => {
      const folder = folders[query.kind];
      const { since, until } = query.filter;
      const range = { since: isoOf(since), until: isoOf(until) };
      const streams = await streamsOf(folder, query.after, range);
      return readPage(streams, query, most);
    },
  };
}

async function streamsOf(
  folder: string,
  after: string | undefined,
  range: TimeRange,
): Promise<ReadonlyMap<string, Backward>> {
  const streams = new Map<string, Backward>();
  const add = (name: string, from: Position | undefined) =>
    streams.set(name, new Backward({ folder, name, from, range }));
  if (after !== undefined) {
    for (const [name, [number, offset]] of Object.entries(cursorOf(after))) add(name, { number, offset });
    return streams;
  }
  const files = await readdir(folder).catch((): string[] => []);
  for (const name of new Set(files.flatMap((file) => segmentOf(file)?.name ?? []))) add(name, undefined);
  return streams;
}

/** One line after the other, always the newest of all writers, until the page is full or enough was read. */
async function readPage(
  streams: ReadonlyMap<string, Backward>,
  { filter, workspaceUid, limit }: LogQuery,
  most: number,
): Promise<LogPage> {
  const lines: LogLine[] = [];
  const matches = matcherOf(filter, workspaceUid);
  for (;;) {
    const open = [...streams.values()].filter((stream) => !stream.isOver);
    if (open.length === 0) return { lines, next: null };
    const read = open.reduce((sum, stream) => sum + stream.bytesRead, 0);
    if (lines.length >= limit || read >= most) return { lines, next: textOf(streams) };
    await Promise.all(open.map((stream) => (stream.peek() === undefined ? stream.load() : undefined)));
    drain(open, (found) => {
      const line = matches(found);
      if (line !== undefined) lines.push(line);
      return lines.length < limit;
    });
  }
}

/** Takes lines while every stream that is not over has one to compare. */
function drain(streams: readonly Backward[], take: (line: Line) => boolean): void {
  for (;;) {
    let newest: Backward | undefined;
    for (const stream of streams) {
      const line = stream.peek();
      if (line === undefined) {
        if (stream.isOver) continue;
        return;
      }
      if (newest === undefined || line.time > (newest.peek()?.time ?? '')) newest = stream;
    }
    const line = newest?.peek();
    if (newest === undefined || line === undefined) return;
    newest.take();
    if (!take(line)) return;
  }
}

function textOf(streams: ReadonlyMap<string, Backward>): string {
  const positions = [...streams].flatMap(([name, stream]) => {
    const { position } = stream;
    return position === undefined ? [] : [[name, [position.number, position.offset]] as const];
  });
  return Buffer.from(JSON.stringify(Object.fromEntries(positions))).toString('base64url');
}

function cursorOf(text: string): Cursor {
  try {
    const found: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isCursor(found)) return found;
  } catch {
    // Said below.
  }
  throw new DomainError(
    'bad-argument',
    `$skipToken is '${text}'; it must be one of an earlier page's nextLink.`,
    {
      target: '$skipToken',
    },
  );
}

function isCursor(found: unknown): found is Cursor {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return false;
  const places = Object.entries(found);
  if (places.length === 0) return false;
  return places.every(
    ([name, place]: [string, unknown]) =>
      /^[a-z0-9-]{1,64}$/.test(name) &&
      Array.isArray(place) &&
      place.length === 2 &&
      place.every((part) => Number.isSafeInteger(part) && part >= 0),
  );
}

function isoOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
