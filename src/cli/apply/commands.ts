import { generic, local, noWait, reason, scope, skipScriptValidation, yes } from '../commands/options.ts';
import type { CommandSpec, OptionSpec } from '../parse/spec.ts';

const group = ['ml', 'endpoint'];

const endpointName = (required: boolean): OptionSpec => ({
  names: ['name'],
  short: 'n',
  kind: 'value',
  help: 'Name of the endpoint; wins over the name in the file.',
  ...(required ? { required } : {}),
});
const deployment = (help: string): OptionSpec => ({ names: ['deployment'], short: 'd', kind: 'value', help });
const online: OptionSpec = {
  names: ['type'],
  short: 't',
  kind: 'value',
  choices: ['online'],
  fallback: 'online',
  help: 'Kind of endpoint.',
};
const container: OptionSpec = {
  names: ['container'],
  short: 'c',
  kind: 'value',
  fallback: 'inference-server',
  help: 'inference-server or storage-initializer.',
};
const lines: OptionSpec = {
  names: ['lines'],
  short: 'l',
  kind: 'int',
  fallback: '5000',
  help: 'How many lines from the end.',
};

/** `--no-wait` of commands that take several steps, each of which waits for the one before. */
const waitsAnyway: OptionSpec = {
  ...noWait,
  effect: { kind: 'none', why: 'the steps of one file follow one another, so the command waits' },
};

/** `teal apply`. */
export const applyCommand: CommandSpec = {
  words: ['apply'],
  summary: 'Make what runs what the files say: endpoint, deployments and traffic.',
  options: [
    {
      names: ['file'],
      short: 'f',
      kind: 'multi',
      required: true,
      help: 'YAML files: one with everything in it, or an endpoint and its deployments.',
    },
    endpointName(false),
    { names: ['dry-run'], kind: 'flag', help: 'Print the plan as a diff and change nothing.' },
    skipScriptValidation,
    reason,
    local,
    ...scope,
  ],
  examples: [
    { what: 'See what would change', line: 'apply -f rollout.yml --dry-run' },
    { what: 'Apply one file that holds everything', line: 'apply -f rollout.yml' },
    { what: 'Apply an endpoint and two deployments', line: 'apply -f endpoint.yml blue.yml green.yml' },
  ],
  load: () => import('./apply.ts'),
};

/** `az ml endpoint …`: the command group of 2021, where one file holds an endpoint with its deployments. */
export const endpointCommands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Create an endpoint with its deployments and traffic from one file.',
    options: [
      { names: ['file'], short: 'f', kind: 'value', required: true, help: 'YAML file of the endpoint.' },
      endpointName(false),
      online,
      { names: ['set'], kind: 'multi', help: 'KEY=VALUE, applied to the file before it is checked.' },
      local,
      waitsAnyway,
      reason,
      skipScriptValidation,
      ...scope,
    ],
    examples: [
      { what: 'From one file', line: 'ml endpoint create -n my-endpoint -f 1-create-endpoint-with-blue.yml' },
    ],
    load: async () => ({ run: (await import('./endpoint.ts')).create }),
  },
  {
    words: [...group, 'update'],
    summary:
      'Make an endpoint what the file says; a deployment that left the file is deleted after its traffic.',
    options: [
      {
        names: ['file'],
        short: 'f',
        kind: 'value',
        help: 'YAML file of the endpoint: the whole desired state.',
      },
      endpointName(false),
      deployment('Deployment that --deployment-file or --instance-count is about.'),
      {
        names: ['deployment-file'],
        short: 'e',
        kind: 'value',
        help: 'YAML file of one deployment, created or replaced.',
      },
      { names: ['instance-count'], short: 'i', kind: 'int', help: 'Number of instances of --deployment.' },
      { names: ['traffic'], short: 'r', kind: 'value', help: 'Live traffic, all of it: "blue:90,green:10".' },
      online,
      local,
      waitsAnyway,
      reason,
      skipScriptValidation,
      ...generic,
      ...scope,
    ],
    examples: [
      {
        what: 'The file is the desired state',
        line: 'ml endpoint update -n my-endpoint -f 4-flight-green.yml',
      },
      { what: 'Only the traffic', line: 'ml endpoint update -n my-endpoint --traffic "blue:90,green:10"' },
    ],
    load: async () => ({ run: (await import('./endpoint.ts')).update }),
  },
  {
    words: [...group, 'show'],
    summary: 'Show an endpoint with its deployments inside.',
    options: [endpointName(true), online, local, ...scope],
    examples: [
      {
        what: 'State of one deployment',
        line: `ml endpoint show -n my-endpoint --query "deployments[?name=='blue'].provisioning_state" -o tsv`,
      },
    ],
    load: async () => ({ run: (await import('./endpoint.ts')).show }),
  },
  {
    words: [...group, 'list'],
    summary: 'List the endpoints of a workspace.',
    options: [online, local, ...scope],
    load: () => import('../commands/ml/online-endpoint/list.ts'),
  },
  {
    words: [...group, 'delete'],
    summary: 'Delete an endpoint, or with --deployment one of its deployments.',
    options: [
      endpointName(true),
      deployment('Delete only this deployment.'),
      online,
      local,
      noWait,
      reason,
      yes,
      ...scope,
    ],
    load: async () => ({ run: (await import('./endpoint.ts')).remove }),
  },
  {
    words: [...group, 'invoke'],
    summary: 'Send one request to an endpoint and print the answer.',
    options: [
      endpointName(true),
      { names: ['request-file'], short: 'r', kind: 'value', help: 'JSON file with the request.' },
      // `--deployment`, the name of 2021, is a prefix of it.
      {
        names: ['deployment-name'],
        short: 'd',
        kind: 'value',
        help: 'Deployment that answers, whatever the traffic.',
      },
      online,
      local,
      ...scope,
    ],
    load: () => import('../commands/ml/online-endpoint/invoke.ts'),
  },
  {
    words: [...group, 'get-logs'],
    summary: 'Print the log of a deployment.',
    options: [
      endpointName(true),
      { ...deployment('Name of the deployment.'), required: true },
      container,
      lines,
      online,
      local,
      ...scope,
    ],
    load: async () => ({ run: (await import('./endpoint.ts')).getLogs }),
  },
  {
    words: [...group, 'get-credentials'],
    summary: 'Print the keys of an endpoint, or a token for it.',
    options: [endpointName(true), online, ...scope],
    load: () => import('../commands/ml/online-endpoint/get-credentials.ts'),
  },
  {
    words: [...group, 'regenerate-keys'],
    summary: 'Replace one key of an endpoint by a new one.',
    options: [
      endpointName(true),
      { names: ['key-type'], kind: 'value', fallback: 'primary', help: 'primary or secondary.' },
      online,
      noWait,
      reason,
      ...scope,
    ],
    load: () => import('../commands/ml/online-endpoint/regenerate-keys.ts'),
  },
];
