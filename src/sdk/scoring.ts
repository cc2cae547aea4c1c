import { sendWithin } from './http.ts';

/** Whatever `fetch` can send. */
export type RequestBody = NonNullable<RequestInit['body']>;

/** A scoring request: `credential` is a key or token, `deployment` bypasses the traffic split. */
export type Scoring = {
  readonly uri: string;
  readonly body: RequestBody;
  readonly credential?: string | undefined;
  readonly deployment?: string | undefined;
  /** Beside the ones that follow from the rest; `Content-Type` is `application/json` unless given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly fetch?: typeof fetch;
  /** Until the answer begins, in milliseconds; 300000 unless given: the endpoint's own limit ends it before. */
  readonly timeoutMs?: number;
};

const usualTimeoutMs = 300_000;

/** Sends to a scoring URI; every status is an answer. Throws TransportError when nobody answers. */
export function scored(scoring: Scoring): Promise<Response> {
  const headers = new Headers({ 'Content-Type': 'application/json', ...scoring.headers });
  if (scoring.credential !== undefined) headers.set('Authorization', `Bearer ${scoring.credential}`);
  if (scoring.deployment !== undefined) headers.set('azureml-model-deployment', scoring.deployment);
  return sendWithin({ timeoutMs: usualTimeoutMs, ...scoring }, scoring.uri, {
    method: 'POST',
    headers,
    body: scoring.body,
    ...(scoring.signal === undefined ? {} : { signal: scoring.signal }),
  });
}

/** The same, read to its end. */
export async function score(scoring: Scoring): Promise<{ readonly status: number; readonly text: string }> {
  const response = await scored(scoring);
  return { status: response.status, text: await response.text() };
}
