import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { az } from '../programs.ts';
import { run } from '../run.ts';
import { heardWorld } from '../testing/world.ts';
import { openConfig } from './config.ts';
import { editIni, parseIni } from './ini.ts';

async function said(heard: ReturnType<typeof heardWorld>, ...argv: string[]): Promise<string> {
  const before = heard.out().length;
  expect(await run(argv, az, heard.world)).toBe(0);
  return heard.out().slice(before);
}

describe('INI files', () => {
  test('sections, both separators, comments and keys in any case', () => {
    const sections = parseIni('# c\n[defaults]\nGroup = rg\nws: a b \n; x\n\n[core]\noutput=table\n');
    expect([...(sections.get('defaults') ?? [])]).toEqual([
      ['group', 'rg'],
      ['ws', 'a b'],
    ]);
    expect(sections.get('core')?.get('output')).toBe('table');
  });

  test('an edit leaves everything else as it was', () => {
    const text = '# mine\n[core]\nx = 1\n\n[defaults]\ngroup = a\n';
    expect(editIni(text, 'core', { key: 'y', value: '2' })).toBe(
      '# mine\n[core]\nx = 1\ny = 2\n\n[defaults]\ngroup = a\n',
    );
    expect(editIni(text, 'defaults', { key: 'group', value: undefined })).toBe(
      '# mine\n[core]\nx = 1\n\n[defaults]\n',
    );
    expect(editIni('', 'a', { key: 'b', value: 'c' })).toBe('[a]\nb = c\n');
    expect(editIni('', 'a', { key: 'b', value: undefined })).toBe('');
  });
});

describe('az configure and az config', () => {
  test('defaults are set without a word and listed with their source', async () => {
    const heard = heardWorld();
    expect(await said(heard, 'configure', '--defaults', 'group=rg1', 'workspace=ws1')).toBe('');
    const path = join(heard.world.home, '.azure', 'config');
    expect(readFileSync(path, 'utf8')).toBe('[defaults]\ngroup = rg1\nworkspace = ws1\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await said(heard, 'configure', '-l'))).toEqual([
      { name: 'group', source: path, value: 'rg1' },
      { name: 'workspace', source: path, value: 'ws1' },
    ]);
  });

  test('trap 18: configure -l is a list, config get an object of lists', async () => {
    const heard = heardWorld();
    await said(heard, 'configure', '-d', 'group=rg1');
    expect(await said(heard, 'configure', '-l', '--query', "[?name=='group'].value | [0]", '-o', 'tsv')).toBe(
      'rg1\n',
    );
    expect(
      await said(heard, 'config', 'get', '--query', "defaults[?name == 'group'].value", '-o', 'tsv'),
    ).toBe('rg1\n');
    expect(
      await said(heard, 'config', 'get', '--query', "defaults[?name == 'workspace'].value", '-o', 'tsv'),
    ).toBe('');
    expect(JSON.parse(await said(heard, 'config', 'get', 'defaults.group')).value).toBe('rg1');
  });

  test('--local and --scope local tell what the folder says, and nothing else', async () => {
    const heard = heardWorld({ AZURE_DEFAULTS_LOCATION: 'x' });
    const world = { ...heard.world, cwd: join(heard.world.home, 'project') };
    const here = { ...heard, world };
    await said(here, 'config', 'set', 'defaults.group=everywhere');
    await said(here, 'config', 'set', '--local', 'defaults.workspace=here');
    const names = async (...words: string[]) => said(here, ...words, '--query', '[].name', '-o', 'tsv');
    expect(await names('config', 'get', 'defaults')).toBe('location\nworkspace\ngroup\n');
    expect(await names('config', 'get', 'defaults', '--local')).toBe('workspace\n');
    expect(await names('configure', '--list-defaults', '--scope', 'local')).toBe('workspace\n');
    await said(here, 'config', 'unset', '--local', 'defaults.workspace');
    expect(await names('configure', '-l', '--scope', 'local')).toBe('');
    expect(await run(['configure', '-l', '-d', 'group=x'], az, here.world)).toBe(2);
  });

  test('an empty value removes a default', async () => {
    const heard = heardWorld();
    await said(heard, 'configure', '-d', 'group=rg1');
    await said(heard, 'configure', '-d', 'group=');
    expect(await said(heard, 'configure', '-l')).toBe('[]\n');
  });

  test('the environment wins over the local file, and that over the global one', async () => {
    const heard = heardWorld({ AZURE_DEFAULTS_GROUP: 'from-env' });
    await said(heard, 'configure', '-d', 'group=global', 'workspace=global');
    const work = join(heard.world.home, 'work');
    mkdirSync(join(work, 'deep', '.azure'), { recursive: true });
    writeFileSync(join(work, 'deep', '.azure', 'config'), '[defaults]\nworkspace = local\n');
    const config = openConfig({ ...heard.world, cwd: join(work, 'deep') });
    expect(config.get('defaults', 'group')?.value).toBe('from-env');
    expect(config.get('defaults', 'workspace')?.value).toBe('local');
  });

  test('--scope local and config set --local write below the current folder', async () => {
    const heard = heardWorld({ AZURE_CONFIG_DIR: join(heardWorld().world.home, 'elsewhere') });
    await said(heard, 'configure', '-d', 'group=here', '--scope', 'local');
    await said(heard, 'config', 'set', '--local', 'core.output=tsv');
    expect(readFileSync(join(heard.world.cwd, '.azure', 'config'), 'utf8')).toBe(
      '[defaults]\ngroup = here\n\n[core]\noutput = tsv\n',
    );
    expect(await said(heard, 'config', 'get', 'defaults.group', '--query', 'value')).toBe('here\n');
    await said(heard, 'config', 'unset', '--local', 'core.output');
    expect(await said(heard, 'config', 'get', 'defaults.group', '--query', 'value')).toBe('"here"\n');
  });

  test('a setting that is missing ends with exit 1, a word that is none with exit 2', async () => {
    const heard = heardWorld();
    expect(await run(['config', 'get', 'no.thing'], az, heard.world)).toBe(1);
    expect(await run(['config', 'set', 'nothing'], az, heard.world)).toBe(2);
    expect(await run(['configure'], az, heard.world)).toBe(2);
    expect(heard.out()).toBe('');
  });
});
