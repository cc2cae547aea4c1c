/** A request on its way through Teal, which adds the endpoint's credential: the page never has it. */
import { teal } from '../../../app/client.ts';
import type { Answer } from './answer.ts';
import type { RequestDraft } from './draft.ts';

export type Request = {
  readonly draft: RequestDraft;
  /** '' for whomever the split chooses. */
  readonly deployment: string;
};

export async function sent(
  endpoint: string,
  { draft, deployment }: Request,
  signal: AbortSignal,
): Promise<Answer> {
  const began = performance.now();
  const response = await teal().send(endpoint, draft.file ?? draft.text, {
    headers: { 'Content-Type': draft.contentType },
    signal,
    ...(deployment === '' ? {} : { deployment }),
  });
  const bytes = await response.arrayBuffer();
  const ms = performance.now() - began;
  return {
    status: response.status,
    headers: [...response.headers],
    text: new TextDecoder().decode(bytes),
    bytes: bytes.byteLength,
    ms,
  };
}

export async function swaggerOf(_endpoint: string, _deployment: string): Promise<unknown> {
  throw new Error('later');
}
