/** The request's head, read once: what the later stages ask for, and the fields that go on to an instance. */
import type { Shared } from './logged.ts';
import { type Place, placeOf } from './path.ts';

export type Head = Place & {
  readonly method: string;
  /** Begins with '/'; as the client wrote it, without the query. */
  readonly path: string;
  /** '' or '?' and the rest. */
  readonly query: string;
  /** Lower-case first label of Host; '' when there is no Host. */
  readonly hostLabel: string;
  /** The bearer credential; '' when there is none, another scheme or more than one. */
  readonly credential: string;
  /** Value of `azureml-model-deployment`; '' when absent. */
  readonly deployment: string;
  /** Alphanumerics, '-' and '_' of `x-ms-client-request-id`, at most 40; '' when nothing is left. */
  readonly clientRequestId: string;
  readonly userAgent: string;
  /** As it came; '' when absent, and what nobody can read when it is empty or given twice. */
  readonly traceparent: string;
  /** All of them, joined by commas; '' when absent. */
  readonly tracestate: string;
  /** Bytes; -1 when the body is chunked or there is none. */
  readonly contentLength: number;
  readonly hasBody: boolean;
  /**
   * What the instance gets, each field ended by CRLF, one byte a character: the client's fields without those of the
   * hop, Host, Authorization and the two request ids; then the router's own, but for `x-request-id`.
   */
  readonly forwarded: string;
  /** The rule that let the credential pass, and until when it does so, in seconds since 1970. */
  admittedBy: unknown;
  admittedUntil: number;
  /** What lines of the traffic log say of it. */
  logged: Shared | undefined;
  /** What an instance was asked by it, up to the request's id, and by which path. */
  asked: string;
  askedPath: string | undefined;
};

const UNREADABLE = ',';

export type Notes = {
  host: string | undefined;
  authorization: string;
  authorizations: number;
  deployment: string;
  clientRequestId: string;
  userAgent: string;
  traceparent: string;
  tracestate: string;
  connection: string;
  contentLength: number;
  chunked: boolean;
};

export function createNotes(): Notes {
  return {
    host: undefined,
    authorization: '',
    authorizations: 0,
    deployment: '',
    clientRequestId: '',
    userAgent: '',
    traceparent: '',
    tracestate: '',
    connection: '',
    contentLength: -1,
    chunked: false,
  };
}

/** `forwarded`: the fields for which `goesOn` said so. */
export function headOf(method: string, target: string, notes: Notes, forwarded: string): Head {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const { endpoint, rest } = placeOf(path);
  return {
    method,
    path,
    endpoint,
    rest,
    query: mark < 0 ? '' : target.slice(mark),
    hostLabel: firstLabel(notes.host ?? ''),
    credential: notes.authorizations === 1 ? bearer(notes.authorization) : '',
    deployment: notes.deployment,
    clientRequestId: notes.clientRequestId,
    userAgent: notes.userAgent,
    traceparent: notes.traceparent,
    tracestate: notes.tracestate,
    contentLength: notes.contentLength,
    hasBody: notes.chunked || notes.contentLength > 0,
    forwarded: forwarded + ownFields(method, notes),
    admittedBy: undefined,
    admittedUntil: 0,
    logged: undefined,
    asked: '',
    askedPath: undefined,
  };
}

function ownFields(method: string, notes: Notes): string {
  let own = 'host: localhost\r\n';
  if (notes.clientRequestId !== '') own += `x-ms-client-request-id: ${notes.clientRequestId}\r\n`;
  if (notes.contentLength >= 0) return own;
  if (notes.chunked) return `${own}transfer-encoding: chunked\r\n`;
  return method === 'GET' || method === 'HEAD' ? own : `${own}content-length: 0\r\n`;
}

const forbidden = /[^\t\x20-\x7e\x80-\xff]/;

