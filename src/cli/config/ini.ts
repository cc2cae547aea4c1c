/** INI text as Python's configparser reads it: sections, `key = value` or `key: value`, `#` and `;` comments. */

export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function parseIni(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const header = sectionOf(line);
    if (header !== undefined) {
      current = sections.get(header) ?? new Map();
      sections.set(header, current);
    } else {
      const entry = entryOf(line);
      if (entry !== undefined) current?.set(entry.key, entry.value);
    }
  }
  return sections;
}

/** The text with one key set, or removed when `value` is undefined. Everything else of the file stays as it is. */
export function editIni(
  text: string,
  section: string,
  edit: { key: string; value: string | undefined },
): string {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const start = lines.findIndex((line) => sectionOf(line) === section);
  const line = edit.value === undefined ? [] : [`${edit.key} = ${edit.value}`];
  if (start < 0) {
    if (line.length === 0) return text;
    return `${[...lines, ...(lines.length > 0 ? [''] : []), `[${section}]`, ...line].join('\n')}\n`;
  }
  const next = lines.findIndex((other, at) => at > start && sectionOf(other) !== undefined);
  const end = next < 0 ? lines.length : next;
  const found = lines.findIndex((other, at) => at > start && at < end && entryOf(other)?.key === edit.key);
  if (found >= 0) lines.splice(found, 1, ...line);
  else lines.splice(lastLine(lines, start, end) + 1, 0, ...line);
  return `${lines.join('\n')}\n`;
}

/** The last line of a section that is not blank. */
function lastLine(lines: readonly string[], start: number, end: number): number {
  let last = end - 1;
  while (last > start && lines[last]?.trim() === '') last--;
  return last;
}

function sectionOf(line: string): string | undefined {
  return /^\[([^\]]+)\]\s*$/.exec(line)?.[1];
}

function entryOf(line: string): { key: string; value: string } | undefined {
  if (/^\s*[#;]/.test(line)) return undefined;
  const match = /^\s*([^=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line);
  return match === null ? undefined : { key: (match[1] ?? '').toLowerCase(), value: match[2] ?? '' };
}
