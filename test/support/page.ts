/** What a browser sends for a page: `fetch` here would add, drop or refuse some of its headers. */
import { type IncomingHttpHeaders, request } from 'node:http';
import type { Json } from './rest.ts';

export type PageReply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Undefined when it is no JSON. */
  readonly body: Json;
};

export type PageAsk = {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
};

/** Sends exactly these headers, with the path as it is written. */
export function sent(url: string, method: string, path: string, ask: PageAsk = {}): Promise<PageReply> {
  const { hostname, port } = new URL(url);
  const headers = Object.fromEntries(
    Object.entries(ask.headers ?? {}).filter(([, value]) => value !== undefined),
  );
  const text = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        hostname,
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...headers,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const said = Buffer.concat(chunks).toString();
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: said,
            body: parsed(said),
          });
        });
      },
    );
    asked.once('error', reject);
    asked.end(text);
  });
}

/** The headers of a request that a page of Teal's own makes. */
export function ownPage(url: string, cookie?: string): Record<string, string> {
  return {
    origin: url,
    'sec-fetch-site': 'same-origin',
    'x-teal-studio': '1',
    ...(cookie === undefined ? {} : { cookie }),
  };
}

/** `NAME=VALUE` of the cookie that an answer gave. */
export function cookieOf({ headers }: PageReply): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
