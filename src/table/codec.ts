/** The table as text: what control publishes, what a router worker finds on disk. */
import { textOf } from './lines.ts';
import type { Table } from './table.ts';
import { type Validation, validateTable } from './validate.ts';

/** JSON with each endpoint on a line of its own, ended by a line feed. */
export function encodeTable({ version, tokenKeys, endpoints }: Table): string {
  const texts = endpoints.map((endpoint) => JSON.stringify(endpoint));
  return textOf({ version, tokenKeys }, 'endpoints', texts).join('');
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
