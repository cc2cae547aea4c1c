/** Scoring through an endpoint's name: its address and credential are looked up and kept. */
import { endpoints } from './endpoints.ts';
import { ScoringError } from './errors.ts';
import type { Client } from './http.ts';
import { rebased } from './links.ts';
import { type RequestBody, type Scoring, scored } from './scoring.ts';
import type { WorkspaceKey } from './wire.ts';

/** How to score; `deployment` asks that one whatever the traffic, `credential` is used instead of the endpoint's own. */
export type Invocation = Pick<Scoring, 'deployment' | 'credential' | 'headers' | 'signal' | 'timeoutMs'>;

/**
 * Requests to endpoints. All throw ScoringError on an answer of 400 and above, TransportError when nobody answers, and
 * ArmError when the endpoint is not there. Nothing is sent twice, except after 401, once, with a credential asked anew.
 */
export type Scores = {
  /** JSON in, JSON out; an answer that is no JSON is its text. */
  invoke<T = unknown>(endpoint: string, input: unknown, invocation?: Invocation): Promise<T>;
  /** JSON in, text out, piece by piece as the model writes it. */
  stream(endpoint: string, input: unknown, invocation?: Invocation): AsyncIterable<string>;
  /** Any body in, the raw answer out; give `Content-Type` in `headers` unless it is JSON. */
  send(endpoint: string, body: RequestBody, invocation?: Invocation): Promise<Response>;
};

type Way = { readonly uri: string; readonly credential: string; readonly freshUntil: number };

/** Scoring in one workspace. */
export function scores(client: Client, workspace: WorkspaceKey): Scores {
  const ways = new Map<string, Promise<Way>>();
  const wayTo = async (name: string, anew: boolean): Promise<Way> => {
    const known = ways.get(name);
    if (known !== undefined && !anew && (await known).freshUntil > Date.now()) return known;
    const asked = findWay(client, workspace, name);
    ways.set(name, asked);
    // What failed is asked again the next time.
    asked.catch(() => ways.get(name) === asked && ways.delete(name));
    return asked;
  };
  const attempt = async (name: string, body: RequestBody, invocation: Invocation, anew: boolean) => {
    const { uri, credential } = await wayTo(name, anew);
    const { fetch } = client.connection;
    return scored({
      uri,
      body,
      credential,
      ...(fetch === undefined ? {} : { fetch }),
      ...given(invocation),
    });
  };
  const send: Scores['send'] = async (endpoint, body, invocation = {}) => {
    const name = endpoint.toLowerCase();
    const first = await attempt(name, body, invocation, false);
    const renew = first.status === 401 && invocation.credential === undefined && isKept(body);
    if (renew) await first.body?.cancel();
    const response = renew ? await attempt(name, body, invocation, true) : first;
    if (response.status < 400) return response;
    throw new ScoringError(response, await response.text());
  };
  return {
    send,
    invoke: async <T>(endpoint: string, input: unknown, invocation?: Invocation) =>
      parsed(await (await send(endpoint, JSON.stringify(input), invocation)).text()) as T,
    stream: async function* (endpoint, input, invocation) {
      const { body } = await send(endpoint, JSON.stringify(input), invocation);
      if (body !== null) yield* textsOf(body);
    },
  };
}

/** A token is asked anew when the service says so, keys when one is refused. */
async function findWay(client: Client, workspace: WorkspaceKey, name: string): Promise<Way> {
  const api = endpoints(client, workspace);
  const { authMode, scoringUri } = (await api.get(name)).properties;
  const base = client.connection.scoringUrl?.replace(/\/+$/, '');
  const uri = base === undefined ? scoringUri : rebased(base, scoringUri);
  if (authMode === 'Key') {
    return { uri, credential: (await api.keys(name)).primaryKey, freshUntil: Number.POSITIVE_INFINITY };
  }
  const { accessToken, refreshAfterTimeUtc } = await api.token(name);
  return { uri, credential: accessToken, freshUntil: refreshAfterTimeUtc * 1000 };
}

async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const text = decoder.decode(next.value, { stream: true });
      if (text !== '') yield text;
    }
    const rest = decoder.decode();
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel();
  }
}

/** A stream is gone once it was sent. */
function isKept(body: RequestBody): boolean {
  return !(body instanceof ReadableStream);
}

function given(invocation: Invocation): Partial<Invocation> {
  return Object.fromEntries(Object.entries(invocation).filter(([, value]) => value !== undefined));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
