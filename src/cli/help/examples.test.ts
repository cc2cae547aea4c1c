import { expect, test } from 'vitest';
import { applyCommand } from '../apply/commands.ts';
import { allCommands } from '../parse/find.ts';
import { optionsOf } from '../parse/globals.ts';
import { parse } from '../parse/parser.ts';
import { az, teal } from '../programs.ts';
import { examplesOf } from './examples.ts';

const programs = [az, teal([{ words: [], summary: '', load: async () => [applyCommand] }])];

test.each(programs)(
  'every command of $name has an example, and every example is a line that parses',
  async (of) => {
    for (const command of (await allCommands(of)).filter(({ hidden }) => hidden !== true)) {
      const examples = examplesOf(command);
      expect(examples.length, command.words.join(' ')).toBeGreaterThan(0);
      for (const { line } of examples) {
        const words = wordsOf(line.split(/ [>|] /)[0] ?? '');
        expect(words.slice(0, command.words.length)).toEqual(command.words);
        expect(
          () => parse(command, optionsOf(command), words.slice(command.words.length)),
          line,
        ).not.toThrow();
      }
    }
  },
);

/** Words as a shell splits them, as far as the examples need it. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}
