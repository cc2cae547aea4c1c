import type { CommandSpec, OptionSpec } from '../../../parse/spec.ts';
import {
  createSet,
  debugLocally,
  file,
  generic,
  local,
  localGpu,
  name,
  noWait,
  packageModel,
  reason,
  scope,
  skipScriptValidation,
  web,
  yes,
} from '../../options.ts';

const group = ['ml', 'online-deployment'];

const endpointName = (required: boolean): OptionSpec => ({
  names: ['endpoint-name'],
  short: 'e',
  kind: 'value',
  help: 'Name of the endpoint.',
  ...(required ? { required } : {}),
});

/** `az ml online-deployment …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Create a deployment: a model, its scoring code and environment, and how many instances run.',
    options: [
      { ...file('YAML file of the deployment.'), required: true },
      name('deployment', false),
      endpointName(false),
      {
        names: ['all-traffic'],
        kind: 'flag',
        help: 'Give it all live traffic as soon as it is ready.',
      },
      local,
      localGpu,
      noWait,
      reason,
      packageModel,
      createSet,
      skipScriptValidation,
      debugLocally,
      web(),
      ...scope,
    ],
    examples: [
      {
        what: 'The first deployment of an endpoint',
        line: 'ml online-deployment create --name blue --endpoint-name my-endpoint -f blue.yml --all-traffic',
      },
      {
        what: 'A second one, without traffic',
        line: 'ml online-deployment create --name green --endpoint-name my-endpoint -f green.yml',
      },
      {
        what: 'With another number of instances than the file says',
        line: 'ml online-deployment create -e my-endpoint -f blue.yml --set instance_count=2',
      },
    ],
    load: () => import('./create.ts'),
  },
  {
    words: [...group, 'show'],
    summary: 'Show a deployment.',
    options: [name('deployment'), endpointName(true), local, web(), ...scope],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List the deployments of an endpoint.',
    options: [endpointName(true), local, ...scope],
    load: () => import('./list.ts'),
  },
  {
    words: [...group, 'update'],
    summary: 'Change a deployment: scale it, or give it another model, code or environment.',
    options: [
      name('deployment', false),
      endpointName(false),
      file('YAML file of the deployment.'),
      local,
      localGpu,
      noWait,
      reason,
      skipScriptValidation,
      debugLocally,
      web(),
      ...generic,
      ...scope,
    ],
    examples: [
      {
        what: 'Scale to two instances',
        line: 'ml online-deployment update -n blue -e my-endpoint --set instance_count=2',
      },
    ],
    load: () => import('./update.ts'),
  },
  {
    words: [...group, 'delete'],
    summary: 'Delete a deployment that takes no live traffic.',
    options: [name('deployment'), endpointName(true), local, noWait, yes, reason, ...scope],
    load: () => import('./remove.ts'),
  },
  {
    words: [...group, 'get-logs'],
    summary: 'Print the last lines that the instances of a deployment wrote.',
    options: [
      name('deployment'),
      endpointName(true),
      { names: ['lines'], short: 'l', kind: 'int', fallback: '5000', help: 'How many lines, from the end.' },
      {
        names: ['container'],
        short: 'c',
        kind: 'value',
        fallback: 'inference-server',
        help: 'inference-server or storage-initializer (the build of the environment).',
      },
      {
        names: ['instance-id'],
        kind: 'value',
        exact: true,
        help: 'Of this instance, instead of one that Teal chooses.',
      },
      { names: ['follow'], kind: 'flag', exact: true, help: 'Go on printing what is written until Ctrl-C.' },
      local,
      ...scope,
    ],
    examples: [
      { what: 'Watch what it prints', line: 'ml online-deployment get-logs -n blue -e my-endpoint --follow' },
    ],
    load: () => import('./get-logs.ts'),
  },
];
