/** Sections as text that is read on a terminal and in the documentation. */
import type { Part, Section } from '../part.ts';
import { load, machine } from './machine.ts';

export type Ran = { readonly from: Date; readonly to: Date; readonly smoke: boolean };

export function markdown(part: Part, sections: readonly Section[], { from, to, smoke }: Ran): string {
  const minutes = ((to.getTime() - from.getTime()) / 60_000).toFixed(1);
  const when = `${from.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const run = smoke
    ? 'A smoke run: it shows that the part runs, its figures mean nothing.'
    : `\`npm run bench -- ${part.name}\`, ${when}, ${minutes} minutes, ${machine()}; load average at its end ${load()}.`;
  return `${[...sections.map(sectionText), run].join('\n\n')}\n`;
}

function sectionText({ title, about, columns, rows, notes, text }: Section): string {
  const blocks = [
    `## ${title}`,
    about,
    rows.length > 0 ? tableText([columns, ...rows]) : '',
    text === undefined ? '' : `\`\`\`\n${text}\n\`\`\``,
    notes.map((note) => `- ${note}`).join('\n'),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** Columns of one width, numbers to the right: it is read before it is rendered, too. */
function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(3, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, at) => (at === 0 ? (row[at] ?? '').padEnd(width) : (row[at] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}
