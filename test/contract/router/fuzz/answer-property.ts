/** An answer that the router takes is one that llhttp reads in the same way, to the same byte. */
import { deepStrictEqual, strictEqual } from 'node:assert';
import { type AnswerHead, readAnswerHead } from '../../../../src/router/wire/answer-head.ts';
import { ChunkedReader } from '../../../../src/router/wire/chunked.ts';
import type { InstanceAnswer } from './answers.ts';
import { type Answer, AnswerParser } from './llhttp-answers.ts';

type Taken = { readonly head: AnswerHead; body: string; whole: boolean; readonly end: number };

/** Whether an answer was taken, whole or not. Throws when the two readings differ. */
export async function checkAnswer({ pieces }: InstanceAnswer): Promise<boolean> {
  const text = pieces.join('');
  const taken = take(text, pieces);
  if (taken === undefined) return false;
  const parser = new AnswerParser();
  await new Promise((resolve) => setImmediate(resolve));
  try {
    parser.feed(text.slice(0, taken.end - 1));
    if (taken.whole) strictEqual(parser.answer?.whole ?? false, false, 'llhttp saw the end too early');
    parser.feed(text.slice(taken.end - 1, taken.end));
    compare(taken, parser.answer);
  } finally {
    parser.close();
  }
  return true;
}

function compare(taken: Taken, answer: Answer | undefined): void {
  deepStrictEqual(
    [taken.head.status, taken.body, taken.whole],
    [answer?.status, answer?.body, answer?.whole],
  );
  // What goes on to the client are fields that llhttp sees too, in their order.
  const seen = (answer?.fields ?? []).map((part, at) =>
    at % 2 === 0 ? part : part.replace(/^[ \t]+|[ \t]+$/g, ''),
  );
  let at = 0;
  for (const line of taken.head.fields.split('\r\n').slice(0, -1)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    while (at < seen.length && !(seen[at] === name && seen[at + 1] === value)) at += 2;
    strictEqual(at < seen.length, true, `llhttp does not see the field ${JSON.stringify(line)}`);
    at += 2;
  }
}

/** As the connection to an instance goes about it: interim answers are passed over. */
function take(text: string, pieces: readonly string[]): Taken | undefined {
  let from = 0;
  for (;;) {
    const end = text.indexOf('\r\n\r\n', from);
    const head = end < 0 ? undefined : readAnswerHead(text.slice(from, end + 4));
    if (head === undefined || head.status === 101) return undefined;
    from = end + 4;
    if (head.status >= 200) return takeBody(head, text, from, pieces);
  }
}

function takeBody(
  head: AnswerHead,
  text: string,
  from: number,
  pieces: readonly string[],
): Taken | undefined {
  if (head.status === 204 || head.status === 304) return { head, body: '', whole: true, end: from };
  if (head.chunked) return takeChunks(head, from, pieces);
  const end = head.length < 0 ? text.length : Math.min(text.length, from + head.length);
  const body = text.slice(from, end);
  return { head, body, whole: body.length === head.length, end };
}

/** In the pieces in which it came. */
function takeChunks(head: AnswerHead, from: number, pieces: readonly string[]): Taken | undefined {
  const reader = new ChunkedReader();
  let body = '';
  let start = 0;
  for (const piece of pieces) {
    const bytes = Buffer.from(piece, 'latin1');
    const first = Math.min(bytes.length, Math.max(0, from - start));
    const at = reader.read(bytes, first, bytes.length, (a, b) => {
      body += bytes.toString('latin1', a, b);
    });
    if (reader.broken) return undefined;
    if (reader.done) return { head, body, whole: true, end: start + at };
    start += piece.length;
  }
  return { head, body, whole: false, end: start };
}
