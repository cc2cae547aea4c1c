/** What the generators of heads and bodies are made of. Texts have one byte a character. */
import fc from 'fast-check';

export const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** One of the texts; each argument holds several, with § between them. */
export const one = (...texts: string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts.flatMap((text) => text.split('§')));

const unit = (characters: string) => fc.constantFrom(...characters);

export const token = fc.string({ unit: unit("aB9-_.!#$%&'*+^`|~"), minLength: 1, maxLength: 10 });
export const plainValue = fc.string({ unit: unit('aZ0 \t,;=":/~-'), maxLength: 20 });
const strangeValue = fc.string({ unit: unit('a \0\x01\x08\x0b\x0c\x1f\x7f\x80\xa0\xff\r\n'), maxLength: 4 });
const strangeName = one(
  '§ § Host§Ho st§X\0§X\x7f§X(§X,§X/§X@§X[§X{§X"§X\x80§\tX§X\r§X\n§:§Content-Length\0§Transfer-Encoding ',
  '\x0bTransfer-Encoding§Content_Length§Content Length',
);

const number = fc.oneof(
  often(12, fc.nat({ max: 20 }).map(String)),
  often(
    3,
    one(
      '00§05§+5§-5§0x5§5 § 5§5\t§5, 5§5,5§5;§5.0§5e1§§ §5 5§\xa05§5\xa0§5\0',
      '18446744073709551616§18446744073709551621§9007199254740993§999999999999999§1000000000000000',
    ),
  ),
);
const coding = one(
  'chunked§Chunked§chunked § chunked§xchunked§chunkedx§chunked, chunked§identity§gzip, chunked§chunked, identity',
  'chunked;q=1§"chunked"§chunked\xa0§\x0bchunked§chunked\x0b§§,chunked§chunked,§identity, chunked',
);
const connection = one(
  'keep-alive§Keep-Alive§close§CLOSE§close §keep-alive, close§upgrade§Upgrade, HTTP2-Settings§te',
  'content-length§transfer-encoding§x, close§§,§closed',
);

export type Field = fc.WeightedArbitrary<[name: string, value: string]>;

/** Fields that frame a message, right or wrong. */
export const framingFields: readonly Field[] = [
  often(6, fc.tuple(one('Content-Length§content-length§CONTENT-LENGTH'), number)),
  often(2, fc.tuple(one('Transfer-Encoding§transfer-encoding§TRANSFER-ENCODING'), coding)),
  often(4, fc.tuple(one('Connection§connection'), connection)),
];

export const otherFields: readonly Field[] = [
  often(16, fc.tuple(token, plainValue)),
  often(1, fc.tuple(token, strangeValue)),
  often(1, fc.tuple(strangeName, plainValue)),
];

export const lineEnd = fc.oneof(
  often(500, fc.constant('\r\n')),
  often(2, one('\n§\r§\r\r\n§\n\r§\r\n §\r\n\t§ \r\n§\0\r\n§\x0b\r\n§\x85\r\n')),
);

const colon = fc.oneof(
  often(300, one(': §:§:\t§:  ')),
  often(2, one(' : § :§\t:§§ §::§;§=§:\r\n §:\0§: \x0c')),
);

export const emptyLine = fc.oneof(often(60, fc.constant('\r\n')), often(1, one('\n§\r§\r\r\n§ \r\n§\n\r\n')));

export function linesOf(fields: readonly Field[]): fc.Arbitrary<string> {
  const line = fc.tuple(fc.oneof(...fields), colon, lineEnd);
  const text = line.map(([[name, value], between, end]) => name + between + value + end);
  return fc.array(text, { maxLength: 5 }).map((some) => some.join(''));
}
