import { flawOf, origin } from '../../domain/history.ts';
import type { Parts } from '../parts.ts';

/** `head` is the hash of the last record that holds. */
export type HistoryVerdict = {
  readonly records: number;
  readonly head: string;
  /** The first link that does not hold; its sequence is null when a hash that was to be found is nowhere. */
  readonly broken: { readonly sequence: number | null; readonly why: string } | null;
};

const atOnce = 200;

/**
 * Goes through the whole chain, from the first record of this Teal to the last. Whoever can write to the database file
 * and is ready to compute every hash anew can still rewrite it: only a head that was noted elsewhere tells, which is
 * what `noted` is for.
 */
export async function verifyHistory(
  { store, hash }: Pick<Parts, 'store' | 'hash'>,
  noted?: string,
): Promise<HistoryVerdict> {
  const { history } = store.rows;
  // Read first: what is appended meanwhile only makes the chain longer.
  const length = await history.length();
  let last = { sequence: 0, hash: origin };
  let found = noted === undefined || noted === origin;
  const verdict = (broken: HistoryVerdict['broken']): HistoryVerdict => ({
    records: last.sequence,
    head: last.hash,
    broken,
  });
  for (;;) {
    const links = await history.chain(last.sequence, atOnce);
    for (const link of links) {
      const why = flawOf(last, link, hash);
      if (why !== undefined) return verdict({ sequence: last.sequence + 1, why });
      last = { sequence: link.sequence, hash: link.hash };
      found ||= link.hash === noted;
    }
    if (links.length < atOnce) break;
  }
  if (last.sequence < length) {
    return verdict({
      sequence: last.sequence + 1,
      why: `the records from ${last.sequence + 1} to ${length} are missing at the end`,
    });
  }
  if (!found) return verdict({ sequence: null, why: `no record has the hash ${noted}` });
  return verdict(null);
}
