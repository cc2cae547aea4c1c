import type { CommandSpec } from '../../../parse/spec.ts';
import { assetScope, createSet, file, generic, name } from '../../options.ts';
import {
  datastore,
  description,
  label,
  listing,
  registeredAtOnce,
  stage,
  tags,
  version,
} from '../asset-options.ts';

const group = ['ml', 'model'];
const which = [version(), label, ...assetScope];

/** `az ml model …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Register a version of a model.',
    options: [
      file('YAML file of the model.'),
      name('model', false),
      version(),
      { names: ['path'], short: 'p', kind: 'value', help: 'File or folder of the model.' },
      {
        names: ['type'],
        short: 't',
        kind: 'value',
        choices: ['custom_model', 'mlflow_model', 'triton_model'],
        fallback: 'custom_model',
        help: 'Kind of model.',
      },
      description,
      tags,
      stage,
      datastore,
      {
        names: ['default-deployment-template'],
        short: 'd',
        kind: 'value',
        hidden: true,
        help: 'Template for deployments of the model.',
        effect: { kind: 'none', why: 'deployment templates belong to registries' },
      },
      createSet,
      registeredAtOnce,
      ...assetScope,
    ],
    examples: [{ what: 'From a folder', line: 'ml model create --name my-model --version 1 --path ./model' }],
    load: () => import('./create.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List models, or the versions of one.',
    options: [...listing, stage, ...assetScope],
    load: () => import('./list.ts'),
  },
  {
    words: [...group, 'show'],
    summary: 'Show a version of a model.',
    options: [name('model'), ...which],
    examples: [{ what: 'The newest one', line: 'ml model show --name my-model --label latest' }],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'update'],
    summary: 'Change the description, tags or stage of a version.',
    options: [name('model'), stage, ...generic, ...which],
    load: () => import('./update.ts'),
  },
  {
    words: [...group, 'archive'],
    summary: 'Hide a model, or one version of it, from lists.',
    options: [name('model'), ...which],
    load: async () => (await import('./archive.ts')).archiving(true),
  },
  {
    words: [...group, 'restore'],
    summary: 'Show an archived model in lists again.',
    options: [name('model'), ...which],
    load: async () => (await import('./archive.ts')).archiving(false),
  },
  {
    words: [...group, 'download'],
    summary: 'Copy the files of a version to this machine.',
    options: [
      name('model'),
      version(true),
      {
        names: ['download-path'],
        short: 'p',
        kind: 'value',
        fallback: 'the current folder',
        help: 'Folder to put them in.',
      },
      ...assetScope,
    ],
    load: () => import('./download.ts'),
  },
];
