import { Failure } from '../failure.ts';

/**
 * Endpoint and deployment names, in lower case as `az` stores them: 3 to 32 characters, a letter first, a letter or
 * digit last, hyphens inside (Azure ML's rule, with its two distinct messages). Throws exit 1.
 */
export function nameOf(what: 'endpoint' | 'deployment', name: string): string {
  if (name.length < 3 || name.length > 32) {
    throw new Failure(
      `The ${what} name '${name}' has ${name.length} characters; it must have at least 3 and at most 32.`,
    );
  }
  if (/^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(name)) return name.toLowerCase();
  throw new Failure(
    `The ${what} name '${name}' must start with a letter, end with a letter or digit, and hold only letters, digits and hyphens.`,
  );
}
