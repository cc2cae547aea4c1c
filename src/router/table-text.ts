/** Reads the text of a table or a delta as it comes, a little at a time: requests are served meanwhile. */

import { checkRemoved, type DeltaHead, readDeltaHead } from '../table/delta.ts';
import { LineReader } from '../table/lines.ts';
import { placed } from '../table/read-endpoint.ts';
import { readTableHead, type TableHead } from '../table/validate.ts';
import { Entry, entryOf } from './entry.ts';
import { Pace } from './in-turn.ts';
import type { TablePatch, WholeTable } from './slot.ts';
import { nothing } from './wire/bytes.ts';

/** Largest text, in bytes: well below the longest string there can be. */
export const MOST_TEXT = 384 * 1024 * 1024;

export type Refused =
  | { readonly kind: 'problems'; readonly problems: readonly string[] }
  | { readonly kind: 'too-long' };

type Chunks = AsyncIterable<unknown> | Iterable<unknown>;
type Read<Head> =
  | { readonly kind: 'read'; readonly head: Head; readonly entries: readonly Entry[] }
  | Refused;

export async function readTable(chunks: Chunks): Promise<WholeTable | Refused> {
  const read = await readEntries(chunks, new LineReader<TableHead>('table', readTableHead));
  return read.kind === 'read' ? { ...read.head, endpoints: read.entries } : read;
}

export async function readDelta(chunks: Chunks): Promise<TablePatch | Refused> {
  const reader = new LineReader<DeltaHead>('delta', readDeltaHead);
  const read = await readEntries(chunks, reader);
  if (read.kind !== 'read') return read;
  checkRemoved(reader.at, read.head, read.entries);
  const { problems } = reader.at;
  return problems.length > 0 ? { kind: 'problems', problems } : { ...read.head, put: read.entries };
}

async function readEntries<Head>(chunks: Chunks, reader: LineReader<Head>): Promise<Read<Head>> {
  const entries: Entry[] = [];
  const pace = new Pace();
  const lines = new Lines();
  let bytes = 0;
  const take = (line: Buffer): void => {
    const endpoint = reader.take(line.toString('utf8'));
    if (endpoint !== undefined) entries.push(new Entry(placed(endpoint), withoutComma(line)));
  };
  for await (const chunk of chunks) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MOST_TEXT) return { kind: 'too-long' };
    lines.add(chunk);
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      take(line);
      if (pace.isOver) await pace.rest();
    }
  }
  const last = lines.rest();
  if (last.length > 0) take(last);
  const { head, endpoints } = reader.end();
  const { problems } = reader.at;
  if (problems.length > 0 || head === undefined) return { kind: 'problems', problems };
  for (const endpoint of endpoints) entries.push(entryOf(endpoint));
  return { kind: 'read', head, entries };
}

const LF = 0x0a;
const COMMA = 0x2c;

function withoutComma(line: Buffer): Buffer {
  return line[line.length - 1] === COMMA ? line.subarray(0, -1) : line;
}

/** Cuts chunks at their line feeds. */
class Lines {
  #parts: Buffer[] = [];
  #chunk: Buffer = nothing;
  #at = 0;

  /** When `next` has none left. */
  add(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#at = 0;
  }

  next(): Buffer | undefined {
    const end = this.#chunk.indexOf(LF, this.#at);
    const part = this.#chunk.subarray(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#chunk.length : end + 1;
    if (end < 0) {
      if (part.length > 0) this.#parts.push(part);
      return undefined;
    }
    if (this.#parts.length === 0) return part;
    this.#parts.push(part);
    return this.rest();
  }

  /** What came behind the last line feed. */
  rest(): Buffer {
    const rest = Buffer.concat(this.#parts);
    this.#parts = [];
    return rest;
  }
}
