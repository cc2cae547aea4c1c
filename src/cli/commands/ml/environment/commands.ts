import type { CommandSpec, OptionSpec } from '../../../parse/spec.ts';
import { imageRecorded, noBuild, systemRecorded } from '../../../yaml/schemas.ts';
import { assetScope, createSet, file, generic, name, scope } from '../../options.ts';
import { datastore, description, label, listing, registeredAtOnce, tags, version } from '../asset-options.ts';

const group = ['ml', 'environment'];
const which = [version(), label, ...assetScope];

/** Where `list` and `show` look: unlike the others they may look into a registry. */
const readScope: readonly OptionSpec[] = [
  ...scope,
  {
    names: ['registry-name'],
    kind: 'value',
    help: 'Registry instead of the workspace: azureml, with the curated environments of this Teal.',
  },
];

/** `az ml environment …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Register a version of an environment: the packages that scoring code needs.',
    options: [
      file('YAML file of the environment.'),
      name('environment', false),
      version(),
      { names: ['image'], short: 'i', kind: 'value', help: 'Base image.', effect: imageRecorded },
      {
        names: ['conda-file'],
        short: 'c',
        kind: 'value',
        help: 'Conda file with the packages; needs an image.',
      },
      {
        names: ['build-context'],
        short: 'b',
        kind: 'value',
        help: 'Folder of a Docker build.',
        effect: noBuild,
      },
      {
        names: ['dockerfile-path'],
        short: 'd',
        kind: 'value',
        fallback: 'Dockerfile',
        help: 'Dockerfile in the build context.',
        effect: noBuild,
      },
      {
        names: ['os-type'],
        kind: 'value',
        choices: ['linux', 'windows'],
        fallback: 'linux',
        help: 'System.',
        effect: systemRecorded,
      },
      description,
      tags,
      datastore,
      createSet,
      registeredAtOnce,
      ...assetScope,
    ],
    examples: [
      {
        what: 'From a conda file',
        line: 'ml environment create -n my-env --image mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04 --conda-file conda.yaml',
      },
    ],
    load: () => import('./create.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List environments, or the versions of one.',
    options: [...listing, ...readScope],
    load: () => import('./list.ts'),
  },
  {
    words: [...group, 'show'],
    summary: 'Show a version of an environment.',
    options: [name('environment'), version(), label, ...readScope],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'update'],
    summary: 'Change the description or tags of a version.',
    options: [name('environment'), ...generic, ...which],
    load: () => import('./update.ts'),
  },
  {
    words: [...group, 'archive'],
    summary: 'Hide an environment, or one version of it, from lists.',
    options: [name('environment'), ...which],
    load: async () => (await import('./archive.ts')).archiving(true),
  },
  {
    words: [...group, 'restore'],
    summary: 'Show an archived environment in lists again.',
    options: [name('environment'), ...which],
    load: async () => (await import('./archive.ts')).archiving(false),
  },
];
