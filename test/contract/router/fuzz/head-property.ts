/** A head that the express lane takes is one that llhttp reads in the same way, to the same byte. */
import { deepStrictEqual, fail, strictEqual } from 'node:assert';
import { type Head, readHead } from '../../../../src/router/head.ts';
import { readCanonicalHead } from '../../../../src/router/wire/request-head.ts';
import { type Message, RequestParser } from './llhttp-requests.ts';

/** Would be a request to anyone who takes the body's beginning for a head. */
const BAIT = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n0\r\n\r\n';
const MOST_PER_PARSER = 500;

let parser = new RequestParser();

/** Whether `text` was taken. Throws when the two readings differ. */
export function checkHead(text: string): boolean {
  const end = text.indexOf('\r\n\r\n') + 4;
  const taken = end < 4 ? undefined : readCanonicalHead(text.slice(0, end));
  if (taken === undefined) return false;
  try {
    const length = Math.max(0, taken.head.contentLength);
    const message = heard(text.slice(0, end), bodyOf(length));
    strictEqual(message.keepAlive, taken.keepAlive, 'keep-alive');
    deepStrictEqual(routed(taken.head), routed(readHead(message.method, message.target, message.fields)));
    if (!taken.keepAlive || length > BAIT.length || parser.messages.length >= MOST_PER_PARSER) renew();
  } catch (error) {
    renew();
    throw error;
  }
  return true;
}

function heard(head: string, body: { readonly text: string; readonly whole: boolean }): Message {
  const before = parser.messages.length;
  parser.feed(head.slice(0, -1));
  strictEqual(parser.messages.length, before, 'llhttp saw the end of the head too early');
  parser.feed(head.slice(-1));
  const message = parser.messages[before];
  if (message === undefined) fail(parser.refused ? 'llhttp refuses it' : 'llhttp waits for more');
  strictEqual(message.whole, body.text === '', 'the end of the body');
  parser.feed(body.text.slice(0, -1));
  strictEqual(message.whole, body.text === '', 'the end of the body');
  parser.feed(body.text.slice(-1));
  strictEqual(message.whole, body.whole, 'the end of the body');
  strictEqual(message.body, body.text);
  return message;
}

function bodyOf(length: number) {
  return { text: BAIT.slice(0, length), whole: length <= BAIT.length };
}

function renew(): void {
  parser.close();
  parser = new RequestParser();
}

/** Blanks around values are nobody's; all else must be the same. */
function routed(head: Head | undefined): unknown {
  if (head === undefined) fail('the full lane refuses it');
  const lines = head.forwarded.split('\r\n').map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
  });
  return { ...head, forwarded: lines };
}
