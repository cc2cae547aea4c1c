import { DomainError } from '../domain/errors.ts';

/** The member of `allowed` that equals a text whatever its case; throws bad-argument with the path and the members. */
export function choice<const T extends string>(allowed: readonly T[], value: string, target: string): T {
  const found = allowed.find((member) => member.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw new DomainError('bad-argument', `${target} is '${value}'; it must be one of ${allowed.join(', ')}.`, {
    target,
  });
}
