import { sortedEntries } from './json.ts';
import type { Result } from './result.ts';
import { cell } from './tsv.ts';

type Row = ReadonlyMap<string, string>;

const skipped = ['id', 'type', 'etag'];
/** Azure CLI's tables leave a column two wider than its header; scripts that cut by position count on it. */
const roomier = 2;

/**
 * A plain table: headers with a capital letter, a line of dashes, columns two blanks apart. `id`, `type`, `etag`,
 * empty and nested values are left out; a query decides the order of the columns, otherwise their names do.
 */
export function formatTable(result: Result): string {
  const rows = (Array.isArray(result.value) ? result.value : [result.value]).map((item) =>
    rowOf(item, result.queried),
  );
  const headers = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (headers.length === 0) return '\n';
  const cells = rows.map((row) => headers.map((header) => row.get(header) ?? ''));
  const widths = headers.map((header, column) =>
    Math.max(width(header) + roomier, ...cells.map((line) => width(line[column] ?? ''))),
  );
  const dashes = widths.map((count) => '-'.repeat(count));
  return [headers, dashes, ...cells].map((line) => `${padded(line, widths)}\n`).join('');
}

function rowOf(item: unknown, queried: boolean): Row {
  if (Array.isArray(item)) return new Map(item.map((value, index) => [`Column${index + 1}`, cell(value)]));
  if (typeof item !== 'object' || item === null) return new Map([['Result', cell(item)]]);
  const entries = queried ? Object.entries(item) : sortedEntries(item);
  return new Map(
    entries
      .filter(
        ([key, value]) =>
          !skipped.includes(key) && value !== null && value !== undefined && typeof value !== 'object',
      )
      .map(([key, value]) => [`${key.charAt(0).toUpperCase()}${key.slice(1)}`, cell(value)]),
  );
}

function padded(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((text, column) => `${text}${' '.repeat(Math.max(0, (widths[column] ?? 0) - width(text)))}`)
    .join('  ')
    .trimEnd();
}

/** Columns on a terminal: East Asian wide characters take two, combining marks none. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}
