/** A request to an endpoint through the router, as any client would send it, with the endpoint's own credential. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Readable } from 'node:stream';
import { issueToken } from '../../control/commands/keys.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Http } from '../answer.ts';

export type RouterAsk = {
  /** Who asks; a token is given to them. */
  readonly actor: string;
  readonly method: string;
  /** Below the endpoint's address: `score` or `swagger.json`. */
  readonly path: 'score' | 'swagger.json';
  /** Whatever the traffic; undefined obeys it. */
  readonly deployment: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | undefined;
};

export type RouterReply = {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  /** At most `mostAnswer` bytes of it. */
  readonly body: Buffer;
  readonly truncated: boolean;
  /** From the first byte sent to the first and to the last byte of the answer. */
  readonly firstByteMs: number;
  readonly durationMs: number;
};

/** What a person looks at; whoever needs more asks the endpoint itself. */
export const mostAnswer = 8 * 1024 * 1024;
/** The router's own limit ends it before: no deployment may take longer than this. */
const withinMs = 300_000;

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade']);

/** Throws unavailable when the router does not answer; every status is an answer. `gone` ends it. */
export async function askRouter(
  http: Http,
  endpoint: Endpoint,
  { actor, method, path, deployment, headers, body }: RouterAsk,
  gone: AbortSignal,
): Promise<RouterReply> {
  const url = `${http.scoringUrl}/api/v1/endpoint/${endpoint.name}/${path}`;
  const started = performance.now();
  const sent = request(url, {
    method,
    agent: false,
    signal: AbortSignal.any([gone, AbortSignal.timeout(withinMs)]),
    headers: {
      ...headers,
      // Else the router closes behind an answer that comes before the body is over, and what still goes out breaks its reading.
      connection: 'keep-alive',
      authorization: `Bearer ${await credentialOf(http, endpoint, actor)}`,
      ...(deployment === undefined ? {} : { 'azureml-model-deployment': deployment }),
    },
  });
  try {
    const answer = await answerTo(sent, body);
    const firstByteMs = performance.now() - started;
    const read = await readUpTo(answer, mostAnswer);
    return {
      status: answer.statusCode ?? 0,
      reason: answer.statusMessage ?? '',
      headers: shownHeaders(answer),
      ...read,
      firstByteMs,
      durationMs: performance.now() - started,
    };
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    throw new DomainError('unavailable', `The router did not answer whole: ${said(cause)}.`, { cause });
  } finally {
    sent.destroy();
  }
}

async function credentialOf({ parts }: Http, endpoint: Endpoint, actor: string): Promise<string> {
  if (endpoint.spec.authMode === 'key') return endpoint.keys.primary;
  return (await issueToken(parts, endpoint, actor)).accessToken;
}

/** An answer may come before the body is over: a refusal. What is not sent then is not missed. */
function answerTo(sent: ClientRequest, body: Readable | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
    if (body === undefined) sent.end();
    else {
      body.once('error', (cause) => {
        sent.destroy();
        reject(cause);
      });
      body.pipe(sent);
    }
  });
}

async function readUpTo(answer: IncomingMessage, most: number) {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most), truncated: bytes > most };
}

function shownHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.has(name) ? [] : [[name, String(value)]],
    ),
  );
}

function said(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
