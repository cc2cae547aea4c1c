/**
 * `npm run bench`: Teal beside what does the same work, every figure a ratio within one run.
 * Run: npm run bench -- [PART ...] [--smoke] [--write] [--list]
 *   PART     some of the parts (default: all of them)
 *   --smoke  seconds instead of minutes; shows that each part runs, its figures mean nothing
 *   --write  puts the results into docs/benchmarks.md, in place of those of the same parts
 *   --list   names the parts
 */
import { parseArgs } from 'node:util';
import type { Context, Part } from './part.ts';
import { parts } from './parts.ts';
import { machine } from './report/machine.ts';
import { markdown } from './report/markdown.ts';
import { writePage } from './report/page.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { smoke: { type: 'boolean' }, write: { type: 'boolean' }, list: { type: 'boolean' } },
});
const { smoke = false, write = false, list = false } = values;
const context: Context = { smoke, install: !smoke, say: (line) => console.error(line) };

if (list) for (const { name, does } of parts) console.log(`${name.padEnd(10)} ${does}`);
else await runAll(chosen());

async function runAll(wanted: readonly Part[]): Promise<void> {
  if (smoke && write) stop('--smoke measures nothing worth writing');
  console.log(machine());
  const failed: string[] = [];
  for (const part of wanted) {
    try {
      await runOne(part);
    } catch (error) {
      failed.push(part.name);
      console.error(`${part.name} failed:`, error);
    }
  }
  if (failed.length > 0) stop(`these parts failed: ${failed.join(', ')}`);
}

async function runOne(part: Part): Promise<void> {
  console.error(`${part.name}: ${part.does}`);
  const from = new Date();
  const sections = await part.run(context);
  const text = markdown(part, sections, { from, to: new Date(), smoke });
  console.log(`\n${text}`);
  // Each part at once, so that a later one that fails takes nothing away.
  if (write) writePage(part.name, text, parts);
}

function chosen(): readonly Part[] {
  for (const name of positionals) {
    if (!parts.some((part) => part.name === name))
      stop(`there is no part ${name}; there are ${parts.map((part) => part.name).join(', ')}`);
  }
  return positionals.length === 0 ? parts : parts.filter(({ name }) => positionals.includes(name));
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
