import { describe, expect, test } from 'vitest';
import { az } from '../programs.ts';
import type { Arguments } from './arguments.ts';
import { find } from './find.ts';
import { optionsOf } from './globals.ts';
import { tokenOf } from './lexer.ts';
import { parse } from './parser.ts';
import type { OptionSpec } from './spec.ts';

/** The arguments of a command line of `az`, parsed as `run` does. */
async function parsed(line: readonly string[]): Promise<Arguments> {
  const found = await find(az, line);
  if (found.kind !== 'command') throw new Error(`${line.join(' ')} is no command`);
  return parse(found.command, optionsOf(found.command), found.rest);
}

const endpoint = (...rest: string[]) => parsed(['ml', 'online-endpoint', ...rest]);
const deployment = (...rest: string[]) => parsed(['ml', 'online-deployment', ...rest]);

describe('trap 1: long options may be any unambiguous prefix', () => {
  test('--endpoint is --endpoint-name, --deployment is --deployment-name, --request is --request-file', async () => {
    expect((await deployment('show', '-n', 'blue', '--endpoint', 'e')).text('endpoint-name')).toBe('e');
    const args = await endpoint('invoke', '-n', 'e', '--deployment', 'green', '--request', 'r.json');
    expect([args.text('deployment-name'), args.text('request-file')]).toEqual(['green', 'r.json']);
  });

  test('the prefixes that Azure scripts use', async () => {
    const args = await endpoint('regenerate-keys', '-n', 'e', '--key', 'primary', '--resource', 'g');
    expect([args.text('key-type'), args.text('resource-group')]).toEqual(['primary', 'g']);
    const update = await endpoint(
      'update',
      '-n',
      'e',
      '--mirror',
      'a=1',
      '--work',
      'w',
      '--sub',
      's',
      '--out',
      'tsv',
    );
    expect(['mirror-traffic', 'workspace-name', 'subscription', 'output'].map(update.text)).toEqual([
      'a=1',
      'w',
      's',
      'tsv',
    ]);
  });

  test.each([
    [['ml', 'online-endpoint', 'create', '--n', 'x'], '--n could match --name, --no-wait'],
    [['ml', 'online-deployment', 'create', '--lo'], '--lo could match --local, --local-enable-gpu'],
    [['ml', 'online-endpoint', 'invoke', '--de', 'x'], '--de could match --deployment-name, --debug'],
    [['ml', 'online-endpoint', 'update', '--f', 'x'], '--f could match --file, --force-string'],
  ])('%j is ambiguous, the global options included', async (line, message) => {
    await expect(parsed(line)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  test('an exact name beats a prefix: --local beside --local-enable-gpu', async () => {
    const args = await deployment('create', '-f', 'x', '--local');
    expect([args.flag('local'), args.flag('local-enable-gpu')]).toEqual([true, false]);
  });

  test('--option=value, with an abbreviation, an empty value and an equals sign inside', async () => {
    const args = await endpoint('update', '--name=e', '--traff=blue=90 green=10', '--file=');
    expect(['name', 'traffic', 'file'].map(args.text)).toEqual(['e', 'blue=90 green=10', '']);
  });
});

describe('short options', () => {
  test('a value may be glued to the letter', async () => {
    const args = await deployment('get-logs', '-nblue', '-ee1', '-l50');
    expect([args.text('name'), args.text('endpoint-name'), args.number('lines')]).toEqual(['blue', 'e1', 50]);
  });

  test('trap 11: letters mean different things per command', async () => {
    expect((await deployment('show', '-n', 'b', '-e', 'e')).text('endpoint-name')).toBe('e');
    expect((await endpoint('show', '-n', 'b', '-e')).flag('web')).toBe(true);
    expect((await endpoint('update', '-n', 'e', '-r', 'blue=100')).text('traffic')).toBe('blue=100');
    expect((await endpoint('invoke', '-n', 'e', '-r', 'x.json', '-d', 'blue')).text('deployment-name')).toBe(
      'blue',
    );
    expect((await parsed(['ml', 'model', 'list', '-r', '3'])).number('max-results')).toBe(3);
    expect((await parsed(['ml', 'model', 'show', '-n', 'm', '-l', 'latest'])).text('label')).toBe('latest');
    expect((await parsed(['ml', 'environment', 'create', '-c', 'x', '-d', 'y'])).text('conda-file')).toBe(
      'x',
    );
    expect((await parsed(['configure', '-d', 'a=b', 'c=d'])).list('defaults')).toEqual(['a=b', 'c=d']);
    expect((await parsed(['configure', '-l'])).flag('list-defaults')).toBe(true);
    expect((await parsed(['account', 'set', '-s', 'x'])).text('subscription')).toBe('x');
    expect((await parsed(['group', 'show', '-n', 'g'])).text('resource-group')).toBe('g');
  });

  test('flags may be bundled but take no value', async () => {
    const args = await endpoint('delete', '-n', 'e', '-yotsv');
    expect([args.flag('yes'), args.text('output')]).toEqual([true, 'tsv']);
    await expect(endpoint('delete', '-n', 'e', '-yx')).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe('values', () => {
  test('the last of a single-valued option wins', async () => {
    expect((await endpoint('show', '-n', 'one', '-n', 'two')).text('name')).toBe('two');
  });

  test('multi-valued options swallow words up to the next option, and add up', async () => {
    const args = await deployment('create', '--set', 'a=b', 'c.d=e', '-f', 'x', '--set', 'f=g');
    expect(args.list('set')).toEqual(['a=b', 'c.d=e', 'f=g']);
    await expect(deployment('create', '-f', 'x', '--set')).rejects.toMatchObject({ exitCode: 2 });
  });

  test('three-state flags take true or false and nothing else', async () => {
    expect((await endpoint('list', '--local')).flag('local')).toBe(true);
    expect((await endpoint('list', '--local', 'True')).flag('local')).toBe(true);
    expect((await endpoint('list', '--local', 'FALSE')).flag('local')).toBe(false);
    expect((await endpoint('list', '--local=false')).flag('local')).toBe(false);
    expect((await endpoint('list', '--local', '-g', 'x')).flag('local')).toBe(true);
    await expect(endpoint('list', '--local', 'yes')).rejects.toMatchObject({ exitCode: 2 });
  });

  test('negative numbers and words with a blank are values even with a dash in front', async () => {
    expect((await deployment('get-logs', '-n', 'b', '-e', 'e', '-l', '-5')).number('lines')).toBe(-5);
    expect((await endpoint('update', '-n', 'e', '--traffic', '-a b')).text('traffic')).toBe('-a b');
  });

  test('choices are compared without regard to case', async () => {
    expect((await endpoint('create', '--auth-mode', 'Key', '-o', 'TSV')).text('auth-mode')).toBe('key');
    await expect(endpoint('create', '--auth-mode', 'kee')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("Did you mean 'key'?"),
    });
    await expect(endpoint('list', '-o', 'xml')).rejects.toMatchObject({ exitCode: 2 });
    await expect(deployment('get-logs', '-n', 'b', '-e', 'e', '-l', 'ten')).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});

describe('refusals', () => {
  test('trap 19: options that az does not have are refused: --with-package, --auth_mode', async () => {
    await expect(deployment('create', '-f', 'x', '--with-package')).rejects.toMatchObject({ exitCode: 2 });
    await expect(endpoint('create', '--auth_mode', 'key')).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("Did you mean '--auth-mode'?"),
    });
  });

  test('required options are named with their letters, all of them', async () => {
    await expect(deployment('show')).rejects.toMatchObject({
      exitCode: 2,
      message: 'the following arguments are required: --name/-n, --endpoint-name/-e',
    });
  });

  test('words that are no options are refused, unless the command takes them', async () => {
    await expect(endpoint('show', '-n', 'a', 'stray')).rejects.toMatchObject({ exitCode: 2 });
    expect((await parsed(['config', 'get', 'defaults'])).positionals).toEqual(['defaults']);
    await expect(parsed(['config', 'get', 'one', 'two'])).rejects.toMatchObject({ exitCode: 2 });
  });

  test('nothing after -- is an option', async () => {
    expect((await parsed(['config', 'set', '--', '--a.b=c'])).positionals).toEqual(['--a.b=c']);
  });

  test('asking for an option that the command does not declare is a bug', async () => {
    const args = await endpoint('list');
    expect(() => args.text('name')).toThrow("no option 'name'");
    expect(args.given('name')).toBe(false);
  });
});

test('an option of ours is never meant by a prefix, and makes none of the others ambiguous', () => {
  const options: readonly OptionSpec[] = [
    { names: ['resource-group'], kind: 'value', help: '' },
    { names: ['reason'], kind: 'value', exact: true, help: '' },
  ];
  expect(tokenOf('--re', options)).toMatchObject({ option: { names: ['resource-group'] } });
  expect(tokenOf('--rea', options)).toEqual({ kind: 'unknown', text: '--rea' });
  expect(tokenOf('--reason=x', options)).toMatchObject({ option: { names: ['reason'] }, inline: 'x' });
});
