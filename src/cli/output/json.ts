/** JSON as `az` prints it: keys sorted at every level, two spaces, non-ASCII kept, numbers as Python writes them. */
export function formatJson(value: unknown): string {
  return lines(value, '');
}

/** A number as Python writes it: exponents below 1e-4, with at least two digits. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1e-4 || size === 0) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function lines(value: unknown, indent: string): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  const [open, close, members] = Array.isArray(value)
    ? ['[', ']', value.map((item) => lines(item, inner))]
    : ['{', '}', sortedEntries(value).map(([key, item]) => `${JSON.stringify(key)}: ${lines(item, inner)}`)];
  if (members.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${members.join(`,\n${inner}`)}\n${indent}${close}`;
}

/** The members of an object in the order of their names; undefined ones are not members. */
export function sortedEntries(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}
