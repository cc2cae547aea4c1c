import { formatJson } from './json.ts';
import type { Result } from './result.ts';
import { formatTable } from './table.ts';
import { formatTsv } from './tsv.ts';
import { formatYaml } from './yaml.ts';

export const formats = ['json', 'jsonc', 'yaml', 'yamlc', 'table', 'tsv', 'none'] as const;
export type Format = (typeof formats)[number];

/** The text for standard output. A null result is no text at all, whatever the format. */
export async function format(result: Result, as: Format, color: boolean): Promise<string> {
  if (result.value === null || result.value === undefined) return '';
  switch (as) {
    case 'json':
      return `${formatJson(result.value)}\n`;
    case 'jsonc':
      return `${color ? painted(formatJson(result.value)) : formatJson(result.value)}\n`;
    case 'yaml':
    case 'yamlc':
      return await formatYaml(result.value);
    case 'tsv':
      return formatTsv(result);
    case 'table':
      return formatTable(result);
    case 'none':
      return '';
    default:
      return as satisfies never;
  }
}

/** JSON text with keys, strings and words in the colours of a terminal. */
function painted(json: string): string {
  return json.replace(
    /("(?:[^"\\]|\\.)*")(:)?|\b(true|false|null|-?\d[\d.e+-]*)\b/g,
    (all, text, sign, word) => {
      if (word !== undefined) return `\u001b[36m${word}\u001b[0m`;
      return sign === undefined ? `\u001b[32m${all}\u001b[0m` : `\u001b[94m${text}\u001b[0m${sign}`;
    },
  );
}
