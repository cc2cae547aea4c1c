import type { CommandSpec, OptionSpec } from '../../parse/spec.ts';
import { configure } from './configure.ts';

const ignored = (long: string, kind: OptionSpec['kind'], short?: string): OptionSpec => ({
  names: [long],
  ...(short === undefined ? {} : { short }),
  kind,
  hidden: true,
  help: 'For Azure CLI.',
  effect: { kind: 'none', why: 'nobody signs in to a Teal of their own' },
});

const version: CommandSpec = {
  words: ['version'],
  summary: 'Show versions.',
  options: [],
  load: () => import('./version.ts'),
};

/** Commands of one word that both programs have. */
export const shared: readonly CommandSpec[] = [configure, version];

/** Commands of one word that only `az` has. */
export const azOnly: readonly CommandSpec[] = [
  ...shared,
  {
    words: ['login'],
    summary: 'Print the subscriptions; nobody has to sign in to a Teal of their own.',
    options: [
      ignored('identity', 'flag', 'i'),
      ignored('username', 'value', 'u'),
      ignored('client-id', 'value'),
      ignored('password', 'value', 'p'),
      ignored('tenant', 'value', 't'),
      ignored('service-principal', 'flag'),
      ignored('use-device-code', 'flag'),
      ignored('federated-token', 'value'),
    ],
    load: () => import('../account/list.ts'),
  },
  {
    words: ['logout'],
    summary: 'Accepted for scripts; does nothing.',
    options: [ignored('username', 'value')],
    load: () => import('./nothing.ts'),
  },
];
