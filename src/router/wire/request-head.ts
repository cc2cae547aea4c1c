/**
 * The strict reader of request heads. It takes the canonical ones and leaves every other to Node's parser: what it
 * takes, llhttp reads in the same way, so its strictness can cost speed but never safety.
 */
import { createNotes, goesOn, type Head, headOf, type Notes } from '../head.ts';
import { decimal, runEnd, TARGET, TOKEN, trimmed, VALUE } from './characters.ts';

/** Longest head, in bytes, and most fields that are read here. */
export const CANONICAL_HEAD = 16 * 1024;
const MOST_FIELDS = 100;

const VERSION = ' HTTP/1.1\r\n';
const COLON = 0x3a;
const CR = 0x0d;
const LF = 0x0a;
const SLASH = 0x2f;

/** Methods without rules of their own for the body of the answer. */
const methods: readonly string[] = ['POST ', 'GET ', 'PUT ', 'PATCH ', 'DELETE '];

export type CanonicalHead = { readonly text: string; readonly head: Head; readonly keepAlive: boolean };

/** `text` is a whole head with its empty line, one byte a character. undefined: not canonical. */
export function readCanonicalHead(text: string): CanonicalHead | undefined {
  const start = methods.find((name) => text.startsWith(name));
  if (start === undefined || text.charCodeAt(start.length) !== SLASH) return undefined;
  const targetEnd = runEnd(text, start.length, TARGET);
  if (!text.startsWith(VERSION, targetEnd)) return undefined;
  const method = start.slice(0, -1);
  const fields = readFields(text, targetEnd + VERSION.length);
  if (fields === undefined || !isFramed(method, fields.notes)) return undefined;
  const head = headOf(method, text.slice(start.length, targetEnd), fields.notes, fields.forwarded);
  return { text, head, keepAlive: fields.keepAlive };
}

type Fields = { readonly notes: Notes; readonly forwarded: string; readonly keepAlive: boolean };

/** Lines that go on are cut out as runs: what was checked is what is sent. */
function readFields(text: string, first: number): Fields | undefined {
  const notes = createNotes();
  let forwarded = '';
  let run = first;
  let keepAlive = true;
  let at = first;
  for (let count = 0; text.charCodeAt(at) !== CR; count += 1) {
    const nameEnd = runEnd(text, at, TOKEN);
    if (count === MOST_FIELDS || nameEnd === at || text.charCodeAt(nameEnd) !== COLON) return undefined;
    const lineEnd = runEnd(text, nameEnd + 1, VALUE);
    if (text.charCodeAt(lineEnd) !== CR || text.charCodeAt(lineEnd + 1) !== LF) return undefined;
    const name = text.slice(at, nameEnd).toLowerCase();
    const taken = take(notes, name, trimmed(text, nameEnd + 1, lineEnd));
    if (taken === 'strange') return undefined;
    if (taken === 'close') keepAlive = false;
    if (taken !== 'forward') {
      forwarded += text.slice(run, at);
      run = lineEnd + 2;
    }
    at = lineEnd + 2;
  }
  // The empty line is where the head ends, and nowhere before.
  if (text.charCodeAt(at + 1) !== LF || at + 2 !== text.length) return undefined;
  return { notes, forwarded: forwarded + text.slice(run, at), keepAlive };
}

function take(notes: Notes, name: string, value: string): 'forward' | 'drop' | 'close' | 'strange' {
  switch (name) {
    case 'transfer-encoding':
    case 'expect':
    case 'upgrade':
    case 'te':
    case 'trailer':
    case 'proxy-connection':
    case 'keep-alive':
      return 'strange';
    case 'host':
      if (notes.host !== undefined) return 'strange';
      break;
    case 'content-length':
      if (notes.contentLength >= 0 || decimal(value, 0, value.length) < 0) return 'strange';
      break;
    case 'connection':
      return connection(value.toLowerCase());
  }
  return goesOn(notes, name, value) ? 'forward' : 'drop';
}

function connection(value: string): 'drop' | 'close' | 'strange' {
  if (value === 'keep-alive') return 'drop';
  return value === 'close' ? 'close' : 'strange';
}

/** A request without Host is for the other parser to refuse; a GET with a body for it to make sense of. */
function isFramed(method: string, notes: Notes): boolean {
  return notes.host !== undefined && (method !== 'GET' || notes.contentLength <= 0);
}
