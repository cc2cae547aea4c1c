import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';

/** Stands beside the global option of the same name, so that `-s`, `-n` and `--name` name a subscription, too. */
const subscription = (required: boolean): OptionSpec => ({
  names: ['subscription', 'name'],
  short: 'sn',
  kind: 'value',
  help: 'Name or id of the subscription.',
  ...(required ? { required } : {}),
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
      { names: ['all'], kind: 'flag', help: 'Disabled ones, too; none ever is.' },
      { names: ['refresh'], kind: 'flag', help: 'Ask the server, as is always done.' },
    ],
    load: () => import('./list.ts'),
  },
  {
    words: ['account', 'get-access-token'],
    summary: 'Print a token for the control plane or another resource, good for an hour.',
    options: [
      { ...subscription(false), names: ['subscription', 'name'], short: 'sn' },
      {
        names: ['resource'],
        kind: 'value',
        help: 'What the token is for; the control plane unless given.',
      },
      {
        names: ['resource-type'],
        kind: 'value',
        choices: ['arm'],
        help: 'The same as a word; arm is the control plane.',
      },
      { names: ['scope'], kind: 'multi', help: 'The same as a scope: RESOURCE/.default.' },
      {
        names: ['tenant'],
        short: 't',
        kind: 'value',
        help: 'Tenant that issues the token.',
        effect: { kind: 'none', why: 'there is one tenant' },
      },
    ],
    examples: [{ what: 'The token alone', line: 'account get-access-token --query accessToken -o tsv' }],
    load: () => import('./get-access-token.ts'),
  },
];
