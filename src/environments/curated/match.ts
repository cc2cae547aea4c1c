/** Names against entries whose names may hold `*`. */

/** Azure wrote `AzureML-` before the names of its older ones; the case of a name says nothing. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/^azureml-/, '');
}

/** Whether a name that may hold `*` stands for another one. */
export function standsFor(pattern: string, name: string): boolean {
  return patternOf(canonical(pattern)).test(canonical(name));
}

/** The entry of exactly this name, else the pattern that says most about it. */
export function bestMatch<E extends { readonly name: string }>(
  name: string,
  entries: readonly E[],
): E | undefined {
  const [best] = entries
    .filter((entry) => standsFor(entry.name, name))
    .toSorted((left, right) => literals(right.name) - literals(left.name));
  return best;
}

/** The names that look most like one, best first. */
export function nearest(name: string, names: readonly string[], most = 8): readonly string[] {
  const wanted = pairs(canonical(name));
  return names
    .map((candidate) => ({ candidate, alike: likeness(wanted, pairs(canonical(candidate))) }))
    .filter(({ alike }) => alike > 0.2)
    .sort((left, right) => right.alike - left.alike)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** A name without `*` says more than any pattern that fits the same names. */
function literals(name: string): number {
  return name.includes('*') ? name.replaceAll('*', '').length : Number.POSITIVE_INFINITY;
}

function pairs(text: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
}

/** Dice's coefficient of the two sets of letter pairs: 0 to 1. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / Math.max(1, one.size + other.size);
}
