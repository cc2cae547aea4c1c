/** Whole connections: several requests, their bodies right or wrong, cut anywhere, answered at any time. */
import fc from 'fast-check';
import { bait, corpus } from './corpus.ts';
import { cut, cutAt, cuts, damaged } from './edits.ts';
import { requestHead } from './heads.ts';
import { often, one } from './parts.ts';

/** When a request is answered: at once, when its body begins, when it is whole, or in a later turn. */
export type Timing = 'at-once' | 'at-body' | 'whole' | 'later';

export type ClientStream = {
  readonly pieces: readonly string[];
  /** Of the requests in turn; from the first on again when there are more requests. */
  readonly timings: readonly Timing[];
  /** The client closes its half behind the last piece. */
  readonly halfClosed: boolean;
  /** Bytes come in a buffer that is used again for the next ones. */
  readonly borrowed: boolean;
};

const body = fc.oneof(
  often(3, fc.string({ unit: fc.constantFrom(...'a\r\n0:\xff'), maxLength: 30 })),
  often(1, one(`${bait}§\r\n\r\n§0\r\n\r\n§0\r\n\r\n${bait}`)),
  often(
    1,
    fc.nat({ max: 40_000 }).map((count) => 'x'.repeat(count)),
  ),
);

/** Most are good: what is tested is what comes behind them. */
const sized = fc
  .record({
    method: one('POST§PUT§PATCH§DELETE'),
    target: one('/§/score§/a?b'),
    body,
    off: fc.oneof(often(12, fc.constant(0)), often(1, fc.constantFrom(-1, 1, -5, 5, 100_000, 2_000_000))),
    field: fc.oneof(
      often(10, fc.constant('')),
      often(1, one('Connection: close\r\n§Expect: 100-continue\r\n§Connection: keep-alive\r\n')),
    ),
  })
  .map((of) => {
    const length = Math.max(0, of.body.length + of.off);
    return `${of.method} ${of.target} HTTP/1.1\r\nHost: x\r\n${of.field}Content-Length: ${length}\r\n\r\n${of.body}`;
  });

const chunk = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'a\r\n'), maxLength: 12 }),
    one('§§§;a=b§;§ §\0'),
    one('\r\n§\r\n§\r\n§\r\n§\n§'),
  )
  .map(([text, extension, end]) => `${text.length.toString(16)}${extension}\r\n${text}${end}`);

const chunked = fc
  .tuple(
    one('§§Content-Length: 3\r\n'),
    fc.array(chunk, { maxLength: 3 }),
    one('0\r\n\r\n§0\r\n\r\n§0\r\nX: y\r\n\r\n§00\r\n\r\n§0;\r\n\r\n§-1\r\n§'),
  )
  .map(
    ([field, chunks, last]) =>
      `POST /chunked HTTP/1.1\r\nHost: x\r\n${field}Transfer-Encoding: chunked\r\n\r\n${chunks.join('')}${last}`,
  );

const message = fc.oneof(
  often(10, sized),
  often(5, one('GET / HTTP/1.1\r\nHost: x\r\n\r\n§DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n')),
  often(2, chunked),
  often(4, requestHead),
  often(1, fc.constantFrom(...corpus.map(({ text }) => text))),
  often(1, one(`\r\n§\n§\r\n\r\n§\0§x§x${bait}`)),
);

const messages = fc.array(message, { minLength: 1, maxLength: 5 });

const anywhere = fc
  .tuple(
    damaged(
      messages.map((some) => some.join('')),
      2,
    ),
    cuts,
  )
  .map(([text, places]) => cut(text, places));

/** Where one message ends and the next one begins, and a byte or two beside it. */
const betweenMessages = fc
  .tuple(messages, fc.array(fc.tuple(fc.nat({ max: 4 }), fc.integer({ min: -2, max: 2 })), { maxLength: 4 }))
  .map(([some, places]) => {
    const ends = some.map((_, at) => some.slice(0, at + 1).join('').length);
    return cutAt(
      some.join(''),
      places.map(([at, off]) => Math.max(0, (ends[at] ?? 0) + off)),
    );
  });

export const clientStream: fc.Arbitrary<ClientStream> = fc.record({
  pieces: fc.oneof(anywhere, betweenMessages),
  timings: fc.array(fc.constantFrom<Timing[]>('at-once', 'at-body', 'whole', 'later'), {
    minLength: 1,
    maxLength: 5,
  }),
  halfClosed: fc.boolean(),
  borrowed: fc.boolean(),
});
