/** Between ARM's words (SystemAssigned, AMLToken) and those of the command line (system_assigned, aml_token). */

/** `SystemAssigned,UserAssigned` -> `system_assigned,user_assigned`; `AMLToken` -> `aml_token`. */
export function snake(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `system_assigned` -> `SystemAssigned`. */
export function pascal(word: string): string {
  return word.replace(
    /(^|[_,])([a-z])/g,
    (_, sign: string, letter: string) => `${sign === ',' ? ',' : ''}${letter.toUpperCase()}`,
  );
}

/** A copy without members that are null or undefined: what `show` prints has none of them. */
export function present(shape: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** `azureml:` before an ARM id, as the command line prints references; registry ids are printed as they are. */
export function reference(id: string | null | undefined): string | undefined {
  if (id === null || id === undefined) return undefined;
  return id.startsWith('/') ? `azureml:${id}` : id;
}
