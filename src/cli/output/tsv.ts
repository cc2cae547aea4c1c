import { formatNumber, sortedEntries } from './json.ts';
import type { Result } from './result.ts';

/**
 * Tab-separated lines, one per element; a result that is no list is one line. Objects give their values in the order
 * of their keys, or as a query wrote them; nested lists give their length and nested objects nothing (Azure CLI).
 */
export function formatTsv({ value, ordered }: Result): string {
  const rows = Array.isArray(value) ? value : [value];
  return rows.map((row) => `${line(row, ordered)}\n`).join('');
}

function line(row: unknown, ordered: (row: object) => boolean): string {
  if (typeof row === 'boolean') return String(row);
  if (typeof row !== 'object' || row === null) return cell(row);
  if (Array.isArray(row)) return row.map(cell).join('\t');
  const entries = ordered(row) ? Object.entries(row) : sortedEntries(row);
  return entries.map(([, value]) => cell(value)).join('\t');
}

/** A value as Python's `str` shows it. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'object' ? '' : String(value);
}
