/** What the tables declare, one row each, with the first test that uses it. */
import { applyCommand } from '../../src/cli/apply/commands.ts';
import * as old from '../../src/cli/apply/old-schemas.ts';
import { reason, resourceGroup, workspaceName } from '../../src/cli/commands/options.ts';
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
import { namedTests, nameOf } from './named.ts';
import { routeUses } from './route-uses.ts';
import type { Evidence } from './sources.ts';
import { variables } from './variables.ts';

export type Row = {
  readonly what: string;
  readonly effect: Effect | undefined;
  readonly test: string | undefined;
};
/** A row, and all tests whose text uses it. */
type Candidate = Pick<Row, 'what' | 'effect'> & { readonly tests: readonly string[] };
export type Section = { readonly title: string; readonly rows: readonly Row[] };

/** Declared once and read in one place, whatever the command: a test of one command is a test of it. */
const everywhere: readonly OptionSpec[] = [...globals, resourceGroup, workspaceName, reason];

const named = namedTests();

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
  const testsOf = (keys: readonly string[]) =>
    uses.filter(({ keys: own }) => keys.some((key) => own.has(key))).map(({ path }) => path);
  const withMark = ({ names: [name], effect }: OptionSpec) =>
    commands.filter(({ options }) =>
      options.some((other) => other.names[0] === name && other.effect?.why === effect?.why),
    );
  const row = (option: OptionSpec, among: readonly CommandSpec[]): Candidate => ({
    what: spelling(option),
    effect: option.effect,
    tests: testsOf(among.map((command) => keyOf(command, option.names[0]))),
  });
  return [
    section(
      'Options of every command',
      everywhere.map((option) => row(option, commands)),
    ),
    ...commands.map((command) =>
      section(`${command.program} ${keyOf(command)}`, [
        { what: 'the command', effect: undefined, tests: testsOf([keyOf(command)]) },
        ...command.options
          .filter((option) => !everywhere.includes(option))
          // A mark is heeded in one place, whatever the command.
          .map((option) => row(option, option.effect === undefined ? [command] : withMark(option))),
      ]),
    ),
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
      tests: among.filter(({ text }) => keyUsed(text, key)).map(({ path }) => path),
    }));
  const managed = rowsOf(schemas.managedRule);
  const differs = (row: Candidate) =>
    !managed.some(({ what, effect }) => what === row.what && effect?.why === row.effect?.why);
  return [
    section('Endpoint', rowsOf(schemas.endpointRule)),
    section('Deployment', managed),
    section('Kubernetes deployment: what differs', rowsOf(schemas.kubernetesRule).filter(differs)),
    section('Model', rowsOf(schemas.modelRule)),
    section('Environment', rowsOf(schemas.environmentRule)),
    section('One file of 2021: what a deployment in it has besides', [
      ...rowsOf(old.oldCodeRule, of2021, ['code_configuration', 'code']),
      ...rowsOf(old.oldDockerRule, of2021, ['environment', 'docker']),
      ...rowsOf(old.oldManualScaleRule, of2021, ['scale_settings']),
      ...rowsOf(old.oldResourcesRule, of2021, ['resource_requirements']),
    ]),
  ];
}

export function routeSection(tests: readonly Evidence[]): Section {
  const uses = tests.map(({ path, text }) => ({ path, used: routeUses(text, routes) }));
  const rows = routes.map(({ method, path }, at) => ({
    what: `${method} ${path.replace(/^.*\/workspaces\/:workspace\//, '')}`,
    effect: undefined,
    tests: uses.filter(({ used }) => used.has(at)).map(({ path }) => path),
  }));
  return section('Operations', rows);
}

export function variableSection(tests: readonly Evidence[]): Section {
  const rows = variables().map(({ name, effect }) => ({
    what: name,
    effect,
    tests: tests.filter(({ text }) => new RegExp(`\\b${name}\\b`).test(text)).map(({ path }) => path),
  }));
  return section('Variables of scoring scripts', rows);
}

/** Each row keeps the test that the page names already; a new one gets one over a real server, if there is any. */
function section(title: string, rows: readonly Candidate[]): Section {
  const testOf = ({ what, tests }: Candidate) =>
    tests.find((path) => path === named.get(nameOf(title, what))) ??
    tests.find((path) => path.startsWith('test/')) ??
    tests[0];
  return { title, rows: rows.map((row) => ({ what: row.what, effect: row.effect, test: testOf(row) })) };
}
