import { DomainError } from '../domain/errors.ts';

/** Why somebody makes a change, kept in the history (ours). Percent-encoded UTF-8, as in an address. */
export const reasonHeader = 'x-teal-reason';

export const longestReason = 500;

/** Control characters, line ends, and what turns the direction of text: they would let a reason forge a log line. */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** A reason without blanks around it. Throws bad-argument unless it has 1 to 500 printable characters. */
export function checkedReason(text: string, target: string): string {
  const reason = text.trim();
  const length = [...reason].length;
  if (length >= 1 && length <= longestReason && !unprintable.test(reason)) return reason;
  const has = unprintable.test(reason) ? 'has a control character' : `has ${length} characters`;
  throw new DomainError(
    'bad-argument',
    `${target} ${has}; a reason must have 1 to ${longestReason} printable characters.`,
    { target },
  );
}

/** The reason in a header as HTTP libraries hand it over: a character for each byte. Null when there is none. */
export function readReason(value: string | undefined): string | null {
  if (value === undefined) return null;
  return checkedReason(decoded(value), reasonHeader);
}

function decoded(value: string): string {
  try {
    const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
    return decodeURIComponent(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new DomainError(
      'bad-argument',
      `${reasonHeader} cannot be read; it must be percent-encoded UTF-8, with %25 for a percent sign.`,
      { target: reasonHeader },
    );
  }
}
