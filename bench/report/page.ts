/** docs/benchmarks.md: prose that stays, and a block a part, replaced when the part is run again with --write. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../test/architecture/sources.ts';
import type { Part } from '../part.ts';

const path = join(root, 'docs/benchmarks.md');
const front = `# Benchmarks

Written by \`npm run bench -- --write\`; a part alone by \`npm run bench -- PART --write\`, \`--list\` names the parts.

What is compared: Teal and other programs that do the same work, on the same machine, in the same run, in turns. Every
figure that matters is a ratio of two measurements of one round, and what is shown is the median over the rounds with
the lowest and the highest in parentheses. Where the range is wide the machine was busy: such a ratio says little.

What is not compared: models (the sample is small on purpose, so that the servers are what is timed), networks (all of it
is one machine), TLS, and machines with many cores. Client and upstream take part of the same cores. Absolute figures
belong to this machine and its day; they are not to be held against those of another.

Other programs run as they come, with what makes them quickest for this work where their documentation says so: one
process, kept connections, no log of requests unless it says so. Missing programs of Debian are installed by apt-get as root; peers from
PyPI get an environment each in \`~/.cache/teal/bench\` (\`TEAL_BENCH_CACHE\`). What cannot be had is left out with the
reason.
`;

export function writePage(name: string, text: string, parts: readonly Part[]): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  writeFileSync(path, pageOf(before, { name, text }, parts));
}

/** Keeps the blocks of other parts, in the order of the list. */
export function pageOf(
  before: string,
  block: { name: string; text: string },
  parts: readonly Part[],
): string {
  const blocks = parts
    .map(({ name }) => [name, name === block.name ? block.text : blockOf(before, name)] as const)
    .filter(([, text]) => text !== undefined)
    .map(([name, text]) => `<!-- ${name} -->\n\n${text?.trim()}\n\n<!-- end of ${name} -->\n`);
  return [front, ...blocks].join('\n');
}

function blockOf(page: string, name: string): string | undefined {
  const [, rest] = page.split(`<!-- ${name} -->\n`);
  return rest?.split(`<!-- end of ${name} -->`)[0];
}
