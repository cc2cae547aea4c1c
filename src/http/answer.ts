import type { Readable } from 'node:stream';
import type { Parts } from '../control/parts.ts';
import type { Reconciler } from '../control/reconcile/reconciler.ts';
import type { Sas } from './blobs/sas.ts';

/** What handlers work with. */
export type Http = {
  readonly parts: Parts;
  readonly reconciler: Reconciler;
  readonly sas: Sas;
  readonly adminToken: string;
  /** Without a slash at the end. */
  readonly publicUrl: () => string;
  readonly scoringUrl: string;
};

/** A request as handlers read it: names from the path, the query, the JSON body or the raw stream. */
export type Ask = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Who asks; recorded with every change. */
  readonly actor: string;
};

export type Answer = {
  readonly status: number;
  readonly body?: object | string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Handler = (http: Http, ask: Ask) => Promise<Answer>;

export function ok(body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, body, headers };
}

/** The ETag header of a resource that renders one. */
export function tagged(
  status: number,
  body: { readonly etag: string },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body, headers: { ETag: body.etag, ...headers } };
}

/** A single header value. */
export function header(ask: Ask, name: string): string | undefined {
  const value = ask.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A page of a list; `$skip` is what nextLink carries. */
export function page(http: Http, ask: Ask, path: string, items: readonly object[], size = 200): Answer {
  const skip = Math.max(0, Number.parseInt(ask.query.$skip ?? '0', 10) || 0);
  const wanted = Number.parseInt(ask.query.$top ?? ask.query.count ?? String(size), 10) || size;
  const end = skip + Math.min(wanted, size);
  const more = end < items.length && ask.query.$top === undefined;
  const next = `${http.publicUrl()}${path}?api-version=${ask.query['api-version']}&$skip=${end}`;
  return ok({ value: items.slice(skip, end), ...(more ? { nextLink: next } : {}) });
}
