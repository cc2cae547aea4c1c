export type ErrorDetail = { readonly code: string; readonly message: string; readonly target?: string };

/** An answer of the service that is no success. `code`, `message`, `target` and `details` are ARM's. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly status: number;
  readonly code: string;
  readonly target: string | undefined;
  readonly details: readonly ErrorDetail[];

  constructor(
    status: number,
    body: { code: string; message: string; target?: string; details?: readonly ErrorDetail[] },
  ) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.target = body.target;
    this.details = body.details ?? [];
  }
}

/** The service could not be reached at all. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
}

/** An ARM error from the text of an answer, whatever its form: `error` object, `error` text, or no JSON at all. */
export function armError(status: number, text: string): ArmError {
  return new ArmError(
    status,
    errorOf(parsed(text)) ?? { code: `HTTP${status}`, message: text || `HTTP ${status}` },
  );
}

/** The `error` member of a status document or an answer. */
export function errorOf(
  body: unknown,
): { code: string; message: string; target?: string; details?: ErrorDetail[] } | undefined {
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
