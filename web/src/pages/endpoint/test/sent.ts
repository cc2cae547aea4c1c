/** A request on its way through Teal, which adds the endpoint's credential: the page never has it. */
import type { Scored } from '../../../../../src/sdk/try-scoring.ts';
import { teal } from '../../../app/client.ts';
import type { Answer } from './answer.ts';
import type { RequestDraft } from './draft.ts';

export type Request = {
  readonly draft: RequestDraft;
  /** '' for whomever the split chooses. */
  readonly deployment: string;
};

/** Throws ArmError when Teal could not hand it on; whatever the endpoint answers is an answer. */
export async function sent(endpoint: string, request: Request, signal: AbortSignal): Promise<Answer> {
  const { draft, deployment } = request;
  const scored = await teal().score(endpoint, draft.file ?? draft.text, {
    contentType: draft.contentType.trim(),
    deployment: deployment === '' ? undefined : deployment,
    signal,
  });
  return answerOf(scored);
}

function answerOf({ status, headers, body, encoding, truncated, deployment, durationMs }: Scored): Answer {
  const bytes = encoding === 'utf-8' ? new TextEncoder().encode(body) : bytesOf(body);
  return {
    status,
    headers: Object.entries(headers),
    text: encoding === 'utf-8' ? body : undefined,
    bytes,
    isWhole: !truncated,
    by: deployment ?? '',
    ms: durationMs,
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
