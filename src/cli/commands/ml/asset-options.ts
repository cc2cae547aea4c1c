import type { OptionSpec } from '../../parse/spec.ts';
import { noWait } from '../options.ts';

export const version = (required = false): OptionSpec => ({
  names: ['version'],
  short: 'v',
  kind: 'value',
  help: 'Version.',
  ...(required ? { required } : {}),
});

export const label: OptionSpec = {
  names: ['label'],
  short: 'l',
  kind: 'value',
  help: 'Label instead of a version: latest.',
};

export const stage: OptionSpec = {
  names: ['stage'],
  short: 's',
  kind: 'value',
  help: 'Stage of the life of a model, any word.',
};

/** `--no-wait` of create commands. */
export const registeredAtOnce: OptionSpec = {
  ...noWait,
  effect: { kind: 'none', why: 'a version is registered when the command returns' },
};

export const description: OptionSpec = { names: ['description'], kind: 'value', help: 'What it is.' };

export const tags: OptionSpec = {
  names: ['tags'],
  kind: 'multi',
  mayBeEmpty: true,
  help: 'Tags: KEY=VALUE …',
};

export const datastore: OptionSpec = {
  names: ['datastore'],
  kind: 'value',
  help: 'Datastore that files are uploaded to.',
  effect: { kind: 'none', why: 'files always go to the one store of Teal' },
};

/** Options of `list`. */
export const listing: readonly OptionSpec[] = [
  { names: ['name'], short: 'n', kind: 'value', help: 'List the versions of this one, newest first.' },
  { names: ['max-results'], short: 'r', kind: 'int', help: 'At most this many.' },
  { names: ['include-archived'], kind: 'flag', help: 'Archived ones, too.' },
  { names: ['archived-only'], kind: 'flag', help: 'Archived ones alone.' },
];
