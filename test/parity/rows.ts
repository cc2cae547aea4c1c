/** What the tables declare, one row each, with the first test that uses it. */
import { applyCommand } from '../../src/cli/apply/commands.ts';
import * as old from '../../src/cli/apply/old-schemas.ts';
import { resourceGroup, workspaceName } from '../../src/cli/commands/options.ts';
import type { Effect } from '../../src/cli/effect.ts';
import { allCommands } from '../../src/cli/parse/find.ts';
import { globals } from '../../src/cli/parse/globals.ts';
import { spelling } from '../../src/cli/parse/parser.ts';
import type { CommandSpec, OptionSpec } from '../../src/cli/parse/spec.ts';
import { az, teal } from '../../src/cli/programs.ts';
import { tealCommands } from '../../src/cli/teal/commands.ts';
import type { Rule } from '../../src/cli/yaml/rule.ts';
import * as schemas from '../../src/cli/yaml/schemas.ts';
import { routes } from '../../src/http/routes.ts';
import { commandUses, keyOf } from './command-uses.ts';
import { keysOf, keyUsed, spelled } from './key-uses.ts';
import { routeUses } from './route-uses.ts';
import type { Evidence } from './sources.ts';

export type Row = {
  readonly what: string;
  readonly effect: Effect | undefined;
  readonly test: string | undefined;
};
export type Section = { readonly title: string; readonly rows: readonly Row[] };

/** Declared once and read in one place, whatever the command: a test of one command is a test of it. */
const everywhere: readonly OptionSpec[] = [...globals, resourceGroup, workspaceName];

const refuse = async (): Promise<never> => {
  throw new Error('Nothing is started here.');
};
const door = { version: '0', defaultRouterWorkers: 2, up: refuse, holder: () => undefined, routers: refuse };

/** Every visible command of both programs, once; `az` first, whose words the other has, too. */
export async function everyCommand(): Promise<readonly (CommandSpec & { readonly program: string })[]> {
  const own = teal([{ words: [], summary: '', load: async () => [...tealCommands(door), applyCommand] }]);
  const all = [az, own].map(async (program) =>
    (await allCommands(program)).map((command) => ({ ...command, program: program.name })),
  );
  const commands = (await Promise.all(all)).flat().filter(({ words }) => words[0] !== '__complete');
  return commands.filter(
    (command, at) => commands.findIndex((other) => keyOf(other) === keyOf(command)) === at,
  );
}

export async function commandSections(tests: readonly Evidence[]): Promise<readonly Section[]> {
  const commands = await everyCommand();
  const uses = tests.map(({ path, text }) => ({ path, keys: commandUses(text, commands) }));
  const testOf = (keys: readonly string[]) =>
    first(uses.filter(({ keys: own }) => keys.some((key) => own.has(key))));
  const withMark = ({ names: [name], effect }: OptionSpec) =>
    commands.filter(({ options }) =>
      options.some((other) => other.names[0] === name && other.effect?.why === effect?.why),
    );
  const row = (option: OptionSpec, among: readonly CommandSpec[]): Row => ({
    what: spelling(option),
    effect: option.effect,
    test: testOf(among.map((command) => keyOf(command, option.names[0]))),
  });
  return [
    { title: 'Options of every command', rows: everywhere.map((option) => row(option, commands)) },
    ...commands.map((command) => ({
      title: `${command.program} ${keyOf(command)}`,
      rows: [
        { what: 'the command', effect: undefined, test: testOf([keyOf(command)]) },
        ...command.options
          .filter((option) => !everywhere.includes(option))
          // A mark is heeded in one place, whatever the command.
          .map((option) => row(option, option.effect === undefined ? [command] : withMark(option))),
      ],
    })),
  ];
}

export function keySections(tests: readonly Evidence[]): readonly Section[] {
  const ours = tests.filter(({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/conformance/'));
  const today = ours.filter(({ text }) => /\.ya?ml\b|Rule\b/.test(text));
  const of2021 = ours.filter(({ text }) => /fromOneFile|examples\/declarative/.test(text));
  const rowsOf = (rule: Rule, among = today, path: readonly string[] = []) =>
    keysOf(rule, path).map((key) => ({
      what: spelled(key),
      effect: key.effect,
      test: first(among.filter(({ text }) => keyUsed(text, key))),
    }));
  const managed = rowsOf(schemas.managedRule);
  const differs = (row: Row) =>
    !managed.some(({ what, effect }) => what === row.what && effect?.why === row.effect?.why);
  return [
    { title: 'Endpoint', rows: rowsOf(schemas.endpointRule) },
    { title: 'Deployment', rows: managed },
    { title: 'Kubernetes deployment: what differs', rows: rowsOf(schemas.kubernetesRule).filter(differs) },
    { title: 'Model', rows: rowsOf(schemas.modelRule) },
    { title: 'Environment', rows: rowsOf(schemas.environmentRule) },
    {
      title: 'One file of 2021: what a deployment in it has besides',
      rows: [
        ...rowsOf(old.oldCodeRule, of2021, ['code_configuration', 'code']),
        ...rowsOf(old.oldDockerRule, of2021, ['environment', 'docker']),
        ...rowsOf(old.oldManualScaleRule, of2021, ['scale_settings']),
        ...rowsOf(old.oldResourcesRule, of2021, ['resource_requirements']),
      ],
    },
  ];
}

export function routeSection(tests: readonly Evidence[]): Section {
  const uses = tests.map(({ path, text }) => ({ path, used: routeUses(text, routes) }));
  const rows = routes.map(({ method, path }, at) => ({
    what: `${method} ${path.replace(/^.*\/workspaces\/:workspace\//, '')}`,
    effect: undefined,
    test: first(uses.filter(({ used }) => used.has(at))),
  }));
  return { title: 'Operations', rows };
}

/** Tests over a real server come before those of one part. */
function first(found: readonly { readonly path: string }[]): string | undefined {
  return (found.find(({ path }) => path.startsWith('test/')) ?? found[0])?.path;
}
