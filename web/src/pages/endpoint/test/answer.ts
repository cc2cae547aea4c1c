/** An answer as the page shows it. */
export type Answer = {
  readonly status: number;
  /** Lower-case names, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Undefined when it is no text. */
  readonly text: string | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** False when it was longer than Teal hands on. */
  readonly isWhole: boolean;
  /** The deployment that answered; '' when none was reached. */
  readonly by: string;
  /** From Teal's request to the end of the answer. */
  readonly ms: number;
};

/** What to do about a status that is not 200, in the words of the scoring contract; undefined for success. */
export function advice({ status, headers }: Pick<Answer, 'status' | 'headers'>): string | undefined {
  const model = headerOf(headers, 'ms-azureml-model-error-statuscode');
  const reason = headerOf(headers, 'ms-azureml-model-error-reason');
  switch (status) {
    case 200:
      return undefined;
    case 401:
      return 'The credential was refused. Keys may have been regenerated: send again.';
    case 404:
      return 'No deployment takes live traffic. Set traffic, or choose a deployment by name.';
    case 408:
      return 'The model took longer than the time limit of its deployment (request_timeout_ms).';
    case 413:
      return 'The request is larger than the endpoint allows.';
    case 424:
      return reason === 'no_ready_instance'
        ? 'No instance of the deployment is ready. See its state under Details and its log under Logs.'
        : `The scoring script answered ${model ?? 'something else than 200'}. Its log says why.`;
    case 429:
      return 'Too many requests are pending at the deployment. Raise its concurrency or its number of instances.';
    default:
      return status < 400 ? undefined : 'The request failed.';
  }
}

/** JSON with line ends and indents; undefined when the text is no JSON. */
export function pretty(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/** `412 B`, `1.5 kB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `0.8 ms`, `12 ms`, `1.25 s`. */
export function timeText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

function headerOf(headers: Answer['headers'], name: string): string | undefined {
  return headers.find(([one]) => one === name)?.[1];
}
