/** The table as text: what control publishes, what a router worker keeps on disk. */
import type { Table } from './table.ts';
import { type Validation, validateTable } from './validate.ts';

/** JSON on one line, ended by a line feed. */
export function encodeTable(table: Table): string {
  return `${JSON.stringify(table)}\n`;
}

/** Never throws: text that is not JSON is a problem like any other. */
export function decodeTable(text: string): Validation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'problems', problems: [`the table is not JSON: ${String(error)}`] };
  }
  return validateTable(value);
}
