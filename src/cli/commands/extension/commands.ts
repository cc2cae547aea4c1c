import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';
import { yes } from '../options.ts';

const name: OptionSpec = { names: ['name'], short: 'n', kind: 'value', help: 'Name of the extension: ml.' };
const ignored = (long: string, kind: 'flag' | 'value'): OptionSpec => ({
  names: [long],
  kind,
  help: 'For Azure CLI.',
  effect: { kind: 'none', why: 'ml is built in and nothing is installed' },
});

const nothing = async () => ({ run: (await import('./show.ts')).known });

/** `az extension …`: `ml` is built in, so that adding, updating and removing it changes nothing. */
export const commands: readonly CommandSpec[] = [
  {
    words: ['extension', 'add'],
    summary: 'Accepted for scripts; ml is built in.',
    options: [
      name,
      { ...yes, help: 'Do not ask.' },
      { names: ['upgrade'], kind: 'flag', help: 'Update it; it is as new as Teal.' },
      ignored('version', 'value'),
      ignored('source', 'value'),
      ignored('allow-preview', 'value'),
      ignored('system', 'flag'),
    ],
    load: nothing,
  },
  {
    words: ['extension', 'update'],
    summary: 'Accepted for scripts; ml is built in.',
    options: [name, ignored('allow-preview', 'value')],
    load: nothing,
  },
  {
    words: ['extension', 'remove'],
    summary: 'Accepted for scripts; ml stays.',
    options: [name],
    load: nothing,
  },
  {
    words: ['extension', 'list'],
    summary: 'List extensions: ml.',
    options: [],
    load: () => import('./list.ts'),
  },
  {
    words: ['extension', 'show'],
    summary: 'Show the extension ml.',
    options: [name],
    load: () => import('./show.ts'),
  },
];
