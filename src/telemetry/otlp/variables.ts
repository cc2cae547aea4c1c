/** Reads variables one by one: what cannot be understood is said, and the default is taken (OpenTelemetry's rule). */

export type Variables = Readonly<Record<string, string | undefined>>;

export type Reader = {
  readonly problems: readonly string[];
  say(problem: string): void;
  /** undefined when absent or empty, which is the same. */
  text(name: string): string | undefined;
  /** undefined for a word that is none of the known ones. */
  choice(name: string, known: readonly string[], otherwise: string): string | undefined;
  whole(name: string, otherwise: number, range: readonly [number, number]): number;
  /** 0 to 1. */
  share(name: string, otherwise: number): number;
  /** `key=value,…`, percent-encoded. */
  pairs(name: string): Readonly<Record<string, string>>;
};

export function createReader(variables: Variables): Reader {
  const problems: string[] = [];
  const say = (problem: string) => {
    if (!problems.includes(problem)) problems.push(problem);
  };
  const text = (name: string) => variables[name]?.trim() || undefined;
  const number = (name: string, otherwise: number, allowed: string, fits: (value: number) => boolean) => {
    const given = text(name);
    if (given === undefined) return otherwise;
    if (/^[\d.]+$/.test(given) && fits(Number(given))) return Number(given);
    say(`${name} is ${given}; it must be ${allowed}. ${otherwise} is used.`);
    return otherwise;
  };
  return {
    problems,
    say,
    text,
    choice: (name, known, otherwise) => {
      const given = text(name)?.toLowerCase();
      if (given === undefined) return otherwise;
      if (known.includes(given)) return given;
      say(`${name} is ${given}; it must be ${known.join(' or ')}.`);
      return undefined;
    },
    whole: (name, otherwise, [least, most]) =>
      number(name, otherwise, `a whole number from ${least} to ${most}`, (value) => {
        return Number.isInteger(value) && value >= least && value <= most;
      }),
    share: (name, otherwise) => number(name, otherwise, 'a number from 0 to 1', (value) => value <= 1),
    pairs: (name) => pairsOf(name, text(name) ?? '', say),
  };
}

/** Values are secrets more often than not: no sentence repeats one. */
function pairsOf(name: string, text: string, say: (problem: string) => void): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const member of text.split(',').filter((part) => part.trim() !== '')) {
    const equals = member.indexOf('=');
    const key = member.slice(0, Math.max(0, equals)).trim();
    const value = decoded(member.slice(equals + 1).trim());
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(key) && value !== undefined) pairs[key] = value;
    else say(`${name} must be key=value,… with percent-encoded values; a part that is not is left out.`);
  }
  return pairs;
}

function decoded(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text);
    return /^[\t\x20-\x7e\u0080-\u{10ffff}]*$/u.test(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
