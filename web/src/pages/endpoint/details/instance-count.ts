/** The rule of the service for instance_count (`control/commands/check-deployment.ts`). */
export const mostInstances = 50;

export function countOf(text: string): { readonly count: number } | { readonly flaw: string } {
  const trimmed = text.trim();
  const count = Number(trimmed);
  if (/^\d{1,9}$/.test(trimmed) && count >= 1 && count <= mostInstances) return { count };
  const given = trimmed === '' ? 'Nothing is entered' : `“${trimmed}” is not allowed`;
  return { flaw: `${given}; it must be a whole number from 1 to ${mostInstances}.` };
}
