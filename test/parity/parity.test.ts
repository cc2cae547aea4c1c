/** Everything declared does what the page says, by a test; everything absent is refused; the page is not stale. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.ts';
import { find } from '../../src/cli/parse/find.ts';
import { optionsOf } from '../../src/cli/parse/globals.ts';
import { parse } from '../../src/cli/parse/parser.ts';
import { az } from '../../src/cli/programs.ts';
import { checked } from '../../src/cli/yaml/check.ts';
import { endpointRule, managedRule, modelRule } from '../../src/cli/yaml/schemas.ts';
import { routes } from '../../src/http/routes.ts';
import { root, sources } from '../architecture/sources.ts';
import { absentCommands, absentKeys, absentKinds, absentOperations, absentOptions } from './absent.ts';
import { page } from './page.ts';
import { fitOf } from './route-uses.ts';
import { commandSections, keySections, routeSection, variableSection } from './rows.ts';
import { differences, differencesPath } from './scoring.ts';
import { evidence } from './sources.ts';
import { unlisted } from './variables.ts';

const tests = evidence();
const commands = await commandSections(tests);
const keys = keySections(tests);
const operations = routeSection(tests);
const environment = variableSection(tests);

test.each([
  ['options and commands', commands],
  ['keys of YAML files', keys],
  ['operations', [operations]],
  ['variables', [environment]],
])('%s: each is used by a test, whatever its mark', (_, sections) => {
  const bare = sections.flatMap(({ title, rows }) =>
    rows.filter((row) => row.test === undefined).map(({ what }) => `${title}: ${what}`),
  );
  expect(bare).toEqual([]);
});

test('every known difference of the scoring server has a reason, and every reason a request', () => {
  const text = readFileSync(join(root, differencesPath), 'utf8');
  const listed =
    text
      .split('KNOWN = (')[1]
      ?.split('\n)')[0]
      ?.match(/^ {4}\(/gm) ?? [];
  const known = differences();
  expect(known.flatMap(({ rows }) => rows)).toHaveLength(listed.length);
  expect(known.filter(({ rows, fields }) => rows.length === 0 || fields === '')).toEqual([]);
});

test('every variable that the worker marks is on the page', () => {
  expect(unlisted()).toEqual([]);
});

describe('what the page says is not there', () => {
  test.each(absentCommands)('az $what', async ({ what }) => {
    const words = what.split(' ');
    const found = await find(az, words);
    expect(found.kind === 'group' || found.command.words.length < words.length).toBe(true);
  });

  test.each(absentOptions)('az $what', async ({ what }) => {
    const words = [...what.split(' '), 'x'];
    const found = await find(az, words);
    if (found.kind !== 'command') throw new Error(`az ${what} is no command`);
    const { command, rest } = found;
    const needed = command.options.filter(({ required }) => required === true);
    const given = needed.flatMap(({ names }) => [`--${names[0]}`, 'x']);
    expect(() => parse(command, optionsOf(command), [...given, ...rest])).toThrow(Failure);
    expect(() => parse(command, optionsOf(command), given)).not.toThrow();
  });

  test.each(absentOperations)('$what', ({ what }) => {
    const [method = '', path = ''] = what.split(' ');
    const there = routes.filter((route) => route.method === method && fitOf(path, route.path) >= 0);
    expect(there.map((route) => route.path)).toEqual([]);
  });

  test.each(absentKeys)('$what', ({ what }) => {
    const [schema = '', key = ''] = what.split(' ');
    const rule = { model: modelRule, deployment: managedRule, endpoint: endpointRule }[schema];
    if (rule === undefined) throw new Error(`no schema '${schema}'`);
    expect(() => checked(rule, { path: 'm', [key]: 'x' }, 'f')).toThrow(`${key}: is not a known field`);
  });

  test.each(absentKinds)('$what', ({ says }) => {
    const texts = sources('src').filter(({ path }) => !path.endsWith('.test.ts'));
    expect(texts.filter(({ text }) => text.includes(says)).length).toBeGreaterThan(0);
  });
});

test('docs/reference/parity.md says what the tables say (write it with: npx vitest run --project unit test/parity -u)', async () => {
  const text = page({
    commands,
    keys,
    routes: operations,
    variables: environment,
    differences: differences(),
  });
  await expect(text).toMatchFileSnapshot('../../docs/reference/parity.md');
});
