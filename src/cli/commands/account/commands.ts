import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';

/** Stands beside the global option of the same name, so that `-s`, `-n` and `--name` name a subscription, too. */
const subscription = (required: boolean): OptionSpec => ({
  names: ['subscription', 'name'],
  short: 'sn',
  kind: 'value',
  help: 'Name or id of the subscription.',
  ...(required ? { required } : {}),
});

const ignored = (name: string, short?: string): OptionSpec => ({
  names: [name],
  ...(short === undefined ? {} : { short }),
  kind: 'value',
  help: 'Accepted for Azure CLI; no effect.',
});

/** `az account …` */
export const commands: readonly CommandSpec[] = [
  {
    words: ['account', 'show'],
    summary: 'Show the subscription in use.',
    options: [subscription(false)],
    examples: [{ what: 'Its id alone', line: 'account show --query id -o tsv' }],
    load: () => import('./show.ts'),
  },
  {
    words: ['account', 'set'],
    summary: 'Choose the subscription that later commands use.',
    options: [subscription(true)],
    load: () => import('./set.ts'),
  },
  {
    words: ['account', 'list'],
    summary: 'List subscriptions.',
    options: [
      { names: ['all'], kind: 'flag', help: 'Accepted for Azure CLI; no effect.' },
      { names: ['refresh'], kind: 'flag', help: 'Accepted for Azure CLI; no effect.' },
    ],
    load: () => import('./list.ts'),
  },
  {
    words: ['account', 'get-access-token'],
    summary: 'Print a token for the control plane or another resource, good for an hour.',
    options: [
      { ...subscription(false), names: ['subscription', 'name'], short: 'sn' },
      { ...ignored('resource'), help: 'What the token is for; the control plane unless given.' },
      ignored('resource-type'),
      { ...ignored('scope'), kind: 'multi', help: 'The same as a scope: RESOURCE/.default.' },
      ignored('tenant', 't'),
    ],
    examples: [{ what: 'The token alone', line: 'account get-access-token --query accessToken -o tsv' }],
    load: () => import('./get-access-token.ts'),
  },
];
