import { DomainError } from '../../domain/errors.ts';

/** A key that a user chose, fit for a header and too long to guess. Throws bad-argument, which never shows the key. */
export function checkedKey(value: string, target: string): string {
  if (/^[\x21-\x7e]{16,256}$/.test(value)) return value;
  throw new DomainError(
    'bad-argument',
    `${target} has ${value.length} characters; a key must have 16 to 256 visible ASCII characters.`,
    { target },
  );
}
