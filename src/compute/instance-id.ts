import { DomainError } from '../domain/errors.ts';

const pattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether an id can be that of an instance; drivers make file names of it. */
export function isInstanceId(id: string): boolean {
  return pattern.test(id);
}

/** Throws bad-argument. */
export function requireInstanceId(id: string): void {
  if (isInstanceId(id)) return;
  const rule =
    'it must be 1 to 128 letters, digits, dots, dashes or underscores and begin with a letter or digit';
  throw new DomainError('bad-argument', `The instance id '${id}' is not allowed; ${rule}.`);
}
