import { send } from './http.ts';

/** A scoring request: `credential` is a key or token, `deployment` bypasses the traffic split. */
export type Scoring = {
  readonly uri: string;
  readonly body: string;
  readonly credential?: string | undefined;
  readonly deployment?: string | undefined;
  readonly signal?: AbortSignal;
};

/** Sends JSON to a scoring URI; every status is an answer. Throws TransportError when nobody answers. */
export async function score(scoring: Scoring): Promise<{ readonly status: number; readonly text: string }> {
  const response = await send(fetch, scoring.uri, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(scoring.credential === undefined ? {} : { Authorization: `Bearer ${scoring.credential}` }),
      ...(scoring.deployment === undefined ? {} : { 'azureml-model-deployment': scoring.deployment }),
    },
    body: scoring.body,
    ...(scoring.signal === undefined ? {} : { signal: scoring.signal }),
  });
  return { status: response.status, text: await response.text() };
}
