/** The one place that speaks HTTP for the typed client; runs in browsers and in Node.js. */
import { armError, TransportError } from './errors.ts';
import { baseUrl, rebased } from './links.ts';
import { reasonHeaders } from './reason.ts';
import { sentPatiently } from './retry.ts';

/** For pages that Teal itself serves: whoever signed in to Studio. The browser sends its cookie, no script sees it. */
export const session = { kind: 'session' } as const;

/**
 * What opens the control plane: the admin token or an access token, or how to get one. `refresh` is true when the last
 * one was refused with 401; the request is then sent once more with the new one.
 */
export type Credential =
  | string
  | typeof session
  | ((ask: { readonly refresh: boolean }) => string | Promise<string>);

export type Connection = {
  /** Of the control plane, for instance `http://127.0.0.1:8400`, or of a proxy in front of it. */
  readonly url: string;
  readonly token: Credential;
  /** Where scoring requests go when not to the address in an endpoint's `scoringUri`: a proxy in front of the router. */
  readonly scoringUrl?: string;
  /** Sent with requests that do not name one; `2024-10-01` unless given. */
  readonly apiVersion?: string;
  /** Why changes are made, for the history; a change's own reason wins. */
  readonly reason?: string;
  /** Used for every request instead of the global one. */
  readonly fetch?: typeof fetch;
  /** How long a request is tried again, in milliseconds; unless given 5000, and 30000 in waits. 0 for never. */
  readonly patienceMs?: number;
  /** How long one attempt may take until its answer begins, in milliseconds; 100000 unless given. */
  readonly timeoutMs?: number;
};

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

export type Ask = {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Instead of `body`: sent as it is; its type is in `headers`. */
  readonly raw?: NonNullable<RequestInit['body']>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Sending it twice does what sending it once does: unless given, GET, and PUT and DELETE without a condition. */
  readonly repeatable?: boolean;
  /** How long this one is tried again when the connection does not say, in milliseconds. */
  readonly usualPatienceMs?: number;
  /** How long until its answer begins when the connection does not say, in milliseconds. */
  readonly usualTimeoutMs?: number;
};

export type Reply<T> = { readonly status: number; readonly headers: Headers; readonly body: T };

/** Throws ArmError on a status of 400 and above, TransportError when nobody answers. Paths may be links of the service. */
export type Client = {
  readonly url: string;
  readonly connection: Connection;
  readonly call: <T>(method: Method, path: string, ask?: Ask) => Promise<Reply<T>>;
  /** The raw answer, for file contents. */
  readonly open: (method: Method, path: string, ask?: Ask) => Promise<Response>;
};

const apiVersion = '2024-10-01';
/** A control plane that was killed is back within a moment; clients need not notice. */
const shortPatienceMs = 5000;
const usualTimeoutMs = 100_000;

/** A client of one control plane. Throws TypeError when an address is none. */
export function connect(connection: Connection): Client {
  const url = baseUrl('url', connection.url);
  const open: Client['open'] = async (method, path, ask = {}) => {
    const first = await attempt(connection, { url, method, path, ask }, false);
    const renew = first.status === 401 && typeof connection.token === 'function';
    if (renew) await first.body?.cancel();
    const response = renew ? await attempt(connection, { url, method, path, ask }, true) : first;
    if (response.status < 400) return response;
    throw armError(response.status, await response.text(), response.headers);
  };
  return {
    url,
    connection,
    open,
    call: async <T>(method: Method, path: string, ask?: Ask) => {
      const response = await open(method, path, ask);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? undefined : JSON.parse(text)) as T,
      };
    },
  };
}

/** Sends a request; a failure to reach the other side says which side it was. An abort throws the signal's reason. */
export async function send(via: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await via(url, init);
  } catch (error) {
    init.signal?.throwIfAborted();
    throw new TransportError(`${new URL(url).origin} cannot be reached: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** The same with an end: TransportError when the answer has not begun by then. */
export async function sendWithin(
  { fetch: via = fetch, timeoutMs = usualTimeoutMs }: Pick<Connection, 'fetch' | 'timeoutMs'>,
  url: string,
  init: RequestInit,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, late.signal]) : late.signal;
  try {
    return await send(via, url, { ...init, signal });
  } catch (error) {
    if (!late.signal.aborted || init.signal?.aborted === true) throw error;
    throw new TransportError(`${new URL(url).origin} did not answer within ${timeoutMs} ms.`);
  } finally {
    clearTimeout(timer);
  }
}

type Request = { readonly url: string; readonly method: Method; readonly path: string; readonly ask: Ask };

async function attempt(
  connection: Connection,
  { url, method, path, ask }: Request,
  refresh: boolean,
): Promise<Response> {
  const address = addressOf(rebased(url, path), ask, connection);
  const init: RequestInit = {
    method,
    headers: {
      ...(await opening(connection.token, refresh)),
      Accept: 'application/json',
      ...(ask.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'GET' ? {} : reasonHeaders(connection.reason)),
      ...ask.headers,
    },
    ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
    ...(ask.raw === undefined ? {} : { body: ask.raw }),
    ...(ask.signal === undefined ? {} : { signal: ask.signal }),
  };
  const { fetch: via, timeoutMs = ask.usualTimeoutMs } = connection;
  const ways = { ...(via && { fetch: via }), ...(timeoutMs && { timeoutMs }) };
  return sentPatiently(() => sendWithin(ways, address, init), {
    repeatable: ask.repeatable ?? isRepeatable(method, ask),
    patienceMs: connection.patienceMs ?? ask.usualPatienceMs ?? shortPatienceMs,
    signal: ask.signal,
  });
}

async function opening(credential: Credential, refresh: boolean): Promise<Record<string, string>> {
  // No page of another origin can send this header, so that none can use the cookie.
  if (typeof credential === 'object') return { 'x-teal-studio': '1' };
  const token = typeof credential === 'string' ? credential : await credential({ refresh });
  return { Authorization: `Bearer ${token}` };
}

/** A second try of a conditional change would meet what the first one did, and be refused for it. */
function isRepeatable(method: Method, { headers = {} }: Ask): boolean {
  const conditional = Object.keys(headers).some((name) => /^if-(none-)?match$/i.test(name));
  return method === 'GET' || (!conditional && (method === 'PUT' || method === 'DELETE'));
}

function addressOf(link: string, ask: Ask, connection: Connection): string {
  const address = new URL(link);
  for (const [key, value] of Object.entries(ask.query ?? {})) {
    if (value !== undefined) address.searchParams.set(key, value);
  }
  if (!address.searchParams.has('api-version')) {
    address.searchParams.set('api-version', connection.apiVersion ?? apiVersion);
  }
  return address.href;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? `${String(cause.code)} ` : '';
  return `${code}${cause instanceof Error ? cause.message : String(cause)}`.trim();
}
