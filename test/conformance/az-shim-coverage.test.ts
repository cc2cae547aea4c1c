/** What the rows of `az-shim/` leave out, so that it is easy to see; nothing is started here. */
import { expect, test } from 'vitest';
import { allCommands } from '../../src/cli/parse/find.ts';
import { globals } from '../../src/cli/parse/globals.ts';
import { az } from '../../src/cli/programs.ts';
import { chapters, exercises } from './az-shim/table.ts';

/** Options that mean the same on every command: one row that has them is enough. */
const everywhere = new Set([
  ...globals.map(({ names }) => names[0]),
  'resource-group',
  'workspace-name',
  'reason',
  'registry-name',
  'local',
]);
/** Answers to the shell while somebody types; `completion` prints the script that asks for them. */
const notRun = ['__complete'];

test('every command has a row', async () => {
  const run = new Set((await exercises()).map(({ command }) => command));
  const all = (await allCommands(az)).map(({ words }) => words.join(' '));
  expect(all.filter((command) => !run.has(command) && !notRun.includes(command))).toEqual([]);
});

test('every option has a row', async () => {
  const rows = await exercises();
  const anywhere = new Set(rows.flatMap(({ options }) => options));
  const missing = (await allCommands(az)).flatMap(({ words, options }) => {
    const command = words.join(' ');
    const used = new Set(rows.filter((row) => row.command === command).flatMap((row) => row.options));
    return options
      .map(({ names }) => names[0])
      .filter((option) => !(everywhere.has(option) ? anywhere : used).has(option))
      .map((option) => `${command} --${option}`);
  });
  expect(missing).toEqual([]);
  expect(globals.map(({ names }) => names[0]).filter((option) => !anywhere.has(option))).toEqual([]);
});

test('every trap of the contract has a row', () => {
  const named = chapters.flatMap(({ rows }) =>
    rows.map(({ what }) => /^trap ([\d, and]+):/.exec(what)?.[1] ?? ''),
  );
  const seen = new Set(named.flatMap((numbers) => numbers.match(/\d+/g) ?? []).map(Number));
  const all = Array.from({ length: 20 }, (_, at) => at + 1);
  expect(all.filter((trap) => !seen.has(trap))).toEqual(traps.map(({ trap }) => trap));
});

/** Shown elsewhere, because a line of a shell is not enough. */
const traps = [
  { trap: 13, by: 'contract/cli-deployments.test.ts: what a scoring script finds in AZUREML_MODEL_DIR' },
];
