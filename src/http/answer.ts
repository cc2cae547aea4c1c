import type { Readable } from 'node:stream';
import type { Autoscaler } from '../control/autoscale/autoscaler.ts';
import type { Feed } from '../control/feed/feed.ts';
import type { Parts } from '../control/parts.ts';
import type { Reconciler } from '../control/reconcile/reconciler.ts';
import { DomainError } from '../domain/errors.ts';
import type { LogRows } from '../domain/logs.ts';
import type { MetricRows, Pulse } from '../domain/metrics/ports.ts';
import type { CuratedEnvironments, UploadNotes } from '../domain/ports.ts';
import type { Sas } from './blobs/sas.ts';
import type { AccessTokens } from './identity/access-tokens.ts';
import type { StudioDoor } from './studio/door.ts';

/** What handlers work with. */
export type Http = {
  readonly parts: Parts;
  readonly reconciler: Reconciler;
  readonly autoscaler: Pick<Autoscaler, 'changed' | 'memoryOf'>;
  readonly sas: Sas;
  readonly notes: UploadNotes;
  readonly curated: CuratedEnvironments;
  /** Throws bad-argument, in words for who wrote the file. */
  readonly checkConda: (condaFile: string) => void;
  readonly access: AccessTokens;
  /** What was counted and measured. */
  readonly metrics: Pick<MetricRows, 'read'>;
  /** What was written down. */
  readonly logs: LogRows;
  /** The metrics as Prometheus reads them. */
  readonly exposition: () => Promise<string>;
  /** What changes, as it does. */
  readonly feed: Feed;
  readonly pulse: Pulse;
  readonly adminToken: string;
  /** Shown by programs that ask for an access token. */
  readonly identityHeader: string;
  /** Where this request came in, so that links lead the client back by the same door. Without a slash at the end. */
  readonly publicUrl: () => string;
  /** The HTTPS door, which Azure's storage clients demand whatever door they came in by. */
  readonly secureUrl: () => string;
  readonly scoringUrl: string;
  readonly studio: StudioDoor;
  /** Of Teal. */
  readonly version: string;
};

/** A request as handlers read it: names from the path, the query, the JSON body or the raw stream. */
export type Ask = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Who asks; recorded with every change. */
  readonly actor: string;
  /** Whether what they asked with does not count any more, for answers that go on and on. */
  readonly isOver: () => boolean;
  /** Aborted when the client goes away, or has its answer. */
  readonly gone: () => AbortSignal;
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
export function tagged<T extends { readonly etag: string }>(
  status: number,
  body: T,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body, headers: { ETag: body.etag, ...headers } };
}

/** A single header value. */
export function header(ask: Ask, name: string): string | undefined {
  const value = ask.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A page of a list; `count` (up to `size`) is a page's length, `$top` the list's. `nextLink` keeps the whole query. */
export function page(http: Http, ask: Ask, path: string, items: readonly object[], size = 200): Answer {
  const skip = wholeNumber(ask, '$skip', 0) ?? 0;
  const top = wholeNumber(ask, '$top', 1);
  const end = skip + (top ?? Math.min(wholeNumber(ask, 'count', 1) ?? size, size));
  const more = end < items.length && top === undefined;
  const asked = Object.entries(ask.query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const query = new URLSearchParams([...asked.filter(([name]) => name !== '$skip'), ['$skip', String(end)]]);
  const next = `${http.publicUrl()}${path}?${query}`;
  return ok({ value: items.slice(skip, end), ...(more ? { nextLink: next } : {}) });
}

/** A number in the query; undefined when it is not there. Throws bad-argument. */
export function wholeNumber(ask: Ask, name: string, least: number): number | undefined {
  const text = ask.query[name];
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new DomainError('bad-argument', `${name} is '${text}'; it must be a whole number from ${least}.`, {
    target: name,
  });
}
