/** The one place that speaks HTTP for the typed client; runs in browsers and in Node.js. */
import { armError, TransportError } from './errors.ts';

export type Connection = {
  /** Of the control plane, for instance `http://127.0.0.1:8400`. */
  readonly url: string;
  /** The admin token, or how to get one. */
  readonly token: string | (() => Promise<string>);
  /** Sent with requests that do not name one. */
  readonly apiVersion?: string;
  readonly fetch?: typeof fetch;
  /** How long to try again while nobody answers; 5000 unless given. */
  readonly patienceMs?: number;
};

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

export type Ask = {
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
};

export type Reply<T> = { readonly status: number; readonly headers: Headers; readonly body: T };

/** Throws ArmError on a status of 400 and above, TransportError when nobody answers. Paths may be absolute URLs. */
export type Client = {
  readonly url: string;
  readonly call: <T>(method: Method, path: string, ask?: Ask) => Promise<Reply<T>>;
  /** The raw answer, for file contents. */
  readonly open: (method: Method, path: string, ask?: Ask) => Promise<Response>;
};

const apiVersion = '2024-10-01';

export function connect(connection: Connection): Client {
  const url = connection.url.replace(/\/+$/, '');
  const open: Client['open'] = async (method, path, ask = {}) => {
    const token = typeof connection.token === 'string' ? connection.token : await connection.token();
    const response = await sendPatiently(connection, addressOf(url, path, ask, connection), {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'application/json',
        ...(ask.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...ask.headers,
      },
      ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
      ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    });
    if (response.status < 400) return response;
    throw armError(response.status, await response.text());
  };
  return {
    url,
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

/** All items of a paged list, `nextLink` followed. */
export async function listAll<T>(client: Client, path: string, ask: Ask = {}): Promise<readonly T[]> {
  type Page = { readonly value: readonly T[]; readonly nextLink?: string | null };
  const items: T[] = [];
  // A nextLink has a query of its own.
  const { query: _, ...further } = ask;
  let page: Reply<Page> = await client.call<Page>('GET', path, ask);
  items.push(...page.body.value);
  while (page.body.nextLink) {
    page = await client.call<Page>('GET', page.body.nextLink, further);
    items.push(...page.body.value);
  }
  return items;
}

/** Sends a request; a failure to reach the other side says which side it was. */
export async function send(via: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await via(url, init);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw new TransportError(`${new URL(url).origin} cannot be reached: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** A control plane that was killed is back within a moment; clients need not notice. */
const patienceMs = 5000;
const pauseMs = 100;

/** Tries again what certainly did not reach the other side, and reads whose answer was lost. */
async function sendPatiently(connection: Connection, url: string, init: RequestInit): Promise<Response> {
  const longest = connection.patienceMs ?? patienceMs;
  for (let waited = 0; ; waited += pauseMs) {
    try {
      return await send(connection.fetch ?? fetch, url, init);
    } catch (error) {
      if (waited >= longest || !isWorthAnotherTry(error, init.method)) throw error;
      init.signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function isWorthAnotherTry(error: unknown, method: string | undefined): boolean {
  if (!(error instanceof TransportError)) return false;
  const cause = error.cause instanceof Error ? error.cause.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return (
    code === 'ECONNREFUSED' || (method === 'GET' && (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET'))
  );
}

function addressOf(url: string, path: string, ask: Ask, connection: Connection): string {
  const address = new URL(/^https?:\/\//.test(path) ? path : `${url}${path}`);
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
