import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  type Difference,
  differences,
  flawOf,
  hashedText,
  type Json,
  type KeptLink,
  origin,
  sharesMoved,
} from './history.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** A sound chain with the given contents. */
function chainOf(contents: readonly string[]): KeptLink[] {
  const links: KeptLink[] = [];
  for (const content of contents) {
    const previousHash = links.at(-1)?.hash ?? origin;
    links.push({
      sequence: links.length + 1,
      previousHash,
      hash: hash(hashedText(previousHash, content)),
      content,
    });
  }
  return links;
}

/** The first link that does not hold, and why. */
function firstFlaw(links: readonly KeptLink[]): { readonly at: number; readonly why: string } | undefined {
  let last: Pick<KeptLink, 'sequence' | 'hash'> = { sequence: 0, hash: origin };
  for (const [at, link] of links.entries()) {
    const why = flawOf(last, link, hash);
    if (why !== undefined) return { at, why };
    last = link;
  }
  return undefined;
}

describe('the chain', () => {
  const links = chainOf(['a', 'b', 'c', 'd']);
  const changed = (at: number, change: Partial<KeptLink>) =>
    links.map((link, index) => (index === at ? { ...link, ...change } : link));
  const rehashed = (at: number, content: string) => {
    const previousHash = links[at]?.previousHash ?? '';
    return changed(at, { content, hash: hash(hashedText(previousHash, content)) });
  };

  test('holds as it was written', () => {
    expect(firstFlaw(links)).toBeUndefined();
  });

  test.each<[string, readonly KeptLink[], number, string]>([
    ['another content', changed(1, { content: 'B' }), 1, 'its content was changed'],
    ['another content and its right hash', rehashed(1, 'B'), 2, 'it does not follow the record before it'],
    ['another hash', changed(2, { hash: origin }), 2, 'its content was changed'],
    ['a record less', links.toSpliced(1, 1), 1, 'the records from 2 are missing'],
    ['no beginning', links.slice(1), 0, 'the records from 1 are missing'],
    ['two that changed places', [...links].reverse(), 0, 'the records from 1 are missing'],
    ['one twice', links.toSpliced(2, 0, ...links.slice(1, 2)), 2, 'the records from 3 are missing'],
  ])('with %s does not', (_, tampered, at, why) => {
    expect(firstFlaw(tampered)).toEqual({ at, why });
  });

  test('shows any single edit at the edited link or the one after it', () => {
    const edit = fc.record({ at: fc.nat(4), content: fc.string(), honest: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 5, maxLength: 5 }),
        edit,
        (contents, { at, content, honest }) => {
          fc.pre(content !== contents[at]);
          const sound = chainOf(contents);
          const previousHash = sound[at]?.previousHash ?? '';
          const forged = honest ? { content, hash: hash(hashedText(previousHash, content)) } : { content };
          const flaw = firstFlaw(sound.map((link, index) => (index === at ? { ...link, ...forged } : link)));
          // A last record with a hash to match is a chain like any other: only a noted head tells.
          expect(flaw?.at).toBe(honest ? (at === 4 ? undefined : at + 1) : at);
        },
      ),
    );
  });
});

test('canonical JSON is the same whatever the order of members, and reads back', () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value);
      expect(canonical(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

describe('differences', () => {
  test.each<[string, Json, Json, readonly Difference[]]>([
    ['nothing', { a: { b: [1] } }, { a: { b: [1] } }, []],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ path: 'a.b', before: 1, after: 2 }]],
    ['a new member', { a: {} }, { a: { b: 1 } }, [{ path: 'a.b', after: 1 }]],
    ['a member less', { a: { b: null } }, { a: {} }, [{ path: 'a.b', before: null }]],
    ['a list as a whole', { a: [1, 2] }, { a: [1] }, [{ path: 'a', before: [1, 2], after: [1] }]],
    [
      'what a list of as many has in another way',
      { a: [{ b: 1 }, { b: 2 }] },
      { a: [{ b: 1 }, { b: 3, c: 4 }] },
      [
        { path: 'a[1].b', before: 2, after: 3 },
        { path: 'a[1].c', after: 4 },
      ],
    ],
    ['a list that is longer', { a: [{}] }, { a: [{}, {}] }, [{ path: 'a', before: [{}], after: [{}, {}] }]],
    ['another type', { a: { b: 1 } }, { a: 'b' }, [{ path: 'a', before: { b: 1 }, after: 'b' }]],
    ['odd names', { 'a.b': { '': 1 } }, { 'a.b': { '': 2 } }, [{ path: '["a.b"][""]', before: 1, after: 2 }]],
    [
      'names that objects have',
      { tags: {} },
      { tags: { constructor: 'x' } },
      [{ path: 'tags.constructor', after: 'x' }],
    ],
    ['a creation', null, { a: 1 }, []],
    ['a deletion', { a: 1 }, null, []],
  ])('tell %s', (_, before, after, expected) => {
    expect(differences(before, after)).toEqual(expected);
  });
});

test('traffic moved when live or mirrored percentages did, whatever their order', () => {
  const one = { traffic: { blue: 90, green: 10 }, mirror: {} };
  expect(sharesMoved(one, { traffic: { green: 10, blue: 90 }, mirror: {} })).toBeNull();
  const other = { traffic: { blue: 100 }, mirror: { green: 10 } };
  expect(sharesMoved(one, { ...other, ...{ description: 'more of an endpoint' } })).toEqual({
    before: one,
    after: other,
  });
});
