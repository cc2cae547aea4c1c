/** The reader of an instance's answer heads: strict, since what is misread here is answered to the wrong client. */
import { decimal, OBSOLETE, runEnd, TOKEN, trimmed, VALUE } from './characters.ts';

/** Longest head of an answer, in bytes. */
export const ANSWER_HEAD = 64 * 1024;

export type AnswerHead = {
  readonly status: number;
  /** The end-to-end fields, each ended by CRLF, without the framing and without those the router writes itself. */
  readonly fields: string;
  /** Bytes of the body as the head says; -1 when it does not. */
  readonly length: number;
  readonly chunked: boolean;
  /** Whether the connection can carry another request afterwards. */
  readonly keepAlive: boolean;
  /** What the worker says of run() (`x-teal-span`), for the router alone; '' when it does not. */
  readonly span: string;
  /** `fields` behind those that name a deployment, and which one. */
  named: string;
  namedFor: string | undefined;
};

const TEXT = VALUE | OBSOLETE;
const COLON = 0x3a;
const SPACE = 0x20;
const CR = 0x0d;
const LF = 0x0a;

/** `text` is a whole head with its empty line, one byte a character. undefined: not one to be trusted. */
export function readAnswerHead(text: string): AnswerHead | undefined {
  const http11 = text.startsWith('HTTP/1.1 ');
  if (!http11 && !text.startsWith('HTTP/1.0 ')) return undefined;
  const status = decimal(text, 9, 12);
  const lineEnd = runEnd(text, 12, TEXT);
  if (status < 100 || !isLineEnd(text, lineEnd)) return undefined;
  if (lineEnd > 12 && text.charCodeAt(12) !== SPACE) return undefined;
  const noted = readFields(text, lineEnd + 2, http11);
  if (noted === undefined) return undefined;
  // Two ways to tell where an answer ends are one too many.
  if (noted.chunked && (noted.length >= 0 || !http11)) return undefined;
  // Nor does an interim answer have an end to tell of, or the last word.
  if (status < 200 && (noted.chunked || noted.length >= 0 || !noted.keepAlive)) return undefined;
  return {
    status,
    fields: noted.fields,
    length: noted.length,
    chunked: noted.chunked,
    keepAlive: noted.keepAlive,
    span: noted.span,
    named: '',
    namedFor: undefined,
  };
}

type Noted = {
  fields: string;
  length: number;
  chunked: boolean;
  keepAlive: boolean;
  named: string;
  span: string;
};

function readFields(text: string, first: number, http11: boolean): Noted | undefined {
  const noted: Noted = { fields: '', length: -1, chunked: false, keepAlive: http11, named: '', span: '' };
  let run = first;
  let at = first;
  while (text.charCodeAt(at) !== CR) {
    const nameEnd = runEnd(text, at, TOKEN);
    if (nameEnd === at || text.charCodeAt(nameEnd) !== COLON) return undefined;
    const lineEnd = runEnd(text, nameEnd + 1, TEXT);
    if (!isLineEnd(text, lineEnd)) return undefined;
    const name = text.slice(at, nameEnd).toLowerCase();
    if (isOurs(name)) {
      if (!note(noted, name, trimmed(text, nameEnd + 1, lineEnd))) return undefined;
      noted.fields += text.slice(run, at);
      run = lineEnd + 2;
    }
    at = lineEnd + 2;
  }
  if (text.charCodeAt(at + 1) !== LF || at + 2 !== text.length) return undefined;
  noted.fields += text.slice(run, at);
  return noted.named === '' ? noted : obey(noted);
}

/** Fields of this hop, and those with which no script may speak for the router. */
function isOurs(name: string): boolean {
  switch (name) {
    case 'content-length':
    case 'transfer-encoding':
    case 'connection':
    case 'keep-alive':
    case 'proxy-connection':
    case 'trailer':
    case 'upgrade':
    // As proxies do: the date of the answer is that of the one who sends it.
    case 'date':
    case 'x-request-id':
    case 'x-ms-client-request-id':
    case 'azureml-model-deployment':
    case 'azureml-model-session':
    case 'ms-azureml-model-error-statuscode':
    case 'ms-azureml-model-error-reason':
    case 'x-teal-span':
      return true;
    default:
      return false;
  }
}

function note(noted: Noted, name: string, value: string): boolean {
  switch (name) {
    case 'content-length': {
      const length = decimal(value, 0, value.length);
      if (length < 0 || noted.length >= 0) return false;
      noted.length = length;
      return true;
    }
    case 'transfer-encoding':
      if (noted.chunked || value.toLowerCase() !== 'chunked') return false;
      noted.chunked = true;
      return true;
    case 'connection':
      noted.named += `,${value.toLowerCase()}`;
      return true;
    case 'x-teal-span':
      noted.span = value;
      return true;
    default:
      return true;
  }
}

/** What Connection asks: to close, to keep, or to take the fields that it names as this hop's. */
function obey(noted: Noted): Noted {
  if (noted.named === ',keep-alive') {
    noted.keepAlive = true;
    return noted;
  }
  const names = noted.named.split(',').map((name) => name.trim());
  if (names.includes('close')) noted.keepAlive = false;
  else if (names.includes('keep-alive')) noted.keepAlive = true;
  if (names.every((name) => name === '' || name === 'close' || name === 'keep-alive')) return noted;
  const kept = noted.fields
    .split('\r\n')
    .filter((line) => line === '' || !names.includes(line.slice(0, line.indexOf(':')).toLowerCase()));
  noted.fields = kept.join('\r\n');
  return noted;
}

function isLineEnd(text: string, at: number): boolean {
  return text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF;
}
