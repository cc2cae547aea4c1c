import type { Operation } from '../domain/operation.ts';
import type { Ask, Http } from './answer.ts';

/** Pollers that know sub-second waits ask again this soon; the others use their own defaults. */
export const pollAgain = { 'x-ms-retry-after-ms': '100' } as const;

/** Absolute URL of an operation's status (`mfeOperationsStatus`) or result (`mfeOperationResults`), as Azure names them. */
export function operationUri(
  http: Http,
  ask: Ask,
  location: string,
  id: string,
  kind: 'Status' | 'Results' = 'Status',
): string {
  const word = kind === 'Status' ? 'mfeOperationsStatus' : 'mfeOperationResults';
  const version = ask.query['api-version'] ?? '2023-04-01-preview';
  return `${http.publicUrl()}/subscriptions/${ask.params.subscription}/providers/Microsoft.MachineLearningServices/locations/${location}/${word}/${id}?api-version=${version}`;
}

/** Headers that make a client poll. Without Location for PUTs: their result is the resource itself. */
export function pollHeaders(
  http: Http,
  ask: Ask,
  location: string,
  operation: Operation,
  withLocation: boolean,
): Record<string, string> {
  return {
    'Azure-AsyncOperation': operationUri(http, ask, location, operation.id),
    ...(withLocation ? { Location: operationUri(http, ask, location, operation.id, 'Results') } : {}),
    ...pollAgain,
  };
}
