/** Tables and deltas that control sends: read, judged and taken in, one at a time, or refused whole. */
import { type InTurn, inSlices } from './in-turn.ts';
import { patch, swap, type TablePatch, type TableSlot, type WholeTable } from './slot.ts';
import { MOST_TEXT, type Refused, readDelta, readTable } from './table-text.ts';

/** A table can be wrong in as many places as it has; nobody reads more than these. */
const MOST_PROBLEMS = 100;

export type Taker = {
  readonly slot: TableSlot;
  /** Resolves when the table on disk was read: changes of it are worth waiting for. */
  readonly adopted: Promise<void>;
  /** Changes of the table, one at a time. */
  readonly inTurn: InTurn;
};

export type Refusal = readonly [status: number, code: string, message: string];

/** A whole table; undefined when it is served now, as it may have been before. */
export async function takeTable(taker: Taker, text: AsyncIterable<unknown>): Promise<Refusal | undefined> {
  const table = await readTable(text);
  return 'kind' in table ? refusalOf(table) : taker.inTurn(() => replace(taker.slot, table));
}

/** A delta of another base is 409, so that control sends one that fits, or the whole table. */
export async function takeDelta(taker: Taker, text: AsyncIterable<unknown>): Promise<Refusal | undefined> {
  const delta = await readDelta(text);
  if ('kind' in delta) return refusalOf(delta);
  await taker.adopted;
  return taker.inTurn(() => change(taker.slot, delta));
}

async function replace(slot: TableSlot, table: WholeTable): Promise<Refusal | undefined> {
  if (table.version < slot.current.version) {
    const message = `Table ${table.version} is older than ${slot.current.version}, which is served.`;
    return [409, 'OlderTable', message];
  }
  if (table.version === slot.current.version) return undefined;
  try {
    await inSlices(swap(slot, table));
  } catch (error) {
    return bad([`tokenKeys cannot be used: ${String(error)}`]);
  }
  return undefined;
}

async function change(slot: TableSlot, delta: TablePatch): Promise<Refusal | undefined> {
  if (delta.version === slot.current.version) return undefined;
  if (delta.base !== slot.current.version) {
    const message = `The delta continues table ${delta.base}, but ${slot.current.version} is served.`;
    return [409, 'OtherBase', message];
  }
  const problems: string[] = [];
  await inSlices(patch(slot, delta, problems));
  return problems.length > 0 ? bad(problems) : undefined;
}

function refusalOf(refused: Refused): Refusal {
  if (refused.kind === 'problems') return bad(refused.problems);
  return [413, 'RequestTooLarge', `A table has at most ${MOST_TEXT} bytes.`];
}

function bad(problems: readonly string[]): Refusal {
  return [400, 'BadTable', problems.slice(0, MOST_PROBLEMS).join('; ')];
}