/** A head that Node has read; `rawHeaders` holds names and values in turn. undefined: it cannot be passed on. */
export function readHead(method: string, target: string, rawHeaders: readonly string[]): Head | undefined {
  const notes = createNotes();
  const forwarded: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    const lower = name.toLowerCase();
    if (forbidden.test(value) || isAmbiguous(notes, lower, value)) return undefined;
    if (goesOn(notes, lower, value)) forwarded.push(name, value);
  }
  const path = originForm(target);
  if (/[^\x21-\x7e]/.test(path)) return undefined;
  const plain = isPlain(notes.connection) ? forwarded : withoutNamed(forwarded, notes.connection);
  return headOf(method, path, notes, linesOf(plain));
}

/** What llhttp lets through and RFC 9112 does not: a second Host (3.2), and codings that nobody here can undo (6.1). */
function isAmbiguous(notes: Notes, name: string, value: string): boolean {
  if (name === 'host') return notes.host !== undefined;
  return name === 'transfer-encoding' && (notes.chunked || value.toLowerCase() !== 'chunked');
}

function linesOf(headers: readonly string[]): string {
  let lines = '';
  for (let at = 0; at + 1 < headers.length; at += 2) lines += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return lines;
}

/** Notes what the router needs of a field; tells whether the instance gets it too. `name` is in lower case. */
export function goesOn(notes: Notes, name: string, value: string): boolean {
  switch (name) {
    case 'host':
      notes.host = value;
      return false;
    case 'authorization':
      notes.authorization = value;
      notes.authorizations += 1;
      return false;
    case 'x-ms-client-request-id':
      notes.clientRequestId = sanitise(value);
      return false;
    case 'connection':
      notes.connection = notes.connection === '' ? value : `${notes.connection},${value}`;
      return false;
    case 'transfer-encoding':
      notes.chunked = true;
      return false;
    case 'content-length':
      notes.contentLength = Number(value);
      return true;
    case 'user-agent':
      notes.userAgent = value;
      return true;
    case 'azureml-model-deployment':
      notes.deployment = value.trim();
      return true;
    case 'traceparent':
      notes.traceparent = notes.traceparent === '' && value !== '' ? value : UNREADABLE;
      return true;
    case 'tracestate':
      notes.tracestate = notes.tracestate === '' ? value : `${notes.tracestate},${value}`;
      return true;
    case 'keep-alive':
    case 'proxy-authorization':
    case 'proxy-connection':
    case 'te':
    case 'trailer':
    case 'upgrade':
    case 'expect':
    case 'x-request-id':
    // The router's own question to the worker.
    case 'x-teal-trace':
      return false;
    default:
      return true;
  }
}

/** 'http://host/path' (absolute form) and '*' become paths. */
function originForm(target: string): string {
  if (target.charCodeAt(0) === 0x2f) return target;
  const scheme = target.indexOf('://');
  const slash = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
  return slash < 0 ? '/' : target.slice(slash);
}

function firstLabel(host: string): string {
  let end = 0;
  while (end < host.length && host[end] !== '.' && host[end] !== ':') end += 1;
  return host.slice(0, end).toLowerCase();
}

function bearer(authorization: string): string {
  if (authorization.length < 8 || authorization.slice(0, 7).toLowerCase() !== 'bearer ') return '';
  return authorization.slice(7).trim();
}

/** The front's rule for client request ids (Azure ML online endpoints). */
function sanitise(value: string): string {
  let kept = '';
  for (let at = 0; at < value.length && kept.length < 40; at += 1) {
    const code = value.charCodeAt(at);
    const letter = (code | 32) >= 0x61 && (code | 32) <= 0x7a;
    const digit = code >= 0x30 && code <= 0x39;
    if (letter || digit || code === 0x2d || code === 0x5f) kept += value[at];
  }
  return kept;
}

function isPlain(connection: string): boolean {
  if (connection === '' || connection === 'keep-alive' || connection === 'close') return true;
  return connection.length === 10 && connection.toLowerCase() === 'keep-alive';
}

/** The rare Connection header that names headers of this hop; it cannot take away what frames the body. */
function withoutNamed(headers: readonly string[], connection: string): string[] {
  const named = connection
    .toLowerCase()
    .split(',')
    .map((token) => token.trim());
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    const lower = name.toLowerCase();
    if (lower === 'content-length' || !named.includes(lower)) kept.push(name, headers[at + 1] ?? '');
  }
  return kept;
}
