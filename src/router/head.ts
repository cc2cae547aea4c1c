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

/** `rawHeaders` holds names and values in turn, as received. */
export function readHead(method: string, target: string, rawHeaders: readonly string[]): Head {
  const path = originForm(target);
  const mark = path.indexOf('?');
  const forwarded: string[] = [];
  let host = '';
  let authorization = '';
  let authorizations = 0;
  let deployment = '';
  let clientRequestId = '';
  let connection = '';
  let contentLength = -1;
  let chunked = false;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    switch (name.toLowerCase()) {
      case 'host':
        host = value;
        break;
      case 'authorization':
        authorization = value;
        authorizations += 1;
        break;
      case 'x-ms-client-request-id':
        clientRequestId = sanitise(value);
        break;
      case 'connection':
        connection = connection === '' ? value : `${connection},${value}`;
        break;
      case 'transfer-encoding':
        chunked = true;
        break;
      case 'content-length':
        contentLength = Number(value);
        forwarded.push(name, value);
        break;
      case 'keep-alive':
      case 'proxy-authorization':
      case 'proxy-connection':
      case 'te':
      case 'trailer':
      case 'upgrade':
      case 'expect':
      case 'x-request-id':
        break;
      case 'azureml-model-deployment':
        deployment = value.trim();
        forwarded.push(name, value);
        break;
      default:
        forwarded.push(name, value);
    }
  }
  return {
    method,
    path: mark < 0 ? path : path.slice(0, mark),
    query: mark < 0 ? '' : path.slice(mark),
    hostLabel: firstLabel(host),
    credential: authorizations === 1 ? bearer(authorization) : '',
    deployment,
    clientRequestId,
    contentLength,
    hasBody: chunked || contentLength > 0,
    forwarded: isPlain(connection) ? forwarded : withoutNamed(forwarded, connection),
  };
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
