export type ErrorDetail = { readonly code: string; readonly message: string; readonly target?: string };

type ErrorBody = {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ErrorDetail[];
};

/**
 * An answer of the service that is no success, or an operation that failed. `code`, `message`, `target` and `details`
 * are Azure's.
 */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  /** The HTTP status; 200 when it is an operation that failed. */
  readonly status: number;
  /** Azure's word, for instance `ResourceNotFound`, `UserError` or `PreconditionFailed`. */
  readonly code: string;
  /** The field or resource that it is about. */
  readonly target: string | undefined;
  readonly details: readonly ErrorDetail[];
  /** The service's name for the request, to find it in its log. */
  readonly requestId: string | undefined;

  constructor(status: number, body: ErrorBody, requestId?: string) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.target = body.target;
    this.details = body.details ?? [];
    this.requestId = requestId;
  }
}

/** The service could not be reached, or did not answer in time. `cause` is what `fetch` threw. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

/** A wait that took longer than its `timeoutMs`. The change itself goes on. */
export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeoutError';
}

/** A scoring request that was not answered with success. `status` is the router's (424 when the model failed). */
export class ScoringError extends Error {
  override readonly name = 'ScoringError';
  readonly status: number;
  /** What the model itself answered, when it is the one that failed. */
  readonly modelStatus: number | undefined;
  /** The router's word for it, for instance `model_error` or `too_many_pending_requests`. */
  readonly reason: string | undefined;
  /** The answer's text. */
  readonly text: string;
  readonly requestId: string | undefined;

  constructor(response: Response, text: string) {
    super(messageIn(text) || `The endpoint answered ${response.status}.`);
    const model = response.headers.get('ms-azureml-model-error-statuscode');
    this.status = response.status;
    this.modelStatus = model === null ? undefined : Number(model);
    this.reason = response.headers.get('ms-azureml-model-error-reason') ?? undefined;
    this.text = text;
    this.requestId = response.headers.get('x-ms-request-id') ?? undefined;
  }
}

/** An ARM error from an answer, whatever its form: `error` object, `error` text, or no JSON at all. */
export function armError(status: number, text: string, headers?: Headers): ArmError {
  return new ArmError(
    status,
    errorOf(parsed(text)) ?? { code: `HTTP${status}`, message: text || `HTTP ${status}` },
    headers?.get('x-ms-request-id') ?? undefined,
  );
}

/** `undefined` instead of a 404. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ArmError && error.status === 404) return undefined;
    throw error;
  }
}

/** The `error` member of a status document or an answer. */
export function errorOf(body: unknown): ErrorBody | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  if (typeof error === 'string') return { code: 'Error', message: error };
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, message, target, details } = error as Record<string, unknown>;
  return {
    code: typeof code === 'string' ? code : 'Error',
    message: typeof message === 'string' ? message : JSON.stringify(error),
    ...(typeof target === 'string' ? { target } : {}),
    details: Array.isArray(details) ? details.filter(isDetail) : [],
  };
}

/** The scoring program's own failures are `{"message": …}`; scripts say what they want. */
function messageIn(text: string): string {
  const body = parsed(text);
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  return typeof said === 'string' ? said : text.trim();
}

function isDetail(value: unknown): value is ErrorDetail {
  return (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string' &&
    'code' in value &&
    typeof value.code === 'string'
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
