import type { CommandSpec } from '../../../parse/spec.ts';
import { createSet, file, generic, local, name, noWait, reason, scope, web, yes } from '../../options.ts';

const group = ['ml', 'online-endpoint'];
const authModes = ['key', 'aml_token', 'aad_token'];

/** `az ml online-endpoint …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Create an endpoint: a stable scoring address whose deployments can change.',
    options: [
      file('YAML file of the endpoint. Without one: a managed endpoint with keys.'),
      name('endpoint', false),
      { names: ['auth-mode'], kind: 'value', choices: authModes, help: 'How requests are authorized.' },
      local,
      noWait,
      reason,
      createSet,
      web('e'),
      ...scope,
    ],
    examples: [
      { what: 'From a file', line: 'ml online-endpoint create --name my-endpoint -f endpoint.yml' },
      { what: 'From a name alone', line: 'ml online-endpoint create -n my-endpoint' },
    ],
    load: () => import('./create.ts'),
  },
  {
    words: [...group, 'show'],
    summary: 'Show an endpoint, its traffic and its addresses.',
    options: [name('endpoint'), local, web('e'), ...scope],
    examples: [
      {
        what: 'The scoring address alone',
        line: 'ml online-endpoint show -n my-endpoint --query scoring_uri -o tsv',
      },
    ],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List the endpoints of a workspace.',
    options: [local, ...scope],
    load: () => import('./list.ts'),
  },
  {
    words: [...group, 'update'],
    summary: 'Change an endpoint: its traffic, its mirror, its tags.',
    options: [
      name('endpoint', false),
      file('YAML file of the endpoint.'),
      {
        names: ['traffic'],
        short: 'r',
        kind: 'value',
        help: 'Live traffic, all of it: "blue=90 green=10". It must sum to 0 or 100.',
      },
      {
        names: ['mirror-traffic'],
        kind: 'value',
        help: 'Percentage of requests copied to one deployment, at most 50: "green=10"; "green=0" ends it.',
      },
      local,
      noWait,
      reason,
      web('e'),
      ...generic,
      ...scope,
    ],
    examples: [
      {
        what: 'Move a tenth of the traffic to green',
        line: 'ml online-endpoint update -n my-endpoint --traffic "blue=90 green=10"',
      },
      {
        what: 'Copy a tenth of the requests to green',
        line: 'ml online-endpoint update -n my-endpoint --mirror-traffic "green=10"',
      },
    ],
    load: () => import('./update.ts'),
  },
  {
    words: [...group, 'delete'],
    summary: 'Delete an endpoint and all its deployments.',
    options: [name('endpoint'), local, noWait, yes, reason, ...scope],
    load: () => import('./remove.ts'),
  },
  {
    words: [...group, 'invoke'],
    summary: 'Send one request to an endpoint and print the answer.',
    options: [
      name('endpoint'),
      { names: ['request-file'], short: 'r', kind: 'value', help: 'JSON file with the request.' },
      {
        names: ['deployment-name'],
        short: 'd',
        kind: 'value',
        help: 'Deployment that answers, whatever the traffic.',
      },
      local,
      ...scope,
    ],
    examples: [
      {
        what: 'Try green before it has traffic',
        line: 'ml online-endpoint invoke -n my-endpoint --deployment-name green --request-file sample-request.json',
      },
    ],
    load: () => import('./invoke.ts'),
  },
  {
    words: [...group, 'get-credentials'],
    summary: 'Print the keys of an endpoint, or a token for it.',
    options: [name('endpoint'), ...scope],
    examples: [
      {
        what: 'The primary key alone',
        line: 'ml online-endpoint get-credentials -n my-endpoint --query primaryKey -o tsv',
      },
    ],
    load: () => import('./get-credentials.ts'),
  },
  {
    words: [...group, 'regenerate-keys'],
    summary: 'Replace one key of an endpoint by a new one.',
    options: [
      name('endpoint'),
      { names: ['key-type'], kind: 'value', fallback: 'primary', help: 'primary or secondary.' },
      noWait,
      reason,
      ...scope,
    ],
    load: () => import('./regenerate-keys.ts'),
  },
];
