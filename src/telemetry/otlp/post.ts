/** One POST to an OTLP/HTTP endpoint, and what its answer means (OTLP specification, OTLP/HTTP). */
import { type Agent, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { gzipSync } from 'node:zlib';
import { encode, encodeJson, type Message, type Shape } from './protobuf.ts';
import type { Target } from './settings.ts';

/** `refused` is how many items an endpoint left out of what it took. */
export type Posted =
  | { readonly kind: 'taken'; readonly refused: number }
  /** It makes no sense to send the same again. */
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'again'; readonly reason: string; readonly afterMs: number | undefined };

/** Answers that ask to be tried again; any other is a refusal. */
const AGAIN: readonly number[] = [429, 502, 503, 504];
const MOST_ANSWER = 64 * 1024;

export type Parcel = { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };

export function pack(target: Target, message: Message, shape: Shape): Parcel {
  const isJson = target.protocol === 'http/json';
  const plain = isJson ? Buffer.from(encodeJson(message)) : encode(message, shape);
  const body = target.gzip ? gzipSync(plain) : plain;
  return {
    body,
    headers: {
      ...target.headers,
      'user-agent': 'teal',
      'content-type': isJson ? 'application/json' : 'application/x-protobuf',
      'content-length': String(body.length),
      ...(target.gzip ? { 'content-encoding': 'gzip' } : {}),
    },
  };
}

/** Never throws. */
export function post(target: Target, agent: Agent, { body, headers }: Parcel): Promise<Posted> {
  const request = target.url.startsWith('https:') ? tlsRequest : plainRequest;
  return new Promise((resolve) => {
    const again = (reason: string) => resolve({ kind: 'again', reason, afterMs: undefined });
    try {
      const sent = request(target.url, { method: 'POST', agent, headers, ...target.tls }, (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= MOST_ANSWER) chunks.push(chunk);
        });
        answer.once('error', () => again('its answer broke off'));
        answer.once('end', () => {
          const { statusCode = 0, headers } = answer;
          const text = Buffer.concat(chunks);
          resolve(meaningOf(statusCode, headers['retry-after'], refusedOf(headers['content-type'], text)));
        });
      });
      const late = setTimeout(
        () => sent.destroy(new Error(`no answer within ${target.timeoutMs} ms`)),
        target.timeoutMs,
      );
      sent.once('close', () => clearTimeout(late));
      sent.once('error', (cause: NodeJS.ErrnoException) => again(cause.code ?? cause.message));
      sent.end(body);
    } catch (cause) {
      // A header or an address that Node does not send: it will not be better the next time.
      resolve({ kind: 'rejected', reason: cause instanceof Error ? cause.message : String(cause) });
    }
  });
}

function meaningOf(status: number, retryAfter: string | undefined, refused: number): Posted {
  if (status >= 200 && status < 300) return { kind: 'taken', refused };
  if (!AGAIN.includes(status)) return { kind: 'rejected', reason: `it answered ${status}` };
  return { kind: 'again', reason: `it answered ${status}`, afterMs: waitOf(retryAfter) };
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function waitOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

/** `partial_success.rejected_*` of the answer, whichever of the two encodings it has. */
function refusedOf(type: string | undefined, body: Buffer): number {
  try {
    if (type?.includes('json') === true) {
      const { partialSuccess = {} } = JSON.parse(body.toString()) as {
        partialSuccess?: Record<string, unknown>;
      };
      return Number(partialSuccess.rejectedSpans ?? partialSuccess.rejectedDataPoints ?? 0);
    }
    // Field 1, a message whose field 1 is the number.
    if (body[0] !== 0x0a || body[2] !== 0x08) return 0;
    let value = 0;
    for (let at = 3, shift = 1; at < body.length; at += 1, shift *= 128) {
      value += ((body[at] ?? 0) & 0x7f) * shift;
      if ((body[at] ?? 0) < 0x80) return value;
    }
    return 0;
  } catch {
    return 0;
  }
}
