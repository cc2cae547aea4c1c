/**
 * Streams that two parsers might read in two ways, and such as no client means well with (RFC 9110, RFC 9112).
 * `routes`: how many whole requests an instance gets of it.
 */
export type Case = { readonly name: string; readonly text: string; readonly routes: number };

const bait = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const baitLength = bait.length;

const post = (fields: string, body = ''): string => `POST /score HTTP/1.1\r\nHost: x\r\n${fields}\r\n${body}`;
const get = (fields: string): string => `GET /score HTTP/1.1\r\nHost: x\r\n${fields}\r\n`;

/** Length and coding against each other. */
const framing: readonly Case[] = [
  {
    name: 'CL.TE',
    text: post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\nG'),
    routes: 0,
  },
  {
    name: 'CL.TE with a request behind',
    text: post(`Content-Length: ${5 + baitLength}\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${bait}`),
    routes: 0,
  },
  {
    name: 'TE.CL',
    text: post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', `24\r\n${bait}\r\n0\r\n\r\n`),
    routes: 0,
  },
  {
    name: 'TE.TE twice chunked',
    text: post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${bait}`),
    routes: 0,
  },
  {
    name: 'TE.TE identity',
    text: post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${bait}`),
    routes: 0,
  },
  {
    name: 'TE.TE list',
    text: post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${bait}`),
    routes: 0,
  },
  { name: 'TE other', text: post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  { name: 'TE quoted', text: post('Transfer-Encoding: "chunked"\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  {
    name: 'TE with a vertical tab',
    text: post('Transfer-Encoding: \x0bchunked\r\n', `0\r\n\r\n${bait}`),
    routes: 0,
  },
  {
    name: 'TE with a no-break space',
    text: post('Transfer-Encoding: chunked\xa0\r\n', `0\r\n\r\n${bait}`),
    routes: 0,
  },
  { name: 'TE before a space', text: post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  { name: 'TE behind a space', text: post(' Transfer-Encoding: chunked\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  { name: 'TE folded', text: post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  { name: 'TE empty', text: post('Transfer-Encoding:\r\n', `0\r\n\r\n${bait}`), routes: 0 },
  {
    name: 'two lengths that differ',
    text: post(`Content-Length: 0\r\nContent-Length: ${baitLength}\r\n`, bait),
    routes: 0,
  },
  {
    name: 'two lengths that are equal',
    text: post('Content-Length: 5\r\nContent-Length: 5\r\n', 'hello'),
    routes: 0,
  },
  { name: 'a list of lengths', text: post('Content-Length: 5, 5\r\n', 'hello'), routes: 0 },
  { name: 'a length with a sign', text: post('Content-Length: +5\r\n', 'hello'), routes: 0 },
  { name: 'a negative length', text: post('Content-Length: -1\r\n', bait), routes: 0 },
  { name: 'a hexadecimal length', text: post('Content-Length: 0x5\r\n', 'hello'), routes: 0 },
  { name: 'a length with a space inside', text: post('Content-Length: 1 5\r\n', 'hello'), routes: 0 },
  { name: 'an empty length', text: post('Content-Length:\r\n', bait), routes: 0 },
  {
    name: 'a length beyond 64 bits',
    text: post('Content-Length: 18446744073709551616\r\n', bait),
    routes: 0,
  },
  { name: 'a length with leading zeros', text: post('Content-Length: 0005\r\n', 'hello'), routes: 1 },
  { name: 'a folded length', text: post('Content-Length:\r\n 5\r\n', 'hello'), routes: 0 },
  { name: 'a length with a NUL', text: post('Content-Length: 5\0\r\n', 'hello'), routes: 0 },
  { name: 'a length with a no-break space', text: post('Content-Length: 5\xa0\r\n', 'hello'), routes: 0 },
  { name: 'a GET with a body', text: `${get(`Content-Length: ${baitLength}\r\n`)}${bait}`, routes: 1 },
  {
    name: 'a length named by Connection',
    text: post(`Connection: content-length\r\nContent-Length: ${baitLength}\r\n`, bait),
    routes: 1,
  },
  {
    name: 'a coding named by Connection',
    text: post('Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n', '5\r\nhello\r\n0\r\n\r\n'),
    routes: 1,
  },
];

/** Line ends, blanks and controls where they do not belong. */
const lines: readonly Case[] = [
  { name: 'obs-fold', text: get('X: a\r\n b\r\n'), routes: 0 },
  { name: 'a fold before the first field', text: 'GET / HTTP/1.1\r\n Host: x\r\n\r\n', routes: 0 },
  { name: 'bare LF in the head', text: 'GET / HTTP/1.1\nHost: x\n\n', routes: 0 },
  { name: 'bare LF ends one field', text: get('X: a\nY: b\r\n'), routes: 0 },
  { name: 'bare LF hides a field', text: get('X: a\nTransfer-Encoding: chunked\r\n'), routes: 0 },
  { name: 'bare CR in a value', text: get('X: a\rY: b\r\n'), routes: 0 },
  { name: 'bare CR before the end', text: get('X: a\r\r\n'), routes: 0 },
  { name: 'LF CR', text: get('X: a\n\r'), routes: 0 },
  { name: 'NUL in a value', text: get('X: a\0b\r\n'), routes: 0 },
  { name: 'NUL in a name', text: get('X\0Y: b\r\n'), routes: 0 },
  { name: 'DEL in a value', text: get('X: a\x7fb\r\n'), routes: 0 },
  { name: 'a space before the colon', text: get('X : a\r\n'), routes: 0 },
  { name: 'a line without a colon', text: get('nonsense\r\n'), routes: 0 },
  { name: 'an empty name', text: get(': a\r\n'), routes: 0 },
  { name: 'a name with a separator', text: get('X(Y): a\r\n'), routes: 0 },
  { name: 'a name above ASCII', text: get('X\xff: a\r\n'), routes: 0 },
  { name: 'a value above ASCII', text: get('X: \xe4\xff\r\n'), routes: 1 },
  { name: 'an empty line before the request', text: `\r\n${get('')}`, routes: 1 },
  { name: 'bytes before the request', text: `x\r\n${get('')}`, routes: 0 },
];

const targets: readonly Case[] = [
  { name: 'no Host', text: 'GET /score HTTP/1.1\r\n\r\n', routes: 0 },
  { name: 'two Hosts', text: 'GET /score HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', routes: 0 },
  { name: 'absolute form', text: 'GET http://x/score HTTP/1.1\r\nHost: x\r\n\r\n', routes: 1 },
  { name: 'a space in the target', text: 'GET /a b HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'a control in the target', text: 'GET /a\x01 HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'a tab for a space', text: 'GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'no target', text: 'GET HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'HTTP/0.9', text: 'GET /\r\n', routes: 0 },
  { name: 'HTTP/1.0', text: 'GET /score HTTP/1.0\r\nHost: x\r\n\r\n', routes: 1 },
  { name: 'HTTP/1.2', text: 'GET / HTTP/1.2\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'HTTP/2 preface', text: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', routes: 0 },
  { name: 'TLS', text: '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', routes: 0 },
  { name: 'CONNECT', text: 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'an unknown method', text: 'SMUGGLE / HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
  { name: 'a method in lower case', text: 'get / HTTP/1.1\r\nHost: x\r\n\r\n', routes: 0 },
];

const chunk = (body: string): string => post('Transfer-Encoding: chunked\r\n', body);

/** Refused behind their head, which may have been sent on by then; never a whole request. */
const chunks: readonly Case[] = [
  { name: 'a chunk size with a sign', text: chunk('+5\r\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'a chunk size in 0x', text: chunk('0x5\r\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'a chunk size beyond 64 bits', text: chunk('10000000000000005\r\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'an empty chunk size', text: chunk('\r\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'a space behind a chunk size', text: chunk('5 \r\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'bare LF behind a chunk size', text: chunk('5\nhello\r\n0\r\n\r\n'), routes: 0 },
  { name: 'a chunk longer than its size', text: chunk(`5\r\nhelloworld\r\n0\r\n\r\n${bait}`), routes: 0 },
  { name: 'a chunk shorter than its size', text: chunk(`20\r\nhello\r\n0\r\n\r\n${bait}`), routes: 0 },
  { name: 'bare LF behind a chunk', text: chunk('5\r\nhello\n0\r\n\r\n'), routes: 0 },
  { name: 'an extension with a bare LF', text: chunk(`5;a\nhello\r\n0\r\n\r\n${bait}`), routes: 0 },
  { name: 'a length in the trailer', text: chunk(`0\r\nContent-Length: ${baitLength}\r\n\r\n`), routes: 0 },
  { name: 'a coding in the trailer', text: chunk('0\r\nTransfer-Encoding: chunked\r\n\r\n'), routes: 0 },
  { name: 'a folded trailer', text: chunk('0\r\nX: a\r\n b\r\n\r\n'), routes: 0 },
];

const hops: readonly Case[] = [
  {
    name: 'Upgrade h2c',
    text: get('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n'),
    routes: 1,
  },
  { name: 'Upgrade websocket', text: get('Connection: Upgrade\r\nUpgrade: websocket\r\n'), routes: 1 },
  {
    name: 'Upgrade h2c and a second request',
    text: `${get('Connection: Upgrade\r\nUpgrade: h2c\r\n')}${bait}`,
    routes: 1,
  },
  { name: 'requests behind Connection: close', text: `${get('Connection: close\r\n')}${bait}`, routes: 1 },
  { name: 'two good requests', text: `${post('Content-Length: 5\r\n', 'hello')}${get('')}`, routes: 2 },
];

export const corpus: readonly Case[] = [...framing, ...lines, ...targets, ...chunks, ...hops];
export { bait };
