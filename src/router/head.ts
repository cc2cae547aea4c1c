/** The request's head, read once: what the later stages ask for, and the headers that go on to an instance. */

export type Head = {
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
  /** Bytes; -1 when the body is chunked or there is none. */
  readonly contentLength: number;
  readonly hasBody: boolean;
  /** Names and values in turn; without hop-by-hop headers, Host, Authorization and the two request ids. */
  readonly forwarded: string[];
};

type Noted = {
  host: string;
  authorization: string;
  authorizations: number;
  deployment: string;
  clientRequestId: string;
  connection: string;
  contentLength: number;
  chunked: boolean;
};

/** `rawHeaders` holds names and values in turn, as received. */
export function readHead(method: string, target: string, rawHeaders: readonly string[]): Head {
  const path = originForm(target);
  const mark = path.indexOf('?');
  const forwarded: string[] = [];
  const noted: Noted = {
    host: '',
    authorization: '',
    authorizations: 0,
    deployment: '',
    clientRequestId: '',
    connection: '',
    contentLength: -1,
    chunked: false,
  };
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    if (goesOn(noted, name, value)) forwarded.push(name, value);
  }
  return {
    method,
    path: mark < 0 ? path : path.slice(0, mark),
    query: mark < 0 ? '' : path.slice(mark),
    hostLabel: firstLabel(noted.host),
    credential: noted.authorizations === 1 ? bearer(noted.authorization) : '',
    deployment: noted.deployment,
    clientRequestId: noted.clientRequestId,
    contentLength: noted.contentLength,
    hasBody: noted.chunked || noted.contentLength > 0,
    forwarded: isPlain(noted.connection) ? forwarded : withoutNamed(forwarded, noted.connection),
  };
}

/** Notes what the router needs of a header; tells whether the instance gets it too. */
function goesOn(noted: Noted, name: string, value: string): boolean {
  switch (name.toLowerCase()) {
    case 'host':
      noted.host = value;
      return false;
    case 'authorization':
      noted.authorization = value;
      noted.authorizations += 1;
      return false;
    case 'x-ms-client-request-id':
      noted.clientRequestId = sanitise(value);
      return false;
    case 'connection':
      noted.connection = noted.connection === '' ? value : `${noted.connection},${value}`;
      return false;
    case 'transfer-encoding':
      noted.chunked = true;
      return false;
    case 'content-length':
      noted.contentLength = Number(value);
      return true;
    case 'azureml-model-deployment':
      noted.deployment = value.trim();
      return true;
    case 'keep-alive':
    case 'proxy-authorization':
    case 'proxy-connection':
    case 'te':
    case 'trailer':
    case 'upgrade':
    case 'expect':
    case 'x-request-id':
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

export function isPlain(connection: string): boolean {
  if (connection === '' || connection === 'keep-alive' || connection === 'close') return true;
  return connection.length === 10 && connection.toLowerCase() === 'keep-alive';
}

/** The rare Connection header that names headers of this hop; it cannot take away what frames the body. */
export function withoutNamed(headers: readonly string[], connection: string): string[] {
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
