/** Answers of instances: right, nearly right, cut short, and with more behind them. */
import fc from 'fast-check';
import { cut, cuts, damaged } from './edits.ts';
import { emptyLine, framingFields, lineEnd, linesOf, often, one, otherFields, plainValue } from './parts.ts';

export type InstanceAnswer = { readonly pieces: readonly string[] };

const start = fc.oneof(
  often(
    20,
    fc
      .tuple(one('HTTP/1.1§HTTP/1.1§HTTP/1.1§HTTP/1.0'), one('200§200§200§200§201§204§304§404§500§999'))
      .map((two) => two.join(' ')),
  ),
  often(2, one('HTTP/1.1 100§HTTP/1.1 102§HTTP/1.1 199§HTTP/1.1 101')),
  often(
    1,
    one(
      'HTTP/2.0 200§HTTP/1.1 20§HTTP/1.1 2000§HTTP/1.1  200§HTTP/1.1 0200§HTTP/1.1 099§http/1.1 200§ICY 200§',
    ),
  ),
);
const reason = fc.oneof(often(12, one(' OK§ OK§ Not Found§ §')), often(1, one('OK§ O\0K§ O\rK§\t§ \xe4')));

const lines = linesOf([
  ...framingFields,
  often(
    14,
    fc.tuple(one('Content-Type§Server§Date§x-request-id§azureml-model-deployment§Set-Cookie'), plainValue),
  ),
  ...otherFields,
]);

/** Fields that go with a body, and the body. */
const sized = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...'ab\r\n0'), maxLength: 20 }),
    fc.oneof(often(8, fc.constant(0)), often(1, fc.constantFrom(1, -1, 7))),
  )
  .map(([text, off]) => [`Content-Length: ${Math.max(0, text.length + off)}\r\n`, text]);

const size = fc.oneof(often(20, fc.constant('')), often(1, one('0§00§+§-§0x§ §000000000000000')));
const extension = fc.oneof(
  often(20, fc.constant('')),
  often(2, one(';a§;a=b§;a="b c"§;a=b;c')),
  often(1, one(' §\t§;§;;§;a=§;=b§; a§;a =b§;a= b§;a="b§;a="\\""§;a="b"c§;\0§;a\x80§ ;a§,')),
);
const chunk = fc
  .tuple(
    size,
    fc.string({ unit: fc.constantFrom(...'ab\r\n0;'), maxLength: 20 }),
    extension,
    lineEnd,
    lineEnd,
  )
  .map(
    ([zeros, text, more, first, second]) =>
      `${zeros}${text.length.toString(16)}${more}${first}${text}${second}`,
  );
const trailers = fc.oneof(often(6, fc.constant('')), often(1, linesOf([...framingFields, ...otherFields])));
const chunked = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), one('0§0§00§0;a=b§'), trailers, emptyLine)
  .map(([chunks, zero, more, last]) => [
    'Transfer-Encoding: chunked\r\n',
    `${chunks.join('')}${zero}\r\n${more}${last}`,
  ]);
const toClose = fc.string({ maxLength: 10 }).map((text) => ['', text]);

const behind = fc.oneof(
  often(12, fc.constant('')),
  often(1, one('x§\r\n§HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil')),
);

const text = fc
  .tuple(
    start,
    reason,
    lineEnd,
    lines,
    fc.oneof(often(4, sized), often(5, chunked), often(1, toClose)),
    emptyLine,
    behind,
  )
  .map(
    ([first, why, end, fields, [framing, body], last, more]) =>
      `${first}${why}${end}${framing}${fields}${last}${body}${more}`,
  );

export const instanceAnswer: fc.Arbitrary<InstanceAnswer> = fc.record({
  pieces: fc.tuple(damaged(text, 3), cuts).map(([whole, places]) => cut(whole, places)),
});
