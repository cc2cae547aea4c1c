/** The header for a reason; what it may not say, the service refuses. */
export function reasonHeaders(reason: string | undefined): Record<string, string> {
  return reason === undefined ? {} : { 'x-teal-reason': encodeURIComponent(reason) };
}
