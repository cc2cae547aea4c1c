/** Request heads that are right, nearly right and meant to be read in two ways. */
import fc from 'fast-check';
import { damaged } from './edits.ts';
import { emptyLine, framingFields, lineEnd, linesOf, often, one, otherFields, plainValue } from './parts.ts';

const method = fc.oneof(
  often(30, one('POST§GET§PUT§PATCH§DELETE')),
  often(3, one('HEAD§OPTIONS§TRACE§CONNECT§QUERY§M-SEARCH§PRI§FOO§SOURCE')),
  often(2, one('post§POST § POST§PO\tST§GE§GETT§POS\0T§§P@ST§\r\nGET§\nGET')),
);

const gap = fc.oneof(often(60, fc.constant(' ')), often(1, one('  §\t§§\r\n§\xa0')));

const target = fc.oneof(
  often(20, one('/§/api/v1/endpoint/churn/score§/score?a=1&b=/c§/%00/%2e%2e§//x//y§/a;b=c,d')),
  often(
    6,
    fc.string({ unit: fc.constantFrom(...'/?%.a"<\\^{|~`\''), maxLength: 12 }).map((text) => `/${text}`),
  ),
  often(
    2,
    one(
      '*§§score§http://x/score§https://y:8/§x:443§?a§#§/#f§/a#b?c§/a b§/\t§/\x7f§/\x80\xff§/\0§/a\rb§/a\nb',
    ),
  ),
);

const version = fc.oneof(
  often(30, fc.constant(' HTTP/1.1')),
  often(
    2,
    one(
      ' HTTP/1.0§ HTTP/0.9§ HTTP/2.0§ HTTP/1.2§ HTTP/1.10§ HTTP/01.1§ http/1.1§  HTTP/1.1§\tHTTP/1.1§ HTTP/1.1 ',
      ' HTTP/1.1\t§ HTTP/ 1.1§ HTTP/1§ HTTPS/1.1§ ICE/1.0§ RTSP/1.0§§ ',
    ),
  ),
);

const lines = linesOf([
  ...framingFields,
  often(2, fc.tuple(one('Host§host'), one('a§churn.local:80§§a b§a/b§[::1]§a,b§\x80'))),
  often(1, fc.tuple(one('Expect§expect'), one('100-continue§100-Continue§§x'))),
  often(
    1,
    fc.tuple(
      one('Upgrade§HTTP2-Settings§TE§Trailer§Keep-Alive§Proxy-Connection§Sec-WebSocket-Key'),
      one('h2c§websocket§trailers§Content-Length§AAMAAABkAAQ§timeout=5'),
    ),
  ),
  often(
    20,
    fc.tuple(
      one(
        'Authorization§azureml-model-deployment§x-request-id§x-ms-client-request-id§Cookie§Accept§Content-Type',
      ),
      plainValue,
    ),
  ),
  ...otherFields,
]);

const host = fc.oneof(often(20, fc.constant('Host: churn\r\n')), often(1, one('§Host:churn\n§host\r\n')));
const start = fc.tuple(method, gap, target, version, lineEnd).map((parts) => parts.join(''));

export const requestHead: fc.Arbitrary<string> = damaged(
  fc.tuple(start, host, lines, emptyLine).map((parts) => parts.join('')),
  2,
);
