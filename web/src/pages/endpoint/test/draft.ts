/** What somebody is about to send. */

export type RequestDraft = {
  readonly text: string;
  readonly contentType: string;
  /** Sent instead of the text. */
  readonly file: File | undefined;
};

export const json = 'application/json';

/** What scoring scripts take, besides what anybody may type. */
export const contentTypes = [
  json,
  'text/plain',
  'text/csv',
  'application/octet-stream',
  'image/png',
  'image/jpeg',
] as const;

/** Until somebody has typed one. */
const first: RequestDraft = { text: '{\n  "data": []\n}', contentType: json, file: undefined };

/** Whoever looks at another tab and comes back finds what they had; it is not kept beyond the page, for it may be private. */
const kept = new Map<string, RequestDraft>();

export function draftOf(endpoint: string): RequestDraft {
  return kept.get(endpoint) ?? first;
}

export function keepDraft(endpoint: string, draft: RequestDraft): void {
  kept.set(endpoint, draft);
}

/** Whether what is typed has to be JSON: also `application/vnd.x+json; charset=utf-8`. */
export function isJson({ contentType, file }: RequestDraft): boolean {
  return file === undefined && /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType.trim());
}
