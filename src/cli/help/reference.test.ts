import { expect, test } from 'vitest';
import { applyCommand } from '../apply/commands.ts';
import { allCommands, entries } from '../parse/find.ts';
import { optionsOf } from '../parse/globals.ts';
import { az, teal } from '../programs.ts';
import { run } from '../run.ts';
import { tealCommands } from '../teal/commands.ts';
import { heardWorld } from '../testing/world.ts';
import { reference } from './reference.ts';

const refuse = async (): Promise<never> => {
  throw new Error('Nothing is started here.');
};
const door = {
  version: '0',
  defaultRouterWorkers: 2,
  up: refuse,
  holder: () => undefined,
  lives: () => false,
  routers: refuse,
};
const own = { words: [], summary: '', load: async () => [...tealCommands(door), applyCommand] };
const program = teal([own]);

test('docs/reference/cli.md says what the command table says (write it with: vitest run src/cli/help -u)', async () => {
  await expect(await reference([program, az])).toMatchFileSnapshot('../../../docs/reference/cli.md');
});

test.each([az, program])('every command of $name can be loaded, and its options do not clash', async (of) => {
  for (const command of await allCommands(of)) {
    expect(typeof (await command.load()).run).toBe('function');
    const options = optionsOf(command);
    const letters = options.flatMap(({ short }) => [...(short ?? '')]);
    const names = options.flatMap(({ names }) => names);
    const what = command.words.join(' ');
    expect(new Set(letters).size, `letters of ${what}`).toBe(letters.length);
    expect(new Set(names).size, `names of ${what}`).toBe(names.length);
  }
});

test.each([az, program])(
  '--help of $name goes to standard output at every level, with exit 0',
  async (of) => {
    const commands = await allCommands(of);
    const lines = [[], ...of.chapters.map(({ words }) => words), ...commands.map(({ words }) => words)];
    for (const words of lines) {
      const heard = heardWorld();
      expect(await run([...words, '--help'], of, heard.world), words.join(' ')).toBe(0);
      expect(heard.out()).toContain([of.name, ...words].join(' '));
      expect(heard.err()).toBe('');
    }
  },
);

test('help wins over whatever else is wrong with the line', async () => {
  const heard = heardWorld();
  expect(await run(['ml', 'online-endpoint', 'show', '--nonsense', '-h'], az, heard.world)).toBe(0);
  expect(heard.out()).toContain('Required options');
});

test('hidden options and commands are in no help', async () => {
  const heard = heardWorld();
  await run(['ml', 'online-deployment', 'create', '-h'], az, heard.world);
  expect(heard.out()).not.toContain('--package-model');
  expect((await entries(az, [])).map(({ word }) => word)).not.toContain('__complete');
});
