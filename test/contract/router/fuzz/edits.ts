/** Damage to a text: bytes changed, put in, taken out or doubled, and places to cut it. */
import fc from 'fast-check';
import { often, one } from './parts.ts';

type Edit = {
  /** Share of the length. */
  readonly at: number;
  readonly kind: 'change' | 'insert' | 'remove' | 'double';
  readonly byte: string;
};

const share = fc.double({ min: 0, max: 1, noNaN: true });

const edit: fc.Arbitrary<Edit> = fc.record({
  at: share,
  kind: fc.constantFrom<Edit['kind'][]>('change', 'insert', 'remove', 'double'),
  byte: fc.oneof(
    one('\r§\n§ §\t§:§\0§,§\x80§\x0b§0§/'),
    fc.nat({ max: 255 }).map((code) => String.fromCharCode(code)),
  ),
});

const whole = fc.constant<readonly Edit[]>([]);
const some: fc.Arbitrary<readonly Edit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

/** `harmless`: how often nothing is done to the text, for once that something is. */
export function damaged(text: fc.Arbitrary<string>, harmless: number): fc.Arbitrary<string> {
  const edits = fc.oneof(often(harmless, whole), often(1, some));
  return fc.tuple(text, edits).map(([before, changes]) => changes.reduce(edited, before));
}

function edited(text: string, { at, kind, byte }: Edit): string {
  const place = Math.floor(at * text.length);
  const before = text.slice(0, place);
  const after = text.slice(place);
  if (kind === 'insert') return before + byte + after;
  if (kind === 'remove') return before + after.slice(1);
  if (kind === 'double') return before + after.slice(0, 1) + after;
  return before + byte + after.slice(1);
}

/** Where to cut, as shares of the length. */
export const cuts: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant<readonly number[]>([]),
  fc.array(share, { maxLength: 6 }),
);

export function cut(text: string, places: readonly number[]): string[] {
  return cutAt(
    text,
    places.map((place) => Math.floor(place * text.length)),
  );
}

export function cutAt(text: string, places: readonly number[]): string[] {
  let from = 0;
  return [...places, text.length]
    .sort((a, b) => a - b)
    .flatMap((end) => {
      const piece = text.slice(from, end);
      from = Math.max(from, end);
      return piece === '' ? [] : [piece];
    });
}
